/** Worked examples of whole networks: hand-computed, golden digits, kinks, extremes and values that are no numbers. */
import { describe, expect, it } from "vitest";
import {
  completeConventions,
  defaultConventions,
  lossNames,
  outputsOf,
  precisions,
  unitRoundoff,
  type Activation,
  type Case,
} from "../model/index.js";
import { backpropagate } from "./index.js";
import { quadratic, samples } from "./testing/samples.js";

const u = unitRoundoff(precisions.f64);

interface Single {
  readonly weights: number[][];
  readonly biases?: number[];
  readonly activation: Activation;
  readonly loss?: Case["loss"];
  readonly inputs: number[][];
  readonly targets: number[][];
}

/** A network of one layer. */
const single = ({ weights, biases, activation, loss, inputs, targets }: Single): Case => ({
  network: { layers: [{ weights, biases: biases ?? weights.map(() => 0), activation }] },
  loss: loss ?? { name: "squared-error" },
  regularizer: null,
  batch: { inputs, targets },
});
const identityMatrix = (size: number): number[][] =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)));

describe("by hand", () => {
  it("two layers, two examples, a softmax in the middle and a penalty", () => {
    const question: Case = {
      network: {
        layers: [
          {
            weights: [
              [1, 1],
              [2, 0],
              [0, 2],
              [1, 1],
            ],
            biases: [0, 0, 0, 0],
            activation: { name: "softmax" },
          },
          { weights: [[4, 8, -4, 0]], biases: [1], activation: { name: "relu" } },
        ],
      },
      loss: { name: "squared-error" },
      regularizer: { name: "l2", lambda: 2 },
      batch: {
        inputs: [
          [1, 1],
          [-2, -2],
        ],
        targets: [[1], [7]],
      },
    };
    const { loss, outputs, activations, gradients } = backpropagate(question, defaultConventions);
    expect(activations[0]).toEqual([
      [0.25, 0.25, 0.25, 0.25],
      [0.25, 0.25, 0.25, 0.25],
    ]);
    expect(outputs).toEqual([[3], [3]]);
    // mean of 2²/2 and 4²/2, plus ‖W1‖² = 12 and ‖W2‖² = 96
    expect(loss).toBe(5 + 12 + 96);
    // halved by the mean: dz2 = 1 and -2, dy1 = W2ᵀ dz2, dz1 = (dy1 - <dy1, y1>) / 4; dW = dz yᵀ + 2 W
    expect(gradients.preactivations).toEqual([
      [
        [0.5, 1.5, -1.5, -0.5],
        [-1, -3, 3, 1],
      ],
      [[1], [-2]],
    ]);
    expect(gradients.weights[0]).toEqual([
      [4.5, 4.5],
      [11.5, 7.5],
      [-7.5, -3.5],
      [-0.5, -0.5],
    ]);
    expect(gradients.weights[1]).toEqual([[7.75, 15.75, -8.25, -0.25]]);
    expect(gradients.biases).toEqual([[-0.5, -1.5, 1.5, 0.5], [-1]]);
    expect(gradients.inputs).toEqual([
      [3, -3],
      [-6, 6],
    ]);
  });

  it("logistic, tanh and softmax at 0, where every factor is dyadic", () => {
    const question: Case = {
      network: {
        layers: [
          {
            weights: [
              [1, -1],
              [2, -2],
            ],
            biases: [0, 0],
            activation: { name: "logistic" },
          },
          {
            weights: [
              [1, -1],
              [3, -3],
            ],
            biases: [0, 0],
            activation: { name: "tanh" },
          },
          {
            weights: [
              [5, 6],
              [7, 8],
            ],
            biases: [0, 0],
            activation: { name: "softmax" },
          },
        ],
      },
      loss: { name: "squared-error" },
      regularizer: null,
      batch: { inputs: [[3, 3]], targets: [[0, 2]] },
    };
    const { loss, activations, gradients } = backpropagate(question, defaultConventions);
    expect(activations).toEqual([[[0.5, 0.5]], [[0, 0]], [[0.5, 0.5]]]);
    expect(loss).toBe((0.5 ** 2 + 1.5 ** 2) / 2);
    // dy3 = (1/2, -3/2), <dy3, y3> = -1/2; dy2 = W3ᵀ (1/2, -1/2); dy1 = W2ᵀ dy2; dz1 = dy1 / 4; dx = W1ᵀ dz1
    expect(gradients.activations).toEqual([[[-4, 4]], [[-1, -1]], [[0.5, -1.5]]]);
    expect(gradients.preactivations).toEqual([[[-1, 1]], [[-1, -1]], [[0.5, -0.5]]]);
    expect(gradients.weights).toEqual([
      [
        [-3, -3],
        [3, 3],
      ],
      [
        [-0.5, -0.5],
        [-0.5, -0.5],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ]);
    expect(gradients.biases).toEqual([
      [-1, 1],
      [-1, -1],
      [0.5, -0.5],
    ]);
    expect(gradients.inputs).toEqual([[1, -1]]);
  });

  it("cross-entropy on an output that is no softmax", () => {
    const question = single({
      weights: [[1], [2], [0]],
      activation: { name: "identity" },
      loss: { name: "cross-entropy" },
      inputs: [[0.25]],
      targets: [[1, 2, 0]],
    });
    const { loss, gradients } = backpropagate(question, defaultConventions);
    expect(loss).toBe(-Math.log(0.25) - 2 * Math.log(0.5));
    expect(gradients.activations).toEqual([[[-4, -4, 0]]]);
    expect(gradients.weights).toEqual([[[-1], [-1], [0]]]);
  });
});

describe("golden digits", () => {
  it("one logistic unit under squared error without ½", () => {
    const question = single({
      weights: [[0.7]],
      biases: [-0.3],
      activation: { name: "logistic" },
      inputs: [[0.6]],
      targets: [[0.9]],
    });
    const { loss, outputs, gradients } = backpropagate(question, completeConventions({ squaredError: "full" }));
    // inputs are decimals: z is off by 3u at most, the logistic by 18u, y - d by 20u; no other factor exceeds 2
    const bound = 2 * 2 * (20 + 18 + 3) * u;
    const near = (got: number, exact: number): void => expect(Math.abs(got - exact)).toBeLessThanOrEqual(bound);
    near(outputs[0][0], 0.5299640517645717507707345);
    near(loss, 0.1369266029864925348344895);
    near(gradients.weights[0][0][0], -0.1106121028267437402741618);
    near(gradients.biases[0][0], -0.184353504711239567123603);
    near(gradients.inputs[0][0], -0.1290474532978678969865221);
  });

  it("softmax with cross-entropy on the logits (0.2, -0.5, 1.1)", () => {
    const question = single({
      weights: identityMatrix(3),
      activation: { name: "softmax" },
      loss: { name: "cross-entropy" },
      inputs: [[0.2, -0.5, 1.1]],
      targets: [[0, 1, 0]],
    });
    const { loss, gradients } = backpropagate(question, defaultConventions);
    const exact = [0.2527685476812795265845239, -0.8744788539607784252102491, 0.6217103062794988986257252];
    // derived beside softmaxCrossEntropy: 24u for the loss, 29u for an entry of the gradient
    expect(Math.abs(loss - 2.075281040267447952696982)).toBeLessThanOrEqual(24 * u);
    gradients.biases[0].forEach((db, i) => expect(Math.abs(db - exact[i])).toBeLessThanOrEqual(29 * u));
    expect(gradients.biases[0]).toEqual(gradients.preactivations[0][0]);
  });
});

describe("kinks", () => {
  it("the declared derivative at 0 is the one used", () => {
    const question = single({ weights: [[1]], activation: { name: "relu" }, inputs: [[0]], targets: [[-8]] });
    const dz = [0, 0.5, 1, "any"] as const;
    const got = dz.map(
      (relu) => backpropagate(question, completeConventions({ derivativeAtKink: { relu } })).gradients.inputs,
    );
    expect(got).toEqual([[[0]], [[4]], [[8]], [[0]]]);
  });
});

describe("extremes", () => {
  const saturated = single({
    weights: [[1e308], [-1e308]],
    activation: { name: "softmax" },
    loss: { name: "cross-entropy" },
    inputs: [[1], [-1], [1]],
    targets: [
      [1, 0],
      [1, 0],
      [0, 0.5],
    ],
  });

  it("logits of ±1e308 give limits and no NaN", () => {
    const { loss, outputs, gradients } = backpropagate(saturated, completeConventions({ reduction: "sum" }));
    expect(outputs).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
    ]);
    expect(loss).toBe(Infinity);
    expect(gradients.preactivations).toEqual([
      [
        [0, 0],
        [-1, 1],
        [0.5, -0.5],
      ],
    ]);
    expect(gradients.activations).toEqual([
      [
        [-1, 0],
        [-Infinity, 0],
        [0, -Infinity],
      ],
    ]);
    expect(gradients.weights).toEqual([[[1.5], [-1.5]]]);
  });

  it("a right answer at ±1e308 costs nothing", () => {
    const right = {
      ...saturated,
      batch: {
        inputs: [[1], [-1]],
        targets: [
          [1, 0],
          [0, 1],
        ],
      },
    };
    expect(backpropagate(right, defaultConventions).loss).toBe(0);
  });
});

