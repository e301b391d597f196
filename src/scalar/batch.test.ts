import { describe, expect, it } from "vitest";
import type { Network } from "../model/index.js";
import type { Derivatives } from "./backward.js";
import { addL2Gradient, batchDivisor, batchGradient, batchLoss, l2Penalty } from "./batch.js";
import { extendedWeights } from "./extended.js";

const network: Network = { layers: [{ weights: [[3, 4]], biases: [100], activation: { name: "identity" } }] };
const w = extendedWeights(network);

describe("the batch", () => {
  it("is averaged over T or summed", () => {
    expect(batchLoss([1, 2, 6], batchDivisor("mean", 3))).toBe(3);
    expect(batchLoss([1, 2, 6], batchDivisor("sum", 3))).toBe(9);
  });

  it("has the mean or the sum of the examples' gradients, biases included", () => {
    const example = (scale: number): Derivatives => {
      return {
        dy: [],
        dz: [],
        dw: [
          [],
          [
            [NaN, scale],
            [NaN, 2 * scale],
            [NaN, 3 * scale],
          ],
        ],
      };
    };
    expect(batchGradient(network, [example(1), example(3)], 2)).toEqual([
      [],
      [
        [NaN, 2],
        [NaN, 4],
        [NaN, 6],
      ],
    ]);
    expect(batchGradient(network, [example(1), example(3)], 1)).toEqual([
      [],
      [
        [NaN, 4],
        [NaN, 8],
        [NaN, 12],
      ],
    ]);
  });
});

describe("the L2 regularizer", () => {
  const penalty = { name: "l2", lambda: 0.5 } as const;

  it("costs lambda/2 or lambda times the squared weights, without the biases", () => {
    expect(l2Penalty(network, w, penalty, "half")).toBe(0.25 * 25);
    expect(l2Penalty(network, w, penalty, "full")).toBe(0.5 * 25);
  });

  it("adds lambda or 2 lambda times the weight to each gradient, and nothing to the biases'", () => {
    const added = (form: "half" | "full"): number[][][] => {
      const dw = [
        [],
        [
          [NaN, 10],
          [NaN, 20],
          [NaN, 30],
        ],
      ];
      addL2Gradient(network, w, penalty, form, dw);
      return dw;
    };
    expect(added("half")).toEqual([
      [],
      [
        [NaN, 10],
        [NaN, 21.5],
        [NaN, 32],
      ],
    ]);
    expect(added("full")).toEqual([
      [],
      [
        [NaN, 10],
        [NaN, 23],
        [NaN, 34],
      ],
    ]);
  });
});
