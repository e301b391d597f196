/** Mean and sum on balls: what overflows before a division that may come last, and how many roundings a late or early one makes. */
import { describe, expect, it } from "vitest";
import { completeConventions, type Case, type Loss, type Regularizer } from "../model/index.js";
import { certify } from "./index.js";

const [mean, sum] = [completeConventions(), completeConventions({ reduction: "sum" })];

/** So many times the same example of one identity unit, y = w x, with a target of 0. */
function repeated(T: number, w: number, x: number, regularizer: Regularizer | null = null): Case {
  return {
    network: { layers: [{ weights: [[w]], biases: [0], activation: { name: "identity" } }] },
    loss: { name: "squared-error" },
    regularizer,
    batch: { inputs: new Array<number[]>(T).fill([x]), targets: new Array<number[]>(T).fill([0]) },
  };
}

describe("where the sum of the examples overflows", () => {
  const question = repeated(4, 2, 128);
  const radii = (asked: Case, conventions: typeof mean): readonly number[] =>
    certify(asked, conventions, "f16").ranges("gradients.weights").radius;

  it("nothing can be said of a mean that may be divided last", () => {
    // w x² = 2^15, four times that is 2^17.
    expect(radii(question, mean)).toEqual([Infinity]);
    expect(radii(question, sum)).toEqual([Infinity]);
  });

  it("one example is no sum, and half of four have room", () => {
    expect(radii(repeated(1, 2, 128), mean)).toEqual([0]);
    expect(radii(repeated(4, 0.25, 128), mean)).toEqual([0]);
  });

  it("a sum has its penalty once, so that four times of it need no room", () => {
    const penalized = repeated(4, 128, 0, { name: "l2", lambda: 256 });
    // λ w = 2^15
    expect(radii(penalized, sum)).toEqual([0]);
    expect(radii(penalized, mean)).toEqual([Infinity]);
  });
});

describe("where the mean is divided early", () => {
  it("every rounding of the terms' sum is in the loss, whatever the size of the batch", () => {
    let most = 0;
    for (let T = 3; T <= 64; T++) {
      const reference = certify(repeated(T, 1, 1), mean, "f64");
      const { lo, hi } = reference.ranges("loss");
      let loss = 0;
      for (let t = 0; t < T; t++) loss += 0.5 / T;
      expect((lo[0] as number) <= loss && loss <= (hi[0] as number), `${T} examples`).toBe(true);
      most = Math.max(most, Math.abs(loss - 0.5) / 2 ** -54);
    }
    // More than the roundings of one quotient.
    expect(most).toBeGreaterThan(4);
  });
});

describe("a joint gradient of head and loss", () => {
  it("is that of the topmost pre-activations alone", () => {
    const loss: Loss = { name: "cross-entropy" };
    const question: Case = {
      network: {
        layers: [
          { weights: [[0], [0]], biases: [1, 2], activation: { name: "identity" } },
          { weights: [[1, 0], [0, 0], [0, 0]], biases: [0, 1, 1], activation: { name: "softmax" } }, // prettier-ignore
        ],
      },
      loss,
      regularizer: null,
      batch: { inputs: [[0]], targets: [[1, 0, 0]] },
    };
    // All logits are 1, so that p - d is (-2/3, 1/3, 1/3), of which w takes the first down.
    const { exact } = certify(question, mean, "f64").ranges("gradients.preactivations");
    expect(exact).toEqual([-2 / 3, 0, -2 / 3, 1 / 3, 1 / 3].map((x) => expect.closeTo(x, 12) as number));
  });

  it("is none of a cross-entropy over units that are not logistic", () => {
    const over = (name: "identity" | "relu"): Case => ({
      ...repeated(1, 0.25, 1),
      network: { layers: [{ weights: [[0.25]], biases: [0], activation: { name } }] },
      loss: { name: "binary-cross-entropy" },
      batch: { inputs: [[1]], targets: [[1]] },
    });
    for (const name of ["identity", "relu"] as const) {
      // -1 / y
      const reference = certify(over(name), mean, "f64");
      expect(reference.ranges("gradients.preactivations").exact[0]).toBeCloseTo(-4, 12);
      expect(reference.ranges("loss").exact[0]).toBeCloseTo(Math.log(4), 12);
    }
  });
});
