import { describe, expect, it } from "vitest";
import type { Answer, Case, Quantity, Ranges, Reference } from "../model/index.js";
import { reproduces } from "./diagnosis.js";

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

const weights = (a: number, b: number): Answer => ({ gradients: { weights: [[[a, b]]] } });
const seen: readonly Quantity[] = ["gradients.weights"];

describe("a known mistake explains an answer", () => {
  it("that it reproduces to the last bit", () => {
    expect(reproduces(referenceOf([1, 2], [0, 0]), weights(2, 4), weights(2, 4), seen)).toBe(true);
    expect(reproduces(referenceOf([1, 2], [0, 0]), weights(NaN, 4), weights(NaN, 4), seen)).toBe(true);
  });

  it("that it reproduces up to rounding, in proportion to how much larger its numbers are", () => {
    const reference = referenceOf([1, 2], [2 ** -50, 2 ** -50]);
    expect(reproduces(reference, weights(8, 16), weights(8 + 2 ** -47, 16), seen)).toBe(true);
    expect(reproduces(reference, weights(8, 16), weights(8 + 2 ** -45, 16), seen)).toBe(false);
  });

  it("but not one of which it gets a single entry wrong", () => {
    expect(reproduces(referenceOf([1, 2], [0, 0]), weights(2, 4), weights(2, 5), seen)).toBe(false);
    expect(reproduces(referenceOf([1, 2], [0, 0]), weights(NaN, 4), weights(2, 4), seen)).toBe(false);
  });

  it("and not when it is right on this case", () => {
    expect(reproduces(referenceOf([1, 2], [0, 0]), weights(1, 2), weights(1, 2), seen)).toBe(false);
    expect(reproduces(referenceOf([1, 2], [Infinity, Infinity]), weights(5, 6), weights(5, 6), seen)).toBe(false);
  });
});
