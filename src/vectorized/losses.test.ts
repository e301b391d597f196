import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  completeConventions,
  defaultConventions,
  lossNames,
  precisions,
  ShapeError,
  unitRoundoff,
  type Loss,
} from "../model/index.js";
import { softmaxActivation as softmax } from "./activations/softmax.js";
import { headOf, lossOf } from "./losses.js";
import { crossEntropy, softmaxCrossEntropy } from "./losses/cross-entropy.js";
import { fromColumns, toColumns, toRows, zeros } from "./matrix.js";
import { quadratic, samples } from "./testing/samples.js";

const u = unitRoundoff(precisions.f64);
const half = lossOf({ name: "squared-error" }, defaultConventions);
const full = lossOf({ name: "squared-error" }, completeConventions({ squaredError: "full" }));
/** One of every kind. */
const losses: Loss[] = [...lossNames.map((name) => ({ name })), quadratic];

describe("squared error", () => {
  const Y = fromColumns([
    [1, 2],
    [4, -1],
  ]);
  const D = fromColumns([
    [0, 5],
    [4, 1],
  ]);

  it("sums the squares of all columns, with or without ½", () => {
    expect([half.value(Y, D), full.value(Y, D)]).toEqual([7, 14]);
  });

  it("has the gradient y - d, or 2 (y - d)", () => {
    expect(toColumns(half.gradient(Y, D))).toEqual([
      [1, -3],
      [0, -2],
    ]);
    expect(toColumns(full.gradient(Y, D))).toEqual([
      [2, -6],
      [0, -4],
    ]);
  });

  it("has its own central difference as gradient, exactly on integers", () => {
    const integer = fc.integer({ min: -99, max: 99 });
    fc.assert(
      fc.property(integer, integer, fc.constantFrom(half, full), (y, d, loss) => {
        const at = (x: number): number => loss.value(fromColumns([[x]]), fromColumns([[d]]));
        expect(loss.gradient(fromColumns([[y]]), fromColumns([[d]])).data[0]).toBe((at(y + 1) - at(y - 1)) / 2);
      }),
      { seed: 1 },
    );
  });

  it("passes NaN and Infinity on", () => {
    expect(half.value(fromColumns([[NaN]]), fromColumns([[1]]))).toBeNaN();
    expect(full.value(fromColumns([[Infinity]]), fromColumns([[1]]))).toBe(Infinity);
  });
});

describe("cross-entropy", () => {
  it("is -Σ d ln y with gradient -d / y", () => {
    const [Y, D] = [
      fromColumns([
        [0.5, 0.25],
        [1, 4],
      ]),
      fromColumns([
        [1, 2],
        [3, 0],
      ]),
    ];
    expect(crossEntropy.value(Y, D)).toBe(-Math.log(0.5) - 2 * Math.log(0.25));
    expect(toColumns(crossEntropy.gradient(Y, D))).toEqual([
      [-2, -8],
      [-3, 0],
    ]);
  });

  it("skips outputs without target, even at y = 0", () => {
    const [Y, D] = [fromColumns([[0, 1]]), fromColumns([[0, 1]])];
    expect(crossEntropy.value(Y, D)).toBe(0);
    expect(toColumns(crossEntropy.gradient(Y, D))).toEqual([[0, -1]]);
  });

  it("is infinite where an output with a target is 0", () => {
    const [Y, D] = [fromColumns([[0, 1]]), fromColumns([[1, 0]])];
    expect(crossEntropy.value(Y, D)).toBe(Infinity);
    expect(toColumns(crossEntropy.gradient(Y, D))).toEqual([[-Infinity, 0]]);
  });

  it("does not swallow NaN, with a target or without", () => {
    for (const d of [0, 1]) {
      expect(crossEntropy.value(fromColumns([[NaN]]), fromColumns([[d]]))).toBeNaN();
      expect(crossEntropy.gradient(fromColumns([[NaN]]), fromColumns([[d]])).data[0]).toBeNaN();
      expect(softmaxCrossEntropy.value(fromColumns([[NaN]]), fromColumns([[d]]))).toBeNaN();
    }
    expect(crossEntropy.value(fromColumns([[1]]), fromColumns([[NaN]]))).toBeNaN();
  });
});

