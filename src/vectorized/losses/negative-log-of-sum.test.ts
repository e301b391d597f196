import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { precisions, unitRoundoff } from "../../model/index.js";
import { softmaxActivation as softmax } from "../activations/softmax.js";
import { fromColumns, toColumns, type Matrix } from "../matrix.js";
import { crossEntropy, softmaxCrossEntropy } from "./cross-entropy.js";
import { negativeLogOfSum, softmaxNegativeLog } from "./negative-log-of-sum.js";

const u = unitRoundoff(precisions.f64);
/** Relative error of one exp or ln. */
const primitive = 2 * u * precisions.f64.primitiveUlps;

/** 0 and -0 are the same entry here. */
const unsigned = (A: Matrix): number[] => [...A.data].map((entry) => entry + 0);

const vector = (length: number, entry: fc.Arbitrary<number>) =>
  fc.array(entry, { minLength: length, maxLength: length });
const logit = fc.double({ min: -20, max: 20, noNaN: true });
const oneHot = (length: number) => fc.nat(length - 1).map((c) => Array.from({ length }, (_, i) => (i === c ? 1 : 0)));
const length = fc.integer({ min: 1, max: 4 });

describe("the negative logarithm of a sum", () => {
  it.each([
    { y: [0.5, 0.25, 0.25], d: [0, 2, 2], value: 0, gradient: [0, -2, -2] },
    { y: [0.5, 0.25, 0.25], d: [1, 2, 0], value: 0, gradient: [-1, -2, 0] },
    { y: [0.5, 0.25, 0.25], d: [4, 0, 0], value: -Math.log(2), gradient: [-2, 0, 0] },
    // where cross-entropy has the gradient (-1/2, -2): one s for all
    { y: [1, 0.25], d: [0.5, 0.5], value: -Math.log(0.625), gradient: [-0.8, -0.8] },
  ])("of $y with the target $d is $value with gradient $gradient", ({ y, d, value, gradient }) => {
    const [Y, D] = [fromColumns([y]), fromColumns([d])];
    expect(negativeLogOfSum.value(Y, D)).toBe(value);
    expect(unsigned(negativeLogOfSum.gradient(Y, D))).toEqual(gradient);
  });

  it("is cross-entropy for one-hot targets, bit for bit, apart or fused", () => {
    const questions = length.chain((M) => fc.tuple(vector(M, logit), oneHot(M)));
    fc.assert(
      fc.property(questions, ([z, d]) => {
        const [Z, D] = [fromColumns([z]), fromColumns([d])];
        const Y = softmax.forward(Z);
        expect(negativeLogOfSum.value(Y, D)).toBe(crossEntropy.value(Y, D));
        expect(unsigned(negativeLogOfSum.gradient(Y, D))).toEqual(unsigned(crossEntropy.gradient(Y, D)));
        expect(softmaxNegativeLog.value(Z, D)).toBe(softmaxCrossEntropy.value(Z, D));
        expect(unsigned(softmaxNegativeLog.gradient(Z, Y, D))).toEqual(unsigned(softmaxCrossEntropy.gradient(Z, Y, D)));
      }),
      { seed: 1 },
    );
  });

  it("has <y, dy> = -1: scaling y only adds a constant, exactly where s is a power of 2", () => {
    const dyadic = fc.constantFrom<number[][]>([0.5, 0.25, 0.25], [0.125, 0.125, 0.75], [1, 0, 0]);
    const target = fc.constantFrom<number[][]>([1, 1, 1], [2, 2, 2], [0.5, 0.5, 0.5], [4, 4, 4]);
    fc.assert(
      fc.property(dyadic, target, (y, d) => {
        const [dy] = toColumns(negativeLogOfSum.gradient(fromColumns([y]), fromColumns([d])));
        expect(y.reduce((sum, yi, i) => sum + yi * dy[i], 0)).toBe(-1);
      }),
      { seed: 2 },
    );
  });

  it("leaves classes without target out, but no NaN", () => {
    const at = (y: number[]) => negativeLogOfSum.value(fromColumns([y]), fromColumns([[0, 1]]));
    expect(at([Infinity, 1])).toBe(0);
    expect(at([NaN, 1])).toBeNaN();
    expect(unsigned(negativeLogOfSum.gradient(fromColumns([[NaN, 1]]), fromColumns([[0, 1]])))).toEqual([NaN, NaN]);
  });

  it("is infinite without any target, and has no gradient then", () => {
    const [Z, D] = [fromColumns([[1, 2]]), fromColumns([[0, 0]])];
    const Y = softmax.forward(Z);
    expect([negativeLogOfSum.value(Y, D), softmaxNegativeLog.value(Z, D)]).toEqual([Infinity, Infinity]);
    expect(toColumns(negativeLogOfSum.gradient(Y, D))).toEqual([[NaN, NaN]]);
    expect(toColumns(softmaxNegativeLog.gradient(Z, Y, D))).toEqual([[NaN, NaN]]);
  });
});

