import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logSumExp, logSumExpOfTargets } from "./log-sum-exp.js";
import { softmax } from "./softmax.js";
import { column, entries, single, type Tensor } from "./tensor.js";

const both = column([1, 1]);
const pulled = (tensors: readonly Tensor[]): number[][] => tensors.map((each) => entries(each).map((g) => g + 0));
const parts = (s: number[]): number[] => entries(logSumExp.evaluate([column(s)]));
const partsOfTargets = (d: number[], s: number[]): number[] =>
  entries(logSumExpOfTargets.evaluate([column(d), column(s)]));
const back = (d: number[], s: number[], g = both): number[][] =>
  pulled(logSumExpOfTargets.pullback(g, [column(d), column(s)], both));

const scores = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 5 });

describe("ln Σ e^s in two parts", () => {
  it("is the largest entry, and the logarithm of what the others add to it", () => {
    expect(parts([3, 3, 3, 3])).toEqual([3, Math.log1p(3)]);
    expect(parts([7])).toEqual([7, 0]);
    expect(parts([0, -40])).toEqual([0, Math.log1p(Math.exp(-40))]);
  });

  it("has softmax as its gradient where both parts get the same, bit for bit", () => {
    fc.assert(
      fc.property(scores, (s) => {
        const p = softmax.evaluate([column(s)]);
        expect(pulled(logSumExp.pullback(both, [column(s)], both))).toEqual([entries(p)]);
      }),
      { seed: 1 },
    );
  });

  it("has e_c and p - e_c as the gradients of its parts", () => {
    const s = column([2, 5, 5]);
    const p = entries(softmax.evaluate([s]));
    expect(pulled(logSumExp.pullback(column([1, 0]), [s], both))).toEqual([[0, 1, 0]]);
    expect(pulled(logSumExp.pullback(column([0, 1]), [s], both))).toEqual([[p[0], p[1] - 1, p[2]]]);
  });

  it("does not overflow", () => {
    expect(parts([1e308, -1e308])).toEqual([1e308, 0]);
    expect(pulled(logSumExp.pullback(both, [column([1e308, -1e308])], both))).toEqual([[1, 0]]);
  });

  it("makes NaN of NaN and of Infinity", () => {
    for (const s of [
      [NaN, 1],
      [1, Infinity],
    ]) {
      expect(parts(s)[1]).toBe(NaN);
      expect(pulled(logSumExp.pullback(both, [column(s)], both))).toEqual([[NaN, NaN]]);
    }
  });
});

describe("ln Σ d e^s in two parts", () => {
  it("with d = 1 is ln Σ e^s, there and back", () => {
    fc.assert(
      fc.property(scores, (s) => {
        const ones = s.map(() => 1);
        expect(partsOfTargets(ones, s)).toEqual(parts(s));
        expect(back(ones, s)[1]).toEqual(pulled(logSumExp.pullback(both, [column(s)], both))[0]);
      }),
      { seed: 2 },
    );
  });

  it("leaves out what has no target, however large", () => {
    expect(partsOfTargets([0, 1, 0], [900, 5, -3])).toEqual([5, 0]);
    expect(back([0, 1, 0], [900, 5, -3])[1]).toEqual([0, 1, 0]);
  });

  it("has the targets' own softmax as gradient, also where all its exponentials underflow", () => {
    for (const s of [0, -1000, 1000]) expect(back([0, 1, 3], [0, s, s])[1]).toEqual([0, 0.25, 0.75]);
    expect(partsOfTargets([0, 1, 3], [0, -1000, -1000])).toEqual([-1000, Math.log1p(3)]);
    expect(partsOfTargets([0.5, 0.25, 0], [2, 2, 9])).toEqual([2, Math.log(0.75)]);
  });

  it("has e^s / Σ d e^s as the gradient by d", () => {
    expect(back([0, 1, 3], [7, 7, 7])[0]).toEqual([0.25, 0.25, 0.25]);
  });

  it("without any target is -Infinity, with NaN for gradients", () => {
    expect(partsOfTargets([0, 0], [1, 2])).toEqual([-Infinity, -Infinity]);
    expect(back([0, 0], [1, 2])[1]).toEqual([NaN, NaN]);
  });

  it("is NaN where the targets add up to less than 0, though its gradient is not", () => {
    expect(partsOfTargets([1, -3], [0, 0])).toEqual([0, NaN]);
    expect(back([1, -3], [0, 0])[1]).toEqual([-0.5, 1.5]);
  });

  it("demands columns of one length", () => {
    expect(() => logSumExpOfTargets.evaluate([single(1), column([1, 2])])).toThrow(
      "the exponents must have shape [1][1], got [2][1]",
    );
  });
});
