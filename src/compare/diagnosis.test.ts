import { describe, expect, it } from "vitest";
import type { Case, Ranges, Reference } from "../model/index.js";
import { isWrong, likeness, type Entries } from "./diagnosis.js";

const question: Case = {
  network: { layers: [{ weights: [[1, 2]], biases: [0], activation: { name: "identity" } }] },
  loss: { name: "squared-error" },
  regularizer: null,
  batch: { inputs: [[1, 1]], targets: [[0]] },
};

const referenceOf = (exact: number[], radius: number[]): Reference => {
  const ranges: Ranges = {
    exact,
    radius,
    lo: exact.map((x, i) => x - (radius[i] ?? 0)),
    hi: exact.map((x, i) => x + (radius[i] ?? 0)),
  };
  return { case: question, ranges: () => ranges, digits: () => "" };
};

const weights = (...values: number[]): Entries => new Map([["gradients.weights", values]]);
const [f64, f32] = [2 ** -53, 2 ** -24];

describe("a known mistake explains an answer", () => {
  it("that it reproduces to the last bit", () => {
    const reference = referenceOf([1, 2], [0, 0]);
    expect(likeness(reference, weights(2, 4), weights(2, 4), f64)).toEqual({ distance: 0, wrong: true });
    expect(likeness(reference, weights(NaN, 4), weights(NaN, 4), f64)).toEqual({ distance: 0, wrong: true });
  });

  it("that it reproduces up to rounding, in proportion to how much larger its numbers are", () => {
    const reference = referenceOf([1, 2], [2 ** -40, 2 ** -40]);
    const near = likeness(reference, weights(8, 16), weights(8 + 2 ** -37, 16), f64);
    expect(near).toMatchObject({ wrong: true });
    expect(near?.distance).toBeGreaterThan(0);
    expect(near?.distance).toBeLessThanOrEqual(1);
    expect(likeness(reference, weights(8, 16), weights(8 + 2 ** -34, 16), f64)).toBeUndefined();
  });

  it("that has roundings of its own where the right value is exact", () => {
    const reference = referenceOf([0, 0], [0, 0]);
    const third = weights(1 / 3, 1);
    const rounded = weights(Math.fround(1 / 3), 1);
    expect(likeness(reference, rounded, third, f32)).toMatchObject({ wrong: true });
    expect(likeness(reference, rounded, third, f64)).toBeUndefined();
  });

  it("but a right value of 0 whose roundings are known does not make everything alike", () => {
    const reference = referenceOf([0, 1], [2 ** -52, 0]);
    expect(likeness(reference, weights(3, 1), weights(2, 1), f64)).toBeUndefined();
  });

  it("but not one of which it gets a single entry wrong", () => {
    expect(likeness(referenceOf([1, 2], [0, 0]), weights(2, 4), weights(2, 5), f64)).toBeUndefined();
    expect(likeness(referenceOf([1, 2], [0, 0]), weights(NaN, 4), weights(2, 4), f64)).toBeUndefined();
    expect(likeness(referenceOf([1, 2], [0, 0]), weights(Infinity, 4), weights(NaN, 4), f64)).toBeUndefined();
  });

  it("and not when it is right on this case", () => {
    expect(likeness(referenceOf([1, 2], [0, 0]), weights(1, 2), weights(1, 2), f64)).toMatchObject({ wrong: false });
    const nothingKnown = referenceOf([1, 2], [Infinity, Infinity]);
    expect(likeness(nothingKnown, weights(5, 6), weights(5, 6), f64)).toMatchObject({ wrong: false });
  });
});

describe("an answer is wrong", () => {
  it("when an entry of which something is known lies outside its range", () => {
    expect(isWrong(referenceOf([1, 2], [0, 0.5]), weights(1, 2.5))).toBe(false);
    expect(isWrong(referenceOf([1, 2], [0, 0.5]), weights(1, 2.6))).toBe(true);
    expect(isWrong(referenceOf([1, 2], [0, 0.5]), weights(NaN, 2))).toBe(true);
    expect(isWrong(referenceOf([1, 2], [0, Infinity]), weights(1, NaN))).toBe(false);
  });
});
