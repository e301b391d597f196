import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Mismatch } from "../compare/index.js";
import { quantities, type Quantity } from "../model/index.js";
import { causally, locate } from "./located.js";

const mismatch = (quantity: Quantity, layer?: number): Mismatch => ({
  quantity,
  ...(layer === undefined ? {} : { layer }),
  index: [1],
  got: 1,
  exact: "0",
  range: [0, 0],
  factor: Infinity,
});

/** The steps of the lecture's two passes over two layers. */
const inOrder = [
  mismatch("preactivations", 1),
  mismatch("activations", 1),
  mismatch("preactivations", 2),
  mismatch("activations", 2),
  mismatch("outputs"),
  mismatch("loss"),
  mismatch("gradients.activations", 2),
  mismatch("gradients.preactivations", 2),
  mismatch("gradients.weights", 2),
  mismatch("gradients.biases", 2),
  mismatch("gradients.activations", 1),
  mismatch("gradients.preactivations", 1),
  mismatch("gradients.weights", 1),
  mismatch("gradients.biases", 1),
  mismatch("gradients.inputs"),
];

describe("the order of causes", () => {
  it("is the order of the computation, however the mismatches came", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(inOrder, { minLength: 1 }), (some) => {
        const sorted = causally(some);
        expect(sorted).toEqual(inOrder.filter((entry) => some.includes(entry)));
        const { layer, quantity } = sorted[0] as Mismatch;
        expect(locate(some)).toEqual(layer === undefined ? { quantity } : { layer, quantity });
      }),
      { seed: 1 },
    );
    expect(new Set(inOrder.map(({ quantity }) => quantity))).toEqual(new Set(quantities));
  });

  it("keeps the entries of one tensor as they are", () => {
    const [a, b] = [mismatch("gradients.weights", 1), { ...mismatch("gradients.weights", 1), index: [2] }];
    expect(causally([a, b])).toEqual([a, b]);
    expect(causally([b, a])).toEqual([b, a]);
  });

  it("nothing wrong stands nowhere", () => {
    expect(locate([])).toBeNull();
  });
});
