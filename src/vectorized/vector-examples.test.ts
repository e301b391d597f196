/** Worked examples of networks with vector activations and of the losses with a form of their own, all exact by hand. */
import { describe, expect, it } from "vitest";
import { completeConventions, defaultConventions, type Activation, type Case } from "../model/index.js";
import { backpropagate } from "./index.js";
import { quadratic, squaresAndSum } from "./testing/samples.js";

type Rows = readonly (readonly number[])[];

/** A network given by each layer's weights and activation, with biases of 0. */
function network(
  layers: readonly (readonly [Rows, Activation])[],
  loss: Case["loss"],
  inputs: Rows,
  targets: Rows,
): Case {
  return {
    network: {
      layers: layers.map(([weights, activation]) => ({ weights, biases: weights.map(() => 0), activation })),
    },
    loss,
    regularizer: null,
    batch: { inputs, targets },
  };
}

const squaredError: Case["loss"] = { name: "squared-error" };
const identity: Activation = { name: "identity" };

describe("layers with another number of outputs than pre-activations", () => {
  const twoMaxoutUnits = network(
    [
      [[[1], [3], [2], [2]], { name: "maxout", pieces: 2 }],
      [[[1, -1]], { name: "linear-map", matrix: [[2], [5]] }],
    ],
    squaredError,
    [[1]],
    [[1, 1]],
  );

  it("two maxout units below a linear map with two outputs", () => {
    const { loss, outputs, preactivations, activations, gradients } = backpropagate(twoMaxoutUnits, defaultConventions);
    expect(preactivations).toEqual([[[1, 3, 2, 2]], [[1]]]);
    expect(activations).toEqual([[[3, 2]], [[2, 5]]]);
    expect(outputs).toEqual([[2, 5]]);
    expect(loss).toBe((1 ** 2 + 4 ** 2) / 2);
    // dz2 = 2 · 1 + 5 · 4 = 22, dy1 = (22, -22), of which the first of the two tied pieces takes all
    expect(gradients.activations).toEqual([[[22, -22]], [[1, 4]]]);
    expect(gradients.preactivations).toEqual([[[0, 22, -22, 0]], [[22]]]);
    expect(gradients.weights).toEqual([[[0], [22], [-22], [0]], [[66, 44]]]);
    expect(gradients.biases).toEqual([[0, 22, -22, 0], [22]]);
    expect(gradients.inputs).toEqual([[22 * 3 - 22 * 2]]);
  });

  it.each([
    ["first", [-22, 0]],
    ["last", [0, -22]],
    ["split", [-11, -11]],
    ["average", [-11, -11]],
    ["any", [-22, 0]],
  ] as const)("the tied pieces share by the convention %s", (choice, expected) => {
    const conventions = completeConventions({ derivativeAtKink: { maxout: choice } });
    const { gradients } = backpropagate(twoMaxoutUnits, conventions);
    expect(gradients.preactivations[0][0].slice(2)).toEqual(expected);
    expect(gradients.inputs).toEqual([[22]]);
  });

  it("a user's activation with one more output, under a user's divergence", () => {
    const question = network([[[[3], [4]], squaresAndSum]], quadratic, [[1]], [[8, 16, 0]]);
    const { loss, outputs, gradients } = backpropagate(question, defaultConventions);
    expect(outputs).toEqual([[9, 16, 7]]);
    // 9 · 1 + 16 · 0 + 7 · 7
    expect(loss).toBe(58);
    // 2 y - d, then 2 z_i dy_i + dy_3
    expect(gradients.activations).toEqual([[[10, 16, 14]]]);
    expect(gradients.preactivations).toEqual([[[74, 142]]]);
    expect(gradients.weights).toEqual([[[74], [142]]]);
    expect(gradients.inputs).toEqual([[3 * 74 + 4 * 142]]);
  });

  it("a single output that is the product of two units", () => {
    const product: Activation = { name: "polynomial", outputs: [[{ coefficient: 1, powers: [1, 1] }]] };
    const question = network(
      [
        [
          [
            [1, 0],
            [0, 1],
          ],
          product,
        ],
      ],
      squaredError,
      [[2, 3]],
      [[5]],
    );
    const { outputs, gradients } = backpropagate(question, defaultConventions);
    expect(outputs).toEqual([[6]]);
    expect(gradients.preactivations).toEqual([[[3, 2]]]);
    expect(gradients.weights).toEqual([
      [
        [6, 9],
        [4, 6],
      ],
    ]);
    expect(gradients.inputs).toEqual([[3, 2]]);
  });
});

