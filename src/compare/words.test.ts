import { describe, expect, it } from "vitest";
import { quantities, type Case, type Place } from "../model/index.js";
import { describePlace } from "./words.js";

const asked = (examples: number): Case => ({
  network: { layers: [{ weights: [[1, 2]], biases: [0], activation: { name: "identity" } }] },
  loss: { name: "squared-error" },
  regularizer: null,
  batch: {
    inputs: Array.from({ length: examples }, () => [1, 2]),
    targets: Array.from({ length: examples }, () => [0]),
  },
});

const place = (quantity: Place["quantity"], index: number[], layer?: number): Place => ({
  quantity,
  ...(layer === undefined ? {} : { layer }),
  index,
});

interface Named {
  readonly entry: Place;
  readonly words: string;
  /** In a batch of one. */
  readonly alone: string;
}

const named = (entry: Place, words: string, alone = words): Named => ({ entry, words, alone });

const places: readonly Named[] = [
  named(
    place("preactivations", [1, 2], 1),
    "pre-activation of layer 1, unit 2, example 1",
    "pre-activation of layer 1, unit 2",
  ),
  named(place("activations", [2, 1], 3), "activation of layer 3, unit 1, example 2", "activation of layer 3, unit 1"),
  named(place("outputs", [2, 1]), "output 1 of example 2", "output 1"),
  named(place("loss", []), "loss"),
  named(
    place("gradients.activations", [2, 5], 1),
    "gradient by the activation of layer 1, unit 5, example 2",
    "gradient by the activation of layer 1, unit 5",
  ),
  named(
    place("gradients.preactivations", [1, 2], 4),
    "gradient by the pre-activation of layer 4, unit 2, example 1",
    "gradient by the pre-activation of layer 4, unit 2",
  ),
  named(place("gradients.weights", [3, 1], 2), "gradient by the weight of layer 2, unit 3, input 1"),
  named(place("gradients.biases", [2], 1), "gradient by the bias of layer 1, unit 2"),
  named(place("gradients.inputs", [1, 2]), "gradient by input 2 of example 1", "gradient by input 2"),
];

describe("describePlace", () => {
  it.each(places)("$words: named by all its indices", ({ entry, words }) => {
    expect(describePlace(entry, asked(2))).toBe(words);
  });

  it.each(places)("$alone: an only example is not mentioned", ({ entry, alone }) => {
    expect(describePlace(entry, asked(1))).toBe(alone);
  });

  it("every quantity has a name of its own", () => {
    expect(new Set(places.map(({ entry }) => entry.quantity))).toEqual(new Set(quantities));
    expect(new Set(places.map(({ words }) => words)).size).toBe(quantities.length);
  });
});
