import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultConventions, layerOf, type Activation, type Case } from "../model/index.js";
import { backpropagate } from "../scalar/index.js";
import { cases } from "../scalar/testing/arbitraries.js";
import { deadReluUnits, vectorDescent, withBiases, type UnitPlace } from "./index.js";

const find = (question: Case): UnitPlace[] => deadReluUnits(question, backpropagate(question, defaultConventions));

const reluCases = cases({
  activation: fc.constantFrom<Activation>({ name: "relu" }, { name: "identity" }),
  loss: fc.constant({ name: "squared-error" }),
  size: fc.integer({ min: 1, max: 3 }),
});

/** Two relu units, the first dead on inputs 1 and 2, before one more that is dead with it. */
const question: Case = {
  network: {
    layers: [
      { weights: [[-1], [1]], biases: [0.5, 0], activation: { name: "relu" } },
      { weights: [[-1, 0]], biases: [0], activation: { name: "relu" } },
    ],
  },
  loss: { name: "squared-error" },
  regularizer: null,
  batch: { inputs: [[1], [2]], targets: [[1], [1]] },
};

describe("dead relu units", () => {
  it("are given by layer and unit; z = 0 counts as dead", () => {
    expect(find(question)).toEqual([
      { layer: 1, unit: 1 },
      { layer: 2, unit: 1 },
    ]);
  });

  it("come alive with one example for which z is positive", () => {
    const batch = { inputs: [[1], [0.25]], targets: [[1], [1]] };
    expect(find({ ...question, batch })).toEqual([{ layer: 2, unit: 1 }]);
  });

  it("are relu units: others with the same z are not dead", () => {
    const layers = question.network.layers.map((layer) => ({ ...layer, activation: { name: "softplus" as const } }));
    expect(find({ ...question, network: { layers } })).toEqual([]);
  });

  it("are not those whose z is NaN", () => {
    expect(find({ ...question, batch: { inputs: [[NaN], [NaN]], targets: [[1], [1]] } })).toEqual([]);
  });

  it("get no gradient, and gradient descent leaves them as they are", () => {
    let seen = 0;
    fc.assert(
      fc.property(reluCases, (drawn) => {
        const free = { ...drawn, regularizer: null };
        const dead = find(free);
        seen += dead.length;
        const descent = { backpropagate, learningRate: 2 ** -6, threshold: 0, maximumSteps: 1 };
        const { network } = vectorDescent({ question: free, ...descent });
        for (const { layer, unit } of dead) {
          const { weights, biases } = layerOf(free.network, layer);
          expect(layerOf(network, layer).weights[unit - 1].map((w) => w + 0)).toEqual(
            weights[unit - 1].map((w) => w + 0),
          );
          expect(layerOf(network, layer).biases[unit - 1]).toBe(biases[unit - 1]);
        }
      }),
      { seed: 1 },
    );
    expect(seen).toBeGreaterThan(20);
  });

  it("cannot be found without pre-activations", () => {
    const { preactivations: _, ...rest } = backpropagate(question, defaultConventions);
    expect(() => deadReluUnits(question, rest)).toThrow("preactivations must have shape 2 layers, got nothing");
  });
});

describe("biases of 0.1", () => {
  it("keep every relu unit alive at the start where the weights are 0, and biases of 0 none", () => {
    fc.assert(
      fc.property(reluCases, (drawn) => {
        const layers = drawn.network.layers.map((layer) => ({
          ...layer,
          weights: layer.weights.map((row) => row.map(() => 0)),
          activation: { name: "relu" as const },
        }));
        const units = layers.reduce((count, { biases }) => count + biases.length, 0);
        expect(find({ ...drawn, network: withBiases({ layers }) })).toEqual([]);
        expect(find({ ...drawn, network: withBiases({ layers }, 0) })).toHaveLength(units);
      }),
      { seed: 2 },
    );
  });

  it("leave weights, activations and the given network as they are", () => {
    const before = structuredClone(question.network);
    const { layers } = withBiases(question.network);
    expect(layers.map(({ biases }) => biases)).toEqual([[0.1, 0.1], [0.1]]);
    expect(layers.map(({ biases: _, ...rest }) => rest)).toEqual(before.layers.map(({ biases: _, ...rest }) => rest));
    expect(question.network).toEqual(before);
  });
});