describe("softmax with the negative logarithm of a sum, fused", () => {
  const target = fc.constantFrom(0, 0.5, 1, 3);
  const questions = length.chain((M) =>
    fc.tuple(
      vector(M, logit),
      vector(M, target).filter((d) => d.some((di) => di > 0)),
    ),
  );

  it("has the value and the gradient of the two parts one after the other, for soft targets", () => {
    fc.assert(
      fc.property(questions, ([z, d]) => {
        const [Z, D] = [fromColumns([z]), fromColumns([d])];
        const Y = softmax.forward(Z);
        const n = d.length;
        // a y, or a term of the softmax over the targets: an exponent of up to 40 rounded, exp; sums of n, products, quotients
        const each = 40 * u + primitive + (n + 3) * u;
        const mass = d.reduce((sum, di) => sum + di, 0);
        // fused: the logarithm of y_k has an absolute error like that of y, and two roundings at its own size
        const size = Math.abs(negativeLogOfSum.value(Y, D)) + 2 * (40 + Math.log(n)) + Math.abs(Math.log(mass));
        const bound = 4 * each + (primitive + 3 * u) * size;
        expect(Math.abs(softmaxNegativeLog.value(Z, D) - negativeLogOfSum.value(Y, D))).toBeLessThanOrEqual(bound);

        const fused = toColumns(softmaxNegativeLog.gradient(Z, Y, D))[0];
        const apart = toColumns(softmax.backward(Z, Y, negativeLogOfSum.gradient(Y, D)))[0];
        const [y] = toColumns(Y);
        const s = y.reduce((sum, yi, i) => sum + yi * d[i], 0);
        fused.forEach((dz, i) => {
          const terms = y[i] + (d[i] * y[i]) / s;
          expect(Math.abs(dz - apart[i])).toBeLessThanOrEqual(2 * (2 * each + (n + 5) * u) * terms);
        });
      }),
      { seed: 3 },
    );
  });

  it("of equal logits shares y among the targets: (1, 3, 0, 0) gives q = (1/4, 3/4, 0, 0)", () => {
    const [Z, D] = [fromColumns([[5, 5, 5, 5]]), fromColumns([[1, 3, 0, 0]])];
    expect(toColumns(softmaxNegativeLog.gradient(Z, softmax.forward(Z), D))).toEqual([[0, -0.5, 0.25, 0.25]]);
    // where softmax under cross-entropy would have y Σd - d = (0, -2, 1, 1)
    expect(toColumns(softmaxCrossEntropy.gradient(Z, softmax.forward(Z), D))).toEqual([[0, -2, 1, 1]]);
  });

  it("keeps value and gradient where all targets' probabilities underflow", () => {
    const [Z, D] = [fromColumns([[1000, 0, 0]]), fromColumns([[0, 1, 1]])];
    const Y = softmax.forward(Z);
    expect(negativeLogOfSum.value(Y, D)).toBe(Infinity);
    expect(softmaxNegativeLog.value(Z, D)).toBe(1000 - Math.log(2));
    expect(toColumns(softmaxNegativeLog.gradient(Z, Y, D))).toEqual([[1, -0.5, -0.5]]);
  });

  it("gives a confident right answer a loss that is not 0", () => {
    const exact = 1.928749847963917783017157e-22;
    const loss = softmaxNegativeLog.value(fromColumns([[0, -50]]), fromColumns([[1, 0]]));
    expect(Math.abs(loss - exact)).toBeLessThanOrEqual(2 * primitive * exact);
  });

  it("survives logits of ±1e308", () => {
    const Z = fromColumns([
      [1e308, -1e308],
      [1e308, -1e308],
      [1e308, -1e308],
    ]);
    const D = fromColumns([
      [1, 0],
      [0, 1],
      [1, 1],
    ]);
    expect(
      toColumns(Z).map((z, t) => softmaxNegativeLog.value(fromColumns([z]), fromColumns([toColumns(D)[t]]))),
    ).toEqual([0, Infinity, 0]);
    expect(toColumns(softmaxNegativeLog.gradient(Z, softmax.forward(Z), D))).toEqual([
      [0, 0],
      [1, -1],
      [0, 0],
    ]);
  });

  it("does not swallow NaN, with a target or without", () => {
    for (const d of [
      [1, 0],
      [0, 1],
      [1, 1],
    ]) {
      const [Z, D] = [fromColumns([[NaN, 1]]), fromColumns([d])];
      expect(softmaxNegativeLog.value(Z, D)).toBeNaN();
      expect(toColumns(softmaxNegativeLog.gradient(Z, softmax.forward(Z), D))).toEqual([[NaN, NaN]]);
    }
  });
});
