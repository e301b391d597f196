import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { precisions, unitRoundoff } from "../model/index.js";
import {
  crossEntropy,
  crossEntropyOfLogarithms,
  logSoftmax,
  negativeLogOfSum,
  softmax,
  softmaxJacobian,
} from "./softmax.js";
import { column, entries, matrix, rowsOf, single, type Tensor } from "./tensor.js";

const one = single(1);
const pulled = (tensors: readonly Tensor[]): number[][] => tensors.map((each) => entries(each).map((g) => g + 0));
const u = unitRoundoff(precisions.f64);

describe("softmax", () => {
  it("of equal entries is the same everywhere, whatever their size", () => {
    for (const s of [0, -3, 710, -1e308, 1e308])
      expect(entries(softmax.evaluate([column([s, s])]))).toEqual([0.5, 0.5]);
  });

  it("has the Jacobian diag(p) - p pᵀ, and goes back through its transpose", () => {
    const p = column([0.5, 0.25, 0.25]);
    expect(rowsOf(softmaxJacobian(p))).toEqual([
      [0.25, -0.125, -0.125],
      [-0.125, 0.1875, -0.0625],
      [-0.125, -0.0625, 0.1875],
    ]);
    expect(pulled(softmax.pullback(column([4, 0, 8]), [p], p))).toEqual([[0, -1, 1]]);
  });

  it("makes NaN of NaN and of Infinity, and never of finite numbers", () => {
    for (const s of [
      [NaN, 1],
      [1, NaN],
      [Infinity, 1],
      [-Infinity, -Infinity],
    ]) {
      expect(entries(softmax.evaluate([column(s)]))).toEqual([NaN, NaN]);
      expect(entries(logSoftmax.evaluate([column(s)]))).toEqual([NaN, NaN]);
    }
    expect(entries(softmax.evaluate([column([1e308, -1e308])]))).toEqual([1, 0]);
    expect(entries(softmax.evaluate([column([0, -Infinity])]))).toEqual([1, 0]);
  });

  it("takes one column", () => {
    expect(() => softmax.evaluate([matrix([[1, 2]])])).toThrow(
      "the argument of softmax must have shape [1][1], got [1][2]",
    );
  });
});

describe("the logarithm of softmax", () => {
  const targets = fc.array(fc.constantFrom(0, 0.5, 1, 2, -1), { minLength: 4, maxLength: 4 });

  it("under -dᵀ ln y has the gradient p Σd - d, for targets of any sum", () => {
    fc.assert(
      fc.property(targets, fc.integer({ min: -900, max: 900 }), (d, s) => {
        const logits = column([s, s, s, s]);
        const l = logSoftmax.evaluate([logits]);
        const [, g] = crossEntropyOfLogarithms.pullback(one, [column(d), l], single(0));
        const total = d.reduce<number>((sum, di) => sum + di, 0);
        expect(pulled(logSoftmax.pullback(g, [logits], l))).toEqual([d.map((di) => 0.25 * total - di + 0)]);
      }),
      { seed: 1 },
    );
  });

  it("is finite where the probability has underflowed", () => {
    expect(entries(logSoftmax.evaluate([column([0, -1000])]))).toEqual([0, -1000]);
  });

  it("keeps the digits of a probability close to 1", () => {
    const [l] = entries(logSoftmax.evaluate([column([0, -40])]));
    // -ln(1 + e^-40) = -e^-40 (1 - e^-40 / 2 + …): exponential and log1p, as far off as they may be; the next term is below u.
    expect(Math.abs(l + 4.248354255291589e-18)).toBeLessThanOrEqual(
      (4 * precisions.f64.primitiveUlps + 2) * u * 4.25e-18,
    );
  });

  it("survives ±1e308, where an absent class adds nothing and a present one Infinity", () => {
    const logits = column([1e308, -1e308]);
    const l = logSoftmax.evaluate([logits]);
    const loss = (d: number[]): number => crossEntropyOfLogarithms.evaluate([column(d), l]).data[0];
    expect([loss([1, 0]), loss([0, 1]), loss([0, 0])]).toEqual([0, Infinity, 0]);
    for (const d of [
      [1, 0],
      [0, 1],
    ]) {
      const [, g] = crossEntropyOfLogarithms.pullback(one, [column(d), l], single(0));
      expect(pulled(logSoftmax.pullback(g, [logits], l))).toEqual([[1 - d[0], -d[1]].map((entry) => entry + 0)]);
    }
  });
});

describe("cross-entropy", () => {
  it("is -Σ d ln y, with -d / y and -ln y as gradients", () => {
    const parents = [column([1, 2, 0]), column([0.5, 0.25, 1])];
    expect(entries(crossEntropy.evaluate(parents))).toEqual([-Math.log(0.5) - 2 * Math.log(0.25)]);
    expect(pulled(crossEntropy.pullback(single(2), parents, one))).toEqual([
      [-2 * Math.log(0.5), -2 * Math.log(0.25), 0],
      [-4, -16, 0],
    ]);
  });

  it("skips a class without target at any y, but not at NaN", () => {
    const [d, y] = [column([0, 0, 1]), column([0, -1, 1])];
    expect(entries(crossEntropy.evaluate([d, y]))).toEqual([0]);
    expect(pulled(crossEntropy.pullback(one, [d, y], one))[1]).toEqual([0, 0, -1]);
    expect(entries(crossEntropy.evaluate([d, column([NaN, 1, 1])]))).toEqual([NaN]);
    expect(pulled(crossEntropy.pullback(one, [d, column([NaN, 1, 1])], one))[1]).toEqual([NaN, 0, -1]);
  });

  it("is infinite at 0 where there is a target", () => {
    const parents = [column([1]), column([0])];
    expect(entries(crossEntropy.evaluate(parents))).toEqual([Infinity]);
    expect(pulled(crossEntropy.pullback(one, parents, one))).toEqual([[Infinity], [-Infinity]]);
  });

  it("demands columns of one length", () => {
    const parents = [column([1]), column([1, 2])];
    for (const operation of [crossEntropy, crossEntropyOfLogarithms, negativeLogOfSum])
      expect(() => operation.evaluate(parents)).toThrow("the second column must have shape [1][1], got [2][1]");
  });
});

describe("-ln(yᵀp)", () => {
  it("has the gradients -y / (yᵀp) by p and -p / (yᵀp) by y", () => {
    const parents = [column([1, 0, 2]), column([0.5, 0.25, 0.25])];
    expect(entries(negativeLogOfSum.evaluate(parents))).toEqual([-Math.log(1)]);
    expect(pulled(negativeLogOfSum.pullback(single(4), parents, one))).toEqual([
      [-2, -1, -1],
      [-4, 0, -8],
    ]);
  });

  it("is cross-entropy for one class and another function for soft targets", () => {
    const p = column([0.5, 0.25, 0.25]);
    const both = (y: number[]): number[] =>
      [negativeLogOfSum, crossEntropy].map((operation) => operation.evaluate([column(y), p]).data[0]);
    const [same, alsoSame] = both([0, 1, 0]);
    expect(same).toBe(alsoSame);
    const [logOfMean, meanOfLogs] = both([0.5, 0.5, 0]);
    expect(logOfMean).toBeLessThan(meanOfLogs);
  });
});
