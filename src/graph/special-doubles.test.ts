import { describe, expect, it } from "vitest";
import {
  defaultConventions,
  scalarActivationNames,
  type Activation,
  type Case,
  type OwnActivation,
} from "../model/index.js";
import { backpropagate } from "./index.js";

const negated: OwnActivation = {
  name: "own",
  id: "negated",
  value: ({ negate }, z) => z.map(negate),
  gradient: ({ negate }, _, dy) => dy.map(negate),
};

const activations: readonly Activation[] = [
  ...scalarActivationNames.map((name): Activation => (name === "leaky-relu" ? { name, slope: 0.5 } : { name })),
  { name: "softmax" },
  { name: "log-softmax" },
  { name: "maxout", pieces: 2 },
  { name: "linear-map", matrix: [[1, 2]] },
  { name: "layer-normalization", epsilon: 1 },
  {
    name: "polynomial",
    outputs: [[{ coefficient: 1, powers: [1, 1] }], [{ coefficient: 1, powers: [2, 0] }]],
  },
  negated,
];

describe("special doubles", () => {
  const question = (weight: number, lambda: number): Case => ({
    network: { layers: [{ weights: [[weight]], biases: [0], activation: { name: "identity" } }] },
    loss: { name: "squared-error" },
    regularizer: { name: "l2", lambda },
    batch: { inputs: [[0]], targets: [[0]] },
  });

  it("λ = 0 adds nothing, even where ‖W‖² overflows", () => {
    const { loss, gradients } = backpropagate(question(1e200, 0), defaultConventions);
    expect([loss, gradients.weights]).toEqual([0, [[[0]]]]);
    expect(backpropagate(question(1e200, 1), defaultConventions).loss).toBe(Infinity);
  });

  it("NaN in the input reaches loss and gradients under every activation", () => {
    for (const activation of activations) {
      const targets = activation.name === "maxout" || activation.name === "linear-map" ? [[0]] : [[0, 0]];
      const { loss, gradients } = backpropagate(
        {
          network: { layers: [{ weights: [[1], [2]], biases: [0, 0], activation }] },
          loss: { name: "squared-error" },
          regularizer: null,
          batch: { inputs: [[NaN]], targets },
        },
        defaultConventions,
      );
      // A linear map hands on what came from above, that is NaN, and so does the identity.
      expect([loss, gradients.inputs, gradients.biases], activation.name).toEqual([NaN, [[NaN]], [[NaN, NaN]]]);
    }
  });

  it("no finite pre-activation overflows in an activation", () => {
    for (const [name, high, low] of [
      ["logistic", 1, 0],
      ["tanh", 1, -1],
      ["softplus", 1e308, 0],
    ] as const) {
      const ask = (z: number): number =>
        backpropagate(
          { ...question(1, 0), network: { layers: [{ weights: [[1]], biases: [z], activation: { name } }] } },
          defaultConventions,
        ).outputs[0][0];
      expect([ask(1e308), ask(-1e308)], name).toEqual([high, low]);
    }
  });
});