describe("values that are no numbers", () => {
  /** The number of outputs of a layer of two units. */
  const M = (activation: Activation): number => outputsOf({ activation, weights: [], biases: [0, 0] });
  const network = (activation: Activation, loss: Case["loss"]): Case => ({
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
          weights: [0, 0].map(() => Array<number>(M(activation)).fill(0)),
          biases: [0.5, 0.5],
          activation: { name: "softmax" },
        },
      ],
    },
    loss,
    regularizer: null,
    batch: {
      inputs: [
        [NaN, 1],
        [1, 1],
      ],
      targets: [
        [0, 1],
        [1, 0],
      ],
    },
  });
  const losses: Case["loss"][] = [...lossNames.map((name) => ({ name })), quadratic];
  const cases = samples(2).flatMap((activation) =>
    losses.map((loss): [string, string, Case] => [activation.name, loss.name, network(activation, loss)]),
  );

  it.each(cases)(
    "NaN in one input reaches the loss and the gradients of its path: %s, %s",
    (_activation, _loss, question) => {
      const { loss, outputs, gradients } = backpropagate(question, defaultConventions);
      expect(loss).toBeNaN();
      expect(outputs[0]).toEqual([NaN, NaN]);
      expect(outputs[1]).toEqual([0.5, 0.5]);
      expect(gradients.inputs[0][0]).toBeNaN();
      expect(gradients.weights[1][0][0]).toBeNaN();
      expect(gradients.biases.flat()).toContainEqual(NaN);
      expect(gradients.weights[0][0][0]).toBeNaN();
    },
  );

  it("Infinity through an identity layer reaches the loss, the outputs and the gradients", () => {
    const question = single({ weights: [[1]], activation: { name: "identity" }, inputs: [[Infinity]], targets: [[1]] });
    const { loss, outputs, gradients } = backpropagate(question, defaultConventions);
    expect([loss, outputs, gradients.weights, gradients.inputs].flat(3)).toEqual(Array(4).fill(Infinity));
  });
});
