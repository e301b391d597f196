import { describe, expect, it } from "vitest";
import { extendedWeights } from "./extended.js";

describe("extended weights", () => {
  it("hold the biases in row 0 and the weights by source, then destination, both from 1", () => {
    const w = extendedWeights({
      layers: [
        {
          weights: [
            [1, 2],
            [3, 4],
            [5, 6],
          ],
          biases: [7, 8, 9],
          activation: { name: "relu" },
        },
        { weights: [[10, 11, 12]], biases: [13], activation: { name: "identity" } },
      ],
    });
    expect(w).toEqual([
      [],
      [
        [NaN, 7, 8, 9],
        [NaN, 1, 3, 5],
        [NaN, 2, 4, 6],
      ],
      [
        [NaN, 13],
        [NaN, 10],
        [NaN, 11],
        [NaN, 12],
      ],
    ]);
  });

  it("lead from the outputs of the layer below to the pre-activations", () => {
    const w = extendedWeights({
      layers: [
        { weights: [[1], [2]], biases: [3, 4], activation: { name: "maxout", pieces: 2 } },
        { weights: [[5]], biases: [6], activation: { name: "identity" } },
      ],
    });
    expect(w).toEqual([
      [],
      [
        [NaN, 3, 4],
        [NaN, 1, 2],
      ],
      [
        [NaN, 6],
        [NaN, 5],
      ],
    ]);
  });
});
