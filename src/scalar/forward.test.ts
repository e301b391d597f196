import { describe, expect, it } from "vitest";
import { defaultConventions, type Activation, type Network } from "../model/index.js";
import { extendedWeights } from "./extended.js";
import { forward, type Trace } from "./forward.js";

const run = (network: Network, ...x: number[]): Trace =>
  forward(network, defaultConventions, extendedWeights(network), [NaN, ...x]);

const oneUnit = (activation: Activation): Network => ({ layers: [{ weights: [[1]], biases: [0], activation }] });

describe("the forward pass", () => {
  it("leaves z and y of every layer, with the constant unit below each", () => {
    const network: Network = {
      layers: [
        {
          weights: [
            [1, 2],
            [3, -4],
            [0, 1],
          ],
          biases: [1, 0, -1],
          activation: { name: "relu" },
        },
        { weights: [[1, 10, 100]], biases: [5], activation: { name: "identity" } },
      ],
    };
    // z^(1) = (1*2 + 2*3 + 1, 3*2 - 4*3, 3 - 1) = (9, -6, 2); z^(2) = 9 + 10*0 + 100*2 + 5 = 214
    expect(run(network, 2, 3)).toEqual({
      z: [[], [NaN, 9, -6, 2], [NaN, 214]],
      y: [
        [1, 2, 3],
        [1, 9, 0, 2],
        [NaN, 214],
      ],
    });
  });

  it("takes a softmax in a hidden layer over the whole layer", () => {
    const network: Network = {
      layers: [
        { weights: [[1], [1]], biases: [0, 0], activation: { name: "softmax" } },
        { weights: [[4, 8]], biases: [0], activation: { name: "identity" } },
      ],
    };
    expect(run(network, 3).y).toEqual([
      [1, 3],
      [1, 0.5, 0.5],
      [NaN, 6],
    ]);
  });

  it("leaves as many outputs as the activation has, which the next layer's weights meet", () => {
    const network: Network = {
      layers: [
        { weights: [[1], [2], [-1], [-2]], biases: [0, 0, 0, 0], activation: { name: "maxout", pieces: 2 } },
        { weights: [[10, 1]], biases: [5], activation: { name: "identity" } },
      ],
    };
    expect(run(network, 3)).toEqual({
      z: [[], [NaN, 3, 6, -3, -6], [NaN, 62]],
      y: [
        [1, 3],
        [1, 6, -3],
        [NaN, 62],
      ],
    });
  });

  it("takes the unit step at 0 from the conventions", () => {
    const step = (unitStepAtZero: 0 | 0.5 | 1): number => {
      const network = oneUnit({ name: "unit-step" });
      return forward(network, { ...defaultConventions, unitStepAtZero }, extendedWeights(network), [NaN, 0]).y[1][1];
    };
    expect([step(0), step(0.5), step(1)]).toEqual([0, 0.5, 1]);
  });

  it("passes 0 times Infinity on as NaN", () => {
    const network: Network = { layers: [{ weights: [[0]], biases: [1], activation: { name: "relu" } }] };
    expect(run(network, Infinity)).toEqual({
      z: [[], [NaN, NaN]],
      y: [
        [1, Infinity],
        [NaN, NaN],
      ],
    });
  });

  it("passes an infinite pre-activation to the activation", () => {
    expect(run(oneUnit({ name: "tanh" }), -Infinity).y[1][1]).toBe(-1);
    expect(run(oneUnit({ name: "softplus" }), Infinity).y[1][1]).toBe(Infinity);
  });
});