describe("softmax with cross-entropy, fused", () => {
  const columns: fc.Arbitrary<[number[], number[]][]> = fc.array(
    fc.tuple(
      fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 3, maxLength: 3 }),
      fc.array(fc.constantFrom(0, 0.5, 1, 2, -1), { minLength: 3, maxLength: 3 }),
    ),
    { minLength: 1, maxLength: 4 },
  );

  it("has the gradient of the two parts one after the other, for targets of any sum", () => {
    fc.assert(
      fc.property(columns, (pairs) => {
        const [Z, D] = [fromColumns(pairs.map(([z]) => z)), fromColumns(pairs.map(([, d]) => d))];
        const Y = softmax.forward(Z);
        const fused = toColumns(softmaxCrossEntropy.gradient(Z, Y, D));
        const apart = toColumns(softmax.backward(Z, Y, crossEntropy.gradient(Y, D)));
        pairs.forEach(([, d], t) => {
          const n = d.length;
          const mass = d.reduce((sum, di) => sum + Math.abs(di), 0);
          d.forEach((di, i) => {
            // each side: at most n + 5 roundings of terms that add up to |d_i| + y_i Σ|d|
            const gamma = ((n + 5) * u) / (1 - (n + 5) * u);
            const bound = 2 * gamma * (Math.abs(di) + toColumns(Y)[t][i] * mass);
            expect(Math.abs(fused[t][i] - apart[t][i])).toBeLessThanOrEqual(bound);
          });
        });
      }),
      { seed: 2 },
    );
  });

  it("has the 25 digits of logits (0.2, -0.5, 1.1) with the second class right", () => {
    const [Z, D] = [fromColumns([[0.2, -0.5, 1.1]]), fromColumns([[0, 1, 0]])];
    // the loss: decimal inputs and subtraction 4u, ln of a sum of three exponentials 16u, roundings of numbers below 2.1
    expect(Math.abs(softmaxCrossEntropy.value(Z, D) - 2.075281040267447952696982)).toBeLessThanOrEqual(24 * u);
    const exact = [0.2527685476812795265845239, -0.8744788539607784252102491, 0.6217103062794988986257252];
    const gradient = toColumns(softmaxCrossEntropy.gradient(Z, softmax.forward(Z), D))[0];
    // each y: exponents 4.4u, exponentials 8u, twice over; three roundings; then y · 1 - d
    gradient.forEach((dz, i) => expect(Math.abs(dz - exact[i])).toBeLessThanOrEqual((2 * (4.4 + 8) + 3 + 1) * u));
  });

  it("survives logits of ±1e308", () => {
    const Z = fromColumns([
      [1e308, -1e308],
      [-1e308, 1e308],
    ]);
    const right = fromColumns([
      [1, 0],
      [0, 1],
    ]);
    const wrong = fromColumns([
      [0, 1],
      [1, 0],
    ]);
    const Y = softmax.forward(Z);
    expect([softmaxCrossEntropy.value(Z, right), softmaxCrossEntropy.value(Z, wrong)]).toEqual([0, Infinity]);
    expect(toColumns(softmaxCrossEntropy.gradient(Z, Y, right))).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(toColumns(softmaxCrossEntropy.gradient(Z, Y, wrong))).toEqual([
      [1, -1],
      [-1, 1],
    ]);
  });

  it("gives a column without any target neither loss nor gradient", () => {
    const [Z, D] = [fromColumns([[1, 2, 3]]), zeros(3, 1)];
    expect(softmaxCrossEntropy.value(Z, D)).toBe(0);
    expect(toRows(softmaxCrossEntropy.gradient(Z, softmax.forward(Z), D))).toEqual([[0], [0], [0]]);
  });
});

