import { describe, expect, it } from "vitest";
import { defaultConventions, kinkChoices, type Activation, type Case, type LossName } from "../model/index.js";
import { backward, type Derivatives } from "./backward.js";
import { extendedWeights } from "./extended.js";
import { forward } from "./forward.js";

function run(question: Case, conventions = defaultConventions): Derivatives {
  const w = extendedWeights(question.network);
  const trace = forward(question.network, conventions, w, [NaN, ...question.batch.inputs[0]]);
  return backward(question, conventions, w, trace, [NaN, ...question.batch.targets[0]]);
}

/** One layer with weights 1 on the diagonal. */
const layer = (activation: Activation, z: readonly number[], d: readonly number[], loss: LossName): Case => ({
  network: {
    layers: [{ weights: z.map((_, j) => z.map((_, i) => (i === j ? 1 : 0))), biases: z.map(() => 0), activation }],
  },
  loss: { name: loss },
  regularizer: null,
  batch: { inputs: [z], targets: [d] },
});

describe("the backward pass", () => {
  it("gives every derivative of a network small enough to work by hand", () => {
    const question: Case = {
      network: {
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
          {
            weights: [
              [1, 10, 100],
              [0, 1, -1],
            ],
            biases: [5, 0],
            activation: { name: "identity" },
          },
        ],
      },
      loss: { name: "squared-error" },
      regularizer: null,
      batch: { inputs: [[2, 3]], targets: [[212, 1]] },
    };
    // y^(1) = (9, 0, 2), z^(2) = (214, -2): dy^(2) = (2, -3), dy^(1) = (2, 20 - 3, 200 + 3), unit 2 is off
    expect(run(question)).toEqual({
      dy: [
        [NaN, 2 * 1 + 203 * 0, 2 * 2 + 203 * 1],
        [NaN, 2, 17, 203],
        [NaN, 2, -3],
      ],
      dz: [[], [NaN, 2, 0, 203], [NaN, 2, -3]],
      dw: [
        [],
        [
          [NaN, 2, 0, 203],
          [NaN, 4, 0, 406],
          [NaN, 6, 0, 609],
        ],
        [
          [NaN, 2, -3],
          [NaN, 18, -27],
          [NaN, 0, -0],
          [NaN, 4, -6],
        ],
      ],
    });
  });

  it("takes a softmax under squared error through its Jacobian", () => {
    // y = (1/2, 1/2), dy = (1/2, -1/2): dz_1 = 1/2 * 1/4 + -1/2 * -1/4
    expect(run(layer({ name: "softmax" }, [7, 7], [0, 1], "squared-error")).dz[1]).toEqual([NaN, 0.25, -0.25]);
  });

  it("fuses a last softmax with cross-entropy, for targets of any sum", () => {
    const { dy, dz } = run(layer({ name: "softmax" }, [7, 7, 7, 7], [1, 0, 2, 0], "cross-entropy"));
    expect(dy[1]).toEqual([NaN, -4, 0, -8, 0]);
    // y_i * 3 - d_i
    expect(dz[1]).toEqual([NaN, -0.25, 0.75, -1.25, 0.75]);
  });

  it("of a saturated softmax under cross-entropy stays finite where -d / y does not", () => {
    const { dy, dz } = run(layer({ name: "softmax" }, [0, -800], [0, 1], "cross-entropy"));
    expect(dy[1]).toEqual([NaN, 0, -Infinity]);
    expect(dz[1]).toEqual([NaN, 1, -1]);
  });

  it("goes on below a fused softmax with the activation of each layer, be it another softmax", () => {
    const question = layer({ name: "softmax" }, [7, 7], [1, 0], "cross-entropy");
    const below = (activation: Activation): Case => ({
      ...question,
      network: {
        layers: [
          {
            weights: [
              [1, 0],
              [0, 1],
            ],
            biases: [0, 0],
            activation,
          },
          {
            weights: [
              [1, 0],
              [4, -3],
            ],
            biases: [0, 0],
            activation: { name: "softmax" },
          },
        ],
      },
    });
    // both logits are equal: dz^(2) = (-1/2, 1/2), so that dy^(1) = (-1/2 + 4/2, -3/2)
    expect(run(below({ name: "identity" })).dz).toEqual([[], [NaN, 1.5, -1.5], [NaN, -0.5, 0.5]]);
    // y^(1) = (1/2, 1/2): dz_1 = 3/2 * 1/4 + -3/2 * -1/4
    expect(run(below({ name: "softmax" })).dz).toEqual([[], [NaN, 0.75, -0.75], [NaN, -0.5, 0.5]]);
  });

  it("does not fuse cross-entropy with any other activation", () => {
    expect(run(layer({ name: "logistic" }, [0, 0], [1, 0], "cross-entropy")).dz[1]).toEqual([NaN, -0.5, 0]);
  });

  it("does not fuse a softmax below the last layer", () => {
    const question = layer({ name: "softmax" }, [7, 7], [1, 0], "cross-entropy");
    const last = {
      weights: [
        [1, 0],
        [0, 1],
      ],
      biases: [0, 0],
      activation: { name: "identity" } as const,
    };
    const { dy, dz } = run({ ...question, network: { layers: [...question.network.layers, last] } });
    expect(dy[1]).toEqual([NaN, -2, 0]);
    expect(dz[1]).toEqual([NaN, -0.5, 0.5]);
  });

  it("takes the derivative at a kink from the conventions", () => {
    const dz = (relu: 0 | 0.5 | 1): number => {
      const derivativeAtKink = { ...defaultConventions.derivativeAtKink, relu };
      return run(layer({ name: "relu" }, [0], [-4], "squared-error"), { ...defaultConventions, derivativeAtKink })
        .dz[1][1];
    };
    expect([dz(0), dz(0.5), dz(1)]).toEqual([0, 2, 4]);
  });

  it("divides dy among the pieces that tie as the conventions say", () => {
    const question = layer({ name: "maxout", pieces: 3 }, [2, 2, 2], [-10], "squared-error");
    const dz = kinkChoices.maxout.map((maxout) => {
      const derivativeAtKink = { ...defaultConventions.derivativeAtKink, maxout };
      return run(question, { ...defaultConventions, derivativeAtKink }).dz[1].slice(1);
    });
    expect(dz).toEqual([
      [12, 0, 0],
      [0, 0, 12],
      [12 * (1 / 3), 12 * (1 / 3), 12 * (1 / 3)],
      [3, 3, 6],
      [12, 0, 0],
    ]);
  });

  it("takes the hinge's derivative at a margin of 0 from the conventions", () => {
    const question = layer({ name: "identity" }, [3, 2, 5], [1, 0, 0], "multiclass-hinge");
    const dy = kinkChoices["multiclass-hinge"].map((hinge) => {
      const derivativeAtKink = { ...defaultConventions.derivativeAtKink, "multiclass-hinge": hinge };
      return run(question, { ...defaultConventions, derivativeAtKink }).dy[1].slice(1);
    });
    expect(dy).toEqual([
      [-1, 0, 1],
      [-1.5, 0.5, 1],
      [-2, 1, 1],
      [-1, 0, 1],
    ]);
  });

  it("fuses a last softmax with the negative logarithm of the sum, for targets of any sum", () => {
    const { dy, dz } = run(layer({ name: "softmax" }, [7, 7, 7, 7], [1, 0, 3, 0], "negative-log-of-sum"));
    expect(dy[1]).toEqual([NaN, -1, -0, -3, -0]);
    expect(dz[1]).toEqual([NaN, 0, 0.25, -0.5, 0.25]);
  });

  it("fuses last logistic units with binary cross-entropy: finite where -d / y + (1 - d) / (1 - y) is not", () => {
    const { dy, dz } = run(layer({ name: "logistic" }, [0, -1000, 1000], [0.25, 1, 0], "binary-cross-entropy"));
    expect(dy[1]).toEqual([NaN, 1, -Infinity, Infinity]);
    expect(dz[1]).toEqual([NaN, 0.25, -1, 1]);
  });

  it("does not fuse binary cross-entropy with any other activation", () => {
    expect(run(layer({ name: "identity" }, [0.5], [1], "binary-cross-entropy")).dz[1]).toEqual([NaN, -2]);
  });

  it("below a unit step is 0", () => {
    expect(run(layer({ name: "unit-step" }, [0, 3], [-5, -5], "squared-error")).dz[1]).toEqual([NaN, 0, 0]);
  });

  it("passes 0 times Infinity on as NaN", () => {
    expect(run(layer({ name: "relu" }, [-1], [-Infinity], "squared-error")).dz[1][1]).toBeNaN();
  });
});
