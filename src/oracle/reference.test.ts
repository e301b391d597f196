import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  activationNames,
  defaultConventions,
  quantities,
  type Activation,
  type Case,
  type Quantity,
  type Reference,
} from "../model/index.js";
import { Ball } from "./ball.js";
import { exactValue } from "./widening.js";
import { exactly, realsOf, toDigits } from "./decimal.js";
import { boundsOf, certify, enclose, entriesOfEnclosure } from "./reference.js";
import { oneLayer } from "./testing/one-layer.js";
import { Random } from "./testing/random.js";
import { randomQuestion } from "./testing/random-cases.js";

const random = new Random(11);
const questions = random.list(15, () =>
  randomQuestion(random, { layers: 3, width: 3, batch: 2, weights: 2, activations: activations() }),
);

function activations(): Activation["name"][] {
  const kinked: readonly Activation["name"][] = ["absolute-value", "unit-step"];
  return [...activationNames, "own" as const].filter((name) => !kinked.includes(name));
}

function inRange(reference: Reference, quantity: Quantity, values: readonly number[]): boolean {
  const { lo, hi } = reference.ranges(quantity);
  return (
    values.length === lo.length && values.every((value, i) => (lo[i] as number) <= value && value <= (hi[i] as number))
  );
}

describe("the enclosure of the exact value", () => {
  it("holds what 50 digits more compute, for every entry of every quantity", () => {
    for (const { case: question, conventions } of questions) {
      const [coarse, fine] = [30, 80].map((digits) => enclose(question, conventions, digits, exactValue));
      for (const quantity of quantities) {
        const finer = entriesOfEnclosure(question, fine as NonNullable<typeof fine>, quantity);
        entriesOfEnclosure(question, coarse as NonNullable<typeof coarse>, quantity).forEach((ball, position) => {
          const { mid } = finer[position] as Ball;
          expect(mid.minus(ball.mid).abs().lessThanOrEqualTo(exactly(ball.radius))).toBe(true);
          expect(exactly(ball.radius).lessThanOrEqualTo(mid.abs().times(1e-20).plus(1e-20))).toBe(true);
        });
      }
    }
  });
});

describe("the digits of a reference", () => {
  it("are the first 40 of a computation with 130", () => {
    for (const { case: question, conventions } of questions.slice(0, 6)) {
      const reference = certify(question, conventions, "f64");
      const fine = enclose(question, conventions, 130, exactValue);
      for (const quantity of quantities) {
        entriesOfEnclosure(question, fine, quantity).forEach((ball, position) => {
          expect(reference.digits(quantity, position)).toBe(toDigits(ball.mid, 40));
        });
      }
    }
  });

  it("are said to be unknown where they are", () => {
    // 1/3 - 1/3, which no number of digits shows to be 0.
    const thirds: Case = {
      ...oneLayer({ name: "identity" }, [[1]], [0], [0]),
      batch: { inputs: [[1], [-1], [0]], targets: [[0], [0], [0]] },
    };
    expect(certify(thirds, defaultConventions, "f64").digits("gradients.biases", 0)).toMatch(/±/);
    expect(certify(oneLayer({ name: "relu" }, [[NaN]], [1], [1]), defaultConventions, "f64").digits("loss", 0)).toBe(
      "unlimited",
    );
  });
});

