import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  batchSize,
  completeConventions,
  defaultConventions,
  kinkChoices,
  quantities,
  type Activation,
  type Case,
  type Conventions,
  type Quantity,
  type Reference,
} from "../model/index.js";
import { Ball } from "./ball.js";
import { exactValue } from "./widening.js";
import { exactly, realsOf, toDigits } from "./decimal.js";
import { boundsOf, certify, enclose, entriesOfEnclosure } from "./reference.js";
import { Random } from "./testing/random.js";
import { randomQuestion } from "./testing/random-cases.js";
import { holds } from "./testing/trials.js";

const random = new Random(11);
const questions = random.list(15, () =>
  randomQuestion(random, { layers: 3, width: 3, batch: 2, weights: 2, activations: activations() }),
);

function activations(): Activation["name"][] {
  return ["logistic", "tanh", "softplus", "relu", "leaky-relu", "softmax", "identity"];
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
    const cancelled: Case = layer({ name: "relu" }, [[0.1, -0.1]], [0.1, 0.1], [1]);
    expect(certify(cancelled, defaultConventions, "f64").digits("gradients.biases", 0)).toMatch(/±/);
    expect(certify(layer({ name: "relu" }, [[NaN]], [1], [1]), defaultConventions, "f64").digits("loss", 0)).toBe(
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

function layer(
  activation: Activation,
  weights: number[][],
  inputs: number[],
  targets: number[],
  loss: Case["loss"]["name"] = "squared-error",
): Case {
  return {
    network: { layers: [{ weights, biases: weights.map(() => 0), activation }] },
    loss: { name: loss },
    regularizer: null,
    batch: { inputs: [inputs], targets: [targets] },
  };
}

/** Computations that share nothing with the oracle: library functions on doubles, within 4 units in the last place. */
describe("the range for f64 holds stable library computations", () => {
  const at = (activation: Activation, z: number): Reference =>
    certify(layer(activation, [[1]], [z], [0]), defaultConventions, "f64");

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
        layer({ name: "softmax" }, identity, [1, 1, 1], target, "cross-entropy"),
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
    const reference = certify(layer({ name: "tanh" }, [[x], [1]], [1], [0, 0]), defaultConventions, "f64");
    const { lo, hi, exact, radius } = reference.ranges("outputs");
    expect([lo[0], hi[0], exact[0], radius[0]]).toEqual([-Infinity, Infinity, NaN, Infinity]);
    expect(hi[1]).toBeLessThan(1);
    expect(reference.ranges("loss").radius).toEqual([Infinity]);
  });

  it("reach a whole softmax", () => {
    const reference = certify(
      layer({ name: "softmax" }, [[NaN], [1]], [1], [0, 1], "cross-entropy"),
      defaultConventions,
      "f64",
    );
    expect(reference.ranges("outputs").radius).toEqual([Infinity, Infinity]);
    expect(reference.ranges("loss").radius).toEqual([Infinity]);
  });

  it("come from the logarithm of what may be 0", () => {
    const reference = certify(
      layer({ name: "identity" }, [[1], [1]], [0], [1, 0], "cross-entropy"),
      defaultConventions,
      "f64",
    );
    expect(reference.ranges("loss").radius).toEqual([Infinity]);
    expect(reference.ranges("gradients.activations").radius).toEqual([Infinity, 0]);
  });
});

