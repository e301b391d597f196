import { describe, expect, it } from "vitest";
import { batchSize } from "./case.js";
import { everything } from "./description.js";
import {
  activationNames,
  depth,
  isScalar,
  layerOf,
  preactivationWidth,
  scalarActivationNames,
  vectorActivationNames,
  width,
  type Activation,
  type Layer,
  type Network,
} from "./network.js";

const network: Network = {
  layers: [
    {
      weights: [
        [1, 2, 3],
        [4, 5, 6],
      ],
      biases: [7, 8],
      activation: { name: "relu" },
    },
    { weights: [[9, 10]], biases: [11], activation: { name: "identity" } },
  ],
};

describe("a network", () => {
  it("counts its layers from 1", () => {
    expect(depth(network)).toBe(2);
    expect(layerOf(network, 1)).toBe(network.layers[0]);
    expect(layerOf(network, 2)).toBe(network.layers[1]);
  });

  it.each([0, 3, -1, 1.5, NaN])("has no layer %s", (k) => {
    expect(() => layerOf(network, k)).toThrow(new RangeError(`there is no layer ${k}: the network has layers 1 to 2`));
  });

  it("has the input's width as layer 0's", () => {
    expect([0, 1, 2].map((k) => width(network, k))).toEqual([3, 2, 1]);
    expect(() => width(network, 3)).toThrow("there is no layer 3");
  });

  it("has no width 0 without a layer, and width 0 without a unit", () => {
    expect(() => width({ layers: [] }, 0)).toThrow("there is no layer 1");
    expect(width({ layers: [{ weights: [], biases: [], activation: { name: "relu" } }] }, 0)).toBe(0);
  });

  it("has as many outputs as its activations say, and rows of weights for the pre-activations", () => {
    const wide = (activation: Layer["activation"]): number[] => {
      const layer = { weights: [[1], [2], [3], [4]], biases: [1, 2, 3, 4], activation };
      return [preactivationWidth({ layers: [layer] }, 1), width({ layers: [layer] }, 1)];
    };
    expect(wide({ name: "softmax" })).toEqual([4, 4]);
    expect(wide({ name: "maxout", pieces: 2 })).toEqual([4, 2]);
    expect(wide({ name: "linear-map", matrix: [[1, 1, 1, 1]] })).toEqual([4, 1]);
    expect(wide({ name: "polynomial", outputs: [[], [], [], [], []] })).toEqual([4, 5]);
    const own = { name: "own", id: "any", value: (_: unknown, z: readonly never[]) => z } as const;
    const same = { ...own, gradient: (_: unknown, __: unknown, dy: readonly never[]) => dy };
    expect(wide(same)).toEqual([4, 4]);
    expect(wide({ ...same, outputs: (D) => 2 * D })).toEqual([4, 8]);
  });

  it("has activations that are either scalar or vector", () => {
    expect(scalarActivationNames.every((name) => isScalar({ name } as Activation))).toBe(true);
    expect(vectorActivationNames.some((name) => isScalar({ name } as Activation))).toBe(false);
    expect(activationNames).toEqual([...scalarActivationNames, ...vectorActivationNames]);
    expect(new Set(activationNames).size).toBe(activationNames.length);
    expect(everything.activations).toEqual(activationNames);
  });
});

describe("a batch", () => {
  it("has as many examples as rows", () => {
    const batch = {
      inputs: [
        [1, 2, 3],
        [4, 5, 6],
      ],
      targets: [[0], [0]],
    };
    expect(batchSize({ network, loss: { name: "squared-error" }, regularizer: null, batch })).toBe(2);
  });
});