describe("a range of doubles", () => {
  it("holds the whole ball, and is at most a few units in the last place wider", () => {
    const reals = realsOf(30);
    fc.assert(
      fc.property(
        fc.double({ min: -1e300, max: 1e300, noNaN: true }),
        fc.double({ min: 0, max: 1e300, noNaN: true }),
        (mid, radius) => {
          const { lo, hi, exact } = boundsOf(new Ball(reals, reals.fromDouble(mid), radius));
          expect(exactly(mid).minus(exactly(radius)).greaterThanOrEqualTo(lo)).toBe(true);
          expect(exactly(mid).plus(exactly(radius)).lessThanOrEqualTo(hi)).toBe(true);
          expect(exact - mid).toBe(0);
          expect(hi - lo).toBeLessThanOrEqual(2 * radius + (radius + Math.abs(mid)) * 2 ** -48 + 1e-300);
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  it("is computed once", () => {
    const reference = certify((questions[0] as (typeof questions)[0]).case, defaultConventions, "f64");
    expect(reference.ranges("loss")).toBe(reference.ranges("loss"));
  });
});

/** Computations that share nothing with the oracle: library functions on doubles, within 4 units in the last place. */
describe("the range for f64 holds stable library computations", () => {
  const at = (activation: Activation, z: number): Reference =>
    certify(oneLayer(activation, [[1]], [z], [0]), defaultConventions, "f64");

  it("of every activation and its derivative, saturated or not", () => {
    const saturating = fc.double({ min: -800, max: 800, noNaN: true });
    const tail = (z: number): number => Math.exp(-Math.abs(z));
    fc.assert(
      fc.property(saturating, (z) => {
        const logistic = z < 0 ? tail(z) / (1 + tail(z)) : 1 / (1 + tail(z));
        for (const [name, y, slope] of [
          ["logistic", logistic, tail(z) / (1 + tail(z)) ** 2],
          ["tanh", Math.tanh(z), (4 * tail(2 * z)) / (1 + tail(2 * z)) ** 2],
          ["softplus", Math.max(z, 0) + Math.log1p(tail(z)), logistic],
        ] as const) {
          const reference = at({ name }, z);
          expect(inRange(reference, "outputs", [y]), `${name} at ${z}`).toBe(true);
          expect(inRange(reference, "gradients.biases", [slope * y]), `${name}' at ${z}`).toBe(true);
        }
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it("of softmax under cross-entropy, even for logits of ±1e308", () => {
    const logits = [
      [1e308, -1e308, 0],
      [1e308, 1e308, 1e308],
      [-1e308, -1e308, -1.5e308],
      [1000, 999, -1000],
      [709, 710, 711],
    ];
    for (const z of logits) {
      const [identity, target] = [z.map((_, i) => z.map((zj, j) => (i === j ? zj : 0))), [1, 0, 0]];
      const reference = certify(
        oneLayer({ name: "softmax" }, identity, [1, 1, 1], target, "cross-entropy"),
        defaultConventions,
        "f64",
      );
      const highest = Math.max(...z);
      const terms = z.map((zj) => Math.exp(zj - highest));
      const p = terms.map((term) => term / terms.reduce((a, b) => a + b));
      const { radius } = reference.ranges("gradients.preactivations");
      expect(inRange(reference, "outputs", p)).toBe(true);
      expect(
        inRange(
          reference,
          "gradients.preactivations",
          p.map((pj, j) => pj - (target[j] as number)),
        ),
      ).toBe(true);
      expect(radius.every((r) => r < 1e-12)).toBe(true);
    }
  });
});

describe("numbers that are not finite", () => {
  it.each([NaN, Infinity, -Infinity])("make every range that they reach unlimited: %s", (x) => {
    const reference = certify(oneLayer({ name: "tanh" }, [[x], [1]], [1], [0, 0]), defaultConventions, "f64");
    const { lo, hi, exact, radius } = reference.ranges("outputs");
    expect([lo[0], hi[0], exact[0], radius[0]]).toEqual([-Infinity, Infinity, NaN, Infinity]);
    expect(hi[1]).toBeLessThan(1);
    expect(reference.ranges("loss").radius).toEqual([Infinity]);
  });

  it("reach a whole softmax", () => {
    const reference = certify(
      oneLayer({ name: "softmax" }, [[NaN], [1]], [1], [0, 1], "cross-entropy"),
      defaultConventions,
      "f64",
    );
    expect(reference.ranges("outputs").radius).toEqual([Infinity, Infinity]);
    expect(reference.ranges("loss").radius).toEqual([Infinity]);
  });

  it("come from the logarithm of what may be 0", () => {
    const reference = certify(
      oneLayer({ name: "identity" }, [[1], [1]], [0], [1, 0], "cross-entropy"),
      defaultConventions,
      "f64",
    );
    expect(reference.ranges("loss").radius).toEqual([Infinity]);
    expect(reference.ranges("gradients.activations").radius).toEqual([Infinity, 0]);
  });
});
