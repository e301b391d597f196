import { describe, expect, it } from "vitest";
import type { Activation, Case, Loss } from "../model/index.js";
import { caseLines } from "./case-text.js";

const linesOf = (activation: Activation, loss: Loss = { name: "squared-error" }, D = 2): string => {
  const question: Case = {
    network: {
      layers: [{ weights: Array.from({ length: D }, () => [1]), biases: Array<number>(D).fill(0), activation }],
    },
    loss,
    regularizer: null,
    batch: { inputs: [[1]], targets: [[0]] },
  };
  return caseLines(question).join("\n");
};

describe("a case in text", () => {
  it.each<[Activation, string[]]>([
    [{ name: "leaky-relu", slope: 0.25 }, ["leaky-relu with slope 0.25"]],
    [{ name: "maxout", pieces: 2 }, ["maxout of 2 pieces"]],
    [{ name: "layer-normalization", epsilon: 1e-5 }, ["layer-normalization with epsilon 0.00001"]],
    [
      {
        name: "linear-map",
        matrix: [
          [1, -0.5],
          [0, 2],
        ],
      },
      ["linear-map", "  matrix     [1, -0.5]", "[0, 2]"],
    ],
    [
      {
        name: "polynomial",
        outputs: [
          [
            { coefficient: 0.5, powers: [1, 2] },
            { coefficient: 3, powers: [0, 0] },
          ],
          [],
        ],
      },
      ["  output 1   0.5 z1 z2^2 + 3", "  output 2"],
    ],
    [{ name: "own", id: "swish", value: (_, z) => z, gradient: (_, __, dy) => dy }, ["the user's own swish"]],
  ])("holds what an activation is made of: %j", (activation, expected) => {
    for (const line of expected) expect(linesOf(activation)).toContain(line);
  });

  it("names a user's own divergence", () => {
    const own: Loss = { name: "own", id: "huber", value: (a) => a.constant(0), gradient: (_, y) => y };
    expect(linesOf({ name: "identity" }, own)).toContain("1 layer, the user's own huber, no penalty");
  });
});