describe("every loss", () => {
  const named = losses.map((loss) => [loss.name, lossOf(loss, defaultConventions)] as const);
  const [Y, D] = [
    fromColumns([
      [0.25, 0.5, 0.25],
      [0.5, 0.25, 0.25],
    ]),
    fromColumns([
      [1, 0, 0],
      [0, 0, 1],
    ]),
  ];

  it.each(named)("%s: refuses targets of another shape", (_name, loss) => {
    for (const other of [zeros(2, 2), zeros(4, 2), zeros(3, 1)]) {
      expect(() => loss.value(Y, other)).toThrow(ShapeError);
      expect(() => loss.gradient(Y, other)).toThrow(ShapeError);
    }
  });

  it.each(named)("%s: is a sum over the examples, each with the gradient that it has alone", (_name, loss) => {
    const alone = toColumns(Y).map((y, t) => [fromColumns([y]), fromColumns([toColumns(D)[t]])] as const);
    // within the rounding of a sum of two
    const sum = alone.reduce((partial, [y, d]) => partial + loss.value(y, d), 0);
    expect(Math.abs(loss.value(Y, D) - sum)).toBeLessThanOrEqual(3 * u * sum);
    expect(toColumns(loss.gradient(Y, D))).toEqual(alone.map(([y, d]) => toColumns(loss.gradient(y, d))[0]));
  });

  it.each(named)("%s: NaN in y is NaN in its value and its gradient", (_name, loss) => {
    for (const d of [
      [1, 0],
      [0, 1],
    ]) {
      const [y, target] = [fromColumns([[NaN, 1]]), fromColumns([d])];
      expect(loss.value(y, target)).toBeNaN();
      expect(loss.gradient(y, target).data[0]).toBeNaN();
    }
  });

  it.each(named)("%s: leaves its operands alone and gives a fresh gradient", (_name, loss) => {
    const before = [Y, D].map(toRows);
    const dY = loss.gradient(Y, D);
    loss.value(Y, D);
    expect([Y, D].map(toRows)).toEqual(before);
    expect(new Set([Y.data, D.data, dY.data]).size).toBe(3);
  });
});

describe("the joint forms of a last activation and a loss", () => {
  const fused = samples(3).flatMap((activation) =>
    losses.flatMap((loss) => {
      const head = headOf(activation, loss, defaultConventions);
      return head === undefined ? [] : [[activation.name, loss.name, head] as const];
    }),
  );

  it("are those of softmax with either logarithm and of logistic units with theirs", () => {
    expect(fused.map(([activation, loss]) => [activation, loss])).toEqual([
      ["logistic", "binary-cross-entropy"],
      ["softmax", "cross-entropy"],
      ["softmax", "negative-log-of-sum"],
    ]);
  });

  it.each(fused)("%s with %s refuses targets of another shape", (_activation, _loss, head) => {
    const Z = zeros(3, 2);
    for (const other of [zeros(2, 2), zeros(4, 2), zeros(3, 1)]) {
      expect(() => head.value(Z, other)).toThrow(ShapeError);
      expect(() => head.gradient(Z, Z, other)).toThrow(ShapeError);
    }
  });
});

describe("binary cross-entropy of given outputs", () => {
  const at = (y: number, d: number, conventions = defaultConventions): number =>
    lossOf({ name: "binary-cross-entropy" }, conventions).gradient(fromColumns([[y]]), fromColumns([[d]])).data[0];

  it("keeps the digits of a small residual", () => {
    for (const y of [0.3, 0.7, 0.9]) {
      const d = y + 2 ** -40;
      // Of two quotients near 1, one for each part, only 12 bits would be left.
      expect(Math.abs(at(y, d) * (y * (1 - y)) + 2 ** -40) / 2 ** -40).toBeLessThanOrEqual(
        4 * unitRoundoff(precisions.f64),
      );
    }
  });

  it("with something added in the logarithms leaves out the part whose factor is 0", () => {
    const deviations = { "epsilon-in-logarithm": { epsilon: 2 ** -10 } };
    const added = completeConventions({ deviations });
    expect(at(1 + 2 ** -10, 1, added)).toBe(-1 / (1 + 2 ** -9));
    expect(at(-(2 ** -10), 0, added)).toBe(1 / (1 + 2 ** -9));
  });
});
