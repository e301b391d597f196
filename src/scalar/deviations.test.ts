import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completeConventions, type Case, type Deviations, type Loss } from "../model/index.js";
import { clippedOutputs, throughClip } from "./deviations.js";
import { backpropagate } from "./index.js";

/** Two identity units whose outputs are y. */
const asked = (y: readonly number[], loss: Loss["name"], d: readonly number[]): Case => ({
  network: { layers: [{ weights: y.map(() => [0]), biases: y, activation: { name: "identity" } }] },
  loss: { name: loss } as Loss,
  regularizer: null,
  batch: { inputs: [[1]], targets: [d] },
});

describe("declared logarithms", () => {
  it("leave the losses without a logarithm as they are", () => {
    const deviations: Deviations = {
      "probabilities-clipped": { epsilon: 0.25 },
      "epsilon-in-logarithm": { epsilon: 0.5 },
    };
    fc.assert(
      fc.property(fc.integer({ min: -8, max: 8 }), fc.integer({ min: -8, max: 8 }), (first, second) => {
        for (const loss of ["squared-error", "multiclass-hinge"] as const) {
          const question = asked([first / 4, second / 4], loss, [1, 0]);
          const declared = backpropagate(question, completeConventions({ deviations }));
          expect(declared).toEqual(backpropagate(question, completeConventions()));
        }
      }),
      { seed: 1 },
    );
  });
});

describe("a clip", () => {
  const logarithm = { clip: 0.25, added: undefined };

  it("moves an output to the nearer bound, and lets pass what comes back to one within the bounds or on them", () => {
    fc.assert(
      fc.property(fc.integer({ min: -8, max: 16 }), (eighths) => {
        const y = [NaN, eighths / 8];
        const within = eighths >= 2 && eighths <= 6;
        expect(clippedOutputs(logarithm, y)).toEqual([NaN, within ? eighths / 8 : eighths < 2 ? 0.25 : 0.75]);
        expect(throughClip(logarithm, y, [NaN, 3])).toEqual([NaN, within ? 3 : 0]);
      }),
      { seed: 2 },
    );
  });
});