describe("layers as wide as their pre-activations", () => {
  it("layer normalization of (3, -3) with ε = 7", () => {
    const question = network(
      [
        [[[3], [-3]], { name: "layer-normalization", epsilon: 7 }],
        [[[8, 0]], identity],
      ],
      squaredError,
      [[1]],
      [[5]],
    );
    const { loss, activations, gradients } = backpropagate(question, defaultConventions);
    expect(activations).toEqual([[[0.75, -0.75]], [[6]]]);
    expect(loss).toBe(0.5);
    // dy1 = (8, 0): mean 4, mean(dy ∘ y) = 3, s = 4
    expect(gradients.preactivations).toEqual([[[0.4375, -0.4375]], [[1]]]);
    expect(gradients.inputs).toEqual([[6 * 0.4375]]);
  });

  it("log-softmax in the middle, where dy does not sum to -1", () => {
    const question = network(
      [
        [[[0], [0]], { name: "log-softmax" }],
        [
          [
            [2, 0],
            [0, 0],
          ],
          identity,
        ],
      ],
      { name: "multiclass-hinge" },
      [[7]],
      [[1, 0]],
    );
    const { loss, gradients } = backpropagate(question, defaultConventions);
    // scores -2 ln 2 and 0, so the margin is 0 + 2 ln 2 + 1
    expect(loss).toBe(2 * Math.log1p(1) + 1);
    // dy1 = (-2, 0); half of their sum comes back to each
    expect(gradients.activations).toEqual([[[-2, 0]], [[-1, 1]]]);
    expect(gradients.preactivations[0]).toEqual([[-1, 1]]);
    expect(gradients.weights[0]).toEqual([[-7], [7]]);
  });

  it.each([
    { choice: 1, y: 1, loss: 18, dW: [[6, 6]] },
    { choice: 0, y: 0, loss: 2, dW: [[2, 0]] },
    { choice: 0.5, y: 0.5, loss: 8, dW: [[4, 2]] },
    { choice: "any", y: 1, loss: 18, dW: [[6, 6]] },
  ] as const)("a unit step that is $y at 0 under $choice, and lets nothing through", ({ choice, y, loss, dW }) => {
    const question = network(
      [
        [
          [
            [1, 1],
            [1, -1],
          ],
          { name: "unit-step" },
        ],
        [[[2, 4]], identity],
      ],
      squaredError,
      [[1, 1]],
      [[0]],
    );
    const answer = backpropagate(question, completeConventions({ unitStepAtZero: choice }));
    expect(answer.activations[0]).toEqual([[1, y]]);
    expect(answer.loss).toBe(loss);
    expect(answer.gradients.weights).toEqual([
      [
        [0, 0],
        [0, 0],
      ],
      dW,
    ]);
    expect(answer.gradients.inputs).toEqual([[0, 0]]);
  });
});

describe("a loss that is taken together with the last activation", () => {
  const sum = completeConventions({ reduction: "sum" });

  it("softmax under the negative logarithm of a sum: dz is fused, dy is the plain -d / s", () => {
    const question = network(
      [[[[1], [0], [0], [0]], { name: "softmax" }]],
      { name: "negative-log-of-sum" },
      [[1000], [0]],
      [
        [0, 1, 1, 0],
        [1, 1, 0, 0],
      ],
    );
    const { loss, gradients } = backpropagate(question, sum);
    // example 1: the targets' probabilities underflow, and the loss is 1000 - ln 2; example 2: ln 4 - ln 2
    expect(loss).toBe(1000 - Math.log(2) + (Math.log1p(3) - Math.log(2)));
    expect(gradients.preactivations).toEqual([
      [
        [1, -0.5, -0.5, 0],
        [-0.25, -0.25, 0.25, 0.25],
      ],
    ]);
    expect(gradients.weights).toEqual([[[1000], [-500], [-500], [0]]]);
    const [[first, second]] = gradients.activations;
    expect(first).toEqual([NaN, -Infinity, -Infinity, NaN]);
    expect(second.map((dy) => dy + 0)).toEqual([-2, -2, 0, 0]);
  });

  it("logistic units under binary cross-entropy: dz is y - d, dy is the plain derivative", () => {
    const question = network(
      [[[[1], [-1]], { name: "logistic" }]],
      { name: "binary-cross-entropy" },
      [[800], [0]],
      [
        [0, 1],
        [0, 1],
      ],
    );
    const { loss, gradients } = backpropagate(question, sum);
    expect(loss).toBe(1600 + 2 * Math.LN2);
    expect(gradients.preactivations).toEqual([
      [
        [1, -1],
        [0.5, -0.5],
      ],
    ]);
    expect(gradients.activations).toEqual([
      [
        [Infinity, -Infinity],
        [2, -2],
      ],
    ]);
    expect(gradients.weights).toEqual([[[800], [-800]]]);
  });

  it("is taken apart below another last activation: the same losses of identity units", () => {
    const scores = network([[[[0.5], [0.25]], identity]], { name: "negative-log-of-sum" }, [[1]], [[1, 2]]);
    const plain = backpropagate(scores, defaultConventions);
    expect([plain.loss + 0, plain.gradients.preactivations]).toEqual([0, [[[-1, -2]]]]);
    const binary = backpropagate({ ...scores, loss: { name: "binary-cross-entropy" } }, defaultConventions);
    // -1/y and -2/y - 1/(1 - y): targets may be any numbers
    expect(binary.gradients.preactivations).toEqual([[[-2, (0.25 - 2) / (0.25 * 0.75)]]]);
    expect(binary.gradients.activations).toEqual(binary.gradients.preactivations);
  });
});

describe("the multiclass hinge on linear scores", () => {
  it("takes the mean over the examples, each with its own class", () => {
    const question = network(
      [[[[1], [2], [3]], identity]],
      { name: "multiclass-hinge" },
      [[1], [-1]],
      [
        [0, 0, 1],
        [0, 1, 0],
      ],
    );
    const { loss, gradients } = backpropagate(question, defaultConventions);
    // scores (1, 2, 3), class 3: margins -1 and 0. Scores (-1, -2, -3), class 2: margins 2 and 0
    expect(loss).toBe(1);
    expect(gradients.preactivations).toEqual([
      [
        [0, 0, 0],
        [0.5, -0.5, 0],
      ],
    ]);
    expect(gradients.weights).toEqual([[[-0.5], [0.5], [0]]]);
    const declared = completeConventions({ derivativeAtKink: { "multiclass-hinge": 1 } });
    expect(backpropagate(question, declared).gradients.preactivations).toEqual([
      [
        [0, 0.5, -0.5],
        [0.5, -1, 0.5],
      ],
    ]);
  });
});
