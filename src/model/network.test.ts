import { describe, expect, it } from "vitest";
import { batchSize } from "./case.js";
import { everything } from "./description.js";
import {
  activationNames,
  depth,
  layerOf,
  scalarActivationNames,
  vectorActivationNames,
  width,
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

  it("has activations that are either scalar or vector", () => {
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