/** Small integers and halves through everything that keeps them. */
describe("on a dyadic grid", () => {
  const integer = fc.integer({ min: -4, max: 4 });
  const activation: fc.Arbitrary<Activation> = fc.constantFrom<Activation>(
    { name: "relu" },
    { name: "identity" },
    { name: "leaky-relu", slope: 0.25 },
    { name: "absolute-value" },
  );
  const row = (length: number): fc.Arbitrary<number[]> => fc.array(integer, { minLength: length, maxLength: length });
  const matrix = (rows: number, columns: number): fc.Arbitrary<number[][]> =>
    fc.array(row(columns), { minLength: rows, maxLength: rows });
  const dyadic: fc.Arbitrary<Case> = fc
    .tuple(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 4 }), fc.constantFrom(1, 2, 4))
    .chain(([widths, T]) =>
      fc.record({
        network: fc.record({
          layers: fc.tuple(
            ...widths
              .slice(1)
              .map((units, below) =>
                fc.record({ weights: matrix(units, widths[below] as number), biases: row(units), activation }),
              ),
          ),
        }),
        loss: fc.constant({ name: "squared-error" as const }),
        regularizer: fc.option(fc.record({ name: fc.constant("l2" as const), lambda: fc.constantFrom(0.5, 2) })),
        batch: fc.record({
          inputs: matrix(T, widths[0] as number),
          targets: matrix(T, widths[widths.length - 1] as number),
        }),
      }),
    );
  const conventions: fc.Arbitrary<Conventions> = fc
    .record({
      reduction: fc.constantFrom("mean" as const, "sum" as const),
      squaredError: fc.constantFrom("half" as const, "full" as const),
      l2: fc.constantFrom("half" as const, "full" as const),
      derivativeAtKink: fc.record({
        relu: fc.constantFrom(0 as const, 0.5 as const, 1 as const),
        "absolute-value": fc.constantFrom(...([0, 1, -1] as const)),
      }),
    })
    .map(completeConventions);

  it("every range has width 0, kinks and all", () => {
    fc.assert(
      fc.property(dyadic, conventions, (question, declared) => {
        const reference = certify(question, declared, "f64");
        for (const quantity of quantities) {
          const { lo, hi, radius } = reference.ranges(quantity);
          expect(radius).toEqual(radius.map(() => 0));
          expect(hi).toEqual(lo);
        }
        expect(reference.ranges("preactivations").lo).toHaveLength(
          question.network.layers.reduce((sum, { biases }) => sum + biases.length, 0) * batchSize(question),
        );
      }),
      { seed: 3, numRuns: 150 },
    );
  });

  it("a worked example is exact to the last bit", () => {
    const reference = certify(
      layer(
        { name: "relu" },
        [
          [1, 2],
          [-3, 1],
        ],
        [1.5, 2],
        [1, 1],
      ),
      defaultConventions,
      "f64",
    );
    expect(quantities.map((quantity) => reference.ranges(quantity).exact)).toEqual([
      [5.5, -2.5],
      [5.5, 0],
      [5.5, 0],
      [10.625],
      [4.5, -1],
      [4.5, 0],
      [6.75, 9, 0, 0],
      [4.5, 0],
      [4.5, 9],
    ]);
  });

  it("a derivative that is only promised to lie between the slopes gives a wide range", () => {
    for (const [name, choices] of Object.entries(kinkChoices)) {
      expect(choices).toContain("any");
      const question = layer(
        name === "leaky-relu" ? { name, slope: 0.25 } : { name: name as "relu" },
        [[1]],
        [0],
        [-1],
      );
      const declared = completeConventions({ derivativeAtKink: { [name]: "any" } });
      const { forward, backward } = enclose(question, declared, 30, exactValue);
      expect(forward.loss.radius).toBe(0);
      expect(holds((backward.biases[0] as readonly Ball[])[0] as Ball, 1)).toBe(true);
      expect(certify(question, declared, "f64").ranges("gradients.biases").radius[0]).toBeGreaterThan(0.3);
    }
  });

  it("is exact for logistic and tanh at an exact 0", () => {
    const at = (name: "logistic" | "tanh") => {
      const reference = certify(layer({ name }, [[1]], [0], [0]), defaultConventions, "f64");
      return (["outputs", "gradients.biases"] as const).map((quantity) => {
        const { exact, radius } = reference.ranges(quantity);
        return [exact[0], radius[0]];
      });
    };
    // dz = f'(0) (f(0) - d) with d = 0
    expect(at("logistic")).toEqual([
      [0.5, 0],
      [0.125, 0],
    ]);
    expect(at("tanh")).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});
