/** For each rule of the ranges, the smallest network in which hardly anything else is rounded. */
import type { Activation, Case, Loss, Quantity } from "../../model/index.js";
import { logCosh, pseudoHuber, swish } from "./own-formulas.js";

export interface RuleCase {
  readonly question: Case;
  readonly quantity: Quantity;
  readonly precision: "f64" | "f32";
  /** The units in the last place within which an error in some entry is to be seen. */
  readonly goal: number;
}

/** Of the smallest visible errors in networks of one layer (spec/sensitivity.md). */
const oneLayer = 16;

const [a, b, c] = [0.7390851332151607, -1.2020569031595942, 0.5671432904097838];
const squaredError: Loss = { name: "squared-error" };

/** A layer of which z is given, as the weights of an input of 1: nothing is rounded before the activation. */
function layer(
  activation: Activation,
  z: readonly number[],
  targets: readonly number[],
  loss: Loss = squaredError,
): Case {
  return caseOf(activation, [z.map((zj) => [zj]), [1]], targets, loss);
}

type Below = readonly [weights: readonly (readonly number[])[], input: readonly number[]];

function caseOf(activation: Activation, [weights, input]: Below, targets: readonly number[], loss: Loss): Case {
  return {
    network: { layers: [{ weights, biases: weights.map(() => 0), activation }] },
    loss,
    regularizer: null,
    batch: { inputs: [input], targets: [targets] },
  };
}

/** @param rules - how many rules with primitives in them the entry has to come through. */
function rounded(quantity: Quantity, question: Case, rules = 1, precision: "f64" | "f32" = "f64"): RuleCase {
  return { question, quantity, precision, goal: rules * oneLayer };
}

/** All admissible implementations return the same bits. */
function exact(quantity: Quantity, question: Case): RuleCase {
  return { question, quantity, precision: "f64", goal: 1 };
}

const identity: Activation = { name: "identity" };
const line = (weights: readonly number[], input: readonly number[], target: number): Case =>
  caseOf(identity, [[weights], input], [target], squaredError);
const penalized = (question: Case, lambda: number): Case => ({ ...question, regularizer: { name: "l2", lambda } });
const batch = (question: Case, inputs: readonly (readonly number[])[]): Case => ({
  ...question,
  batch: { inputs, targets: inputs.map(() => question.batch.targets[0] ?? []) },
});
const softmax: Activation = { name: "softmax" };
const logistic: Activation = { name: "logistic" };
const polynomial: Activation = {
  name: "polynomial",
  outputs: [
    [
      { coefficient: a, powers: [3, 0] },
      { coefficient: c, powers: [1, 1] },
    ],
  ],
};
const map: Activation = { name: "linear-map", matrix: [[a, b]] };
const back = "gradients.preactivations";

export const ruleCases = {
  "sum of products": rounded("preactivations", line([a, c], [c, a], 0)),
  "sum over the batch": rounded("gradients.biases", batch(line([1], [0], b), [[a], [c]])),
  difference: rounded("gradients.activations", line([a], [1], b)),
  product: rounded("gradients.weights", line([1], [a], b)),
  quotient: rounded("gradients.activations", layer(logistic, [a], [c], { name: "cross-entropy" })),
  "division by T": rounded("gradients.activations", batch(line([1], [0], 1), [[3], [4], [6]])),
  "back through weights": rounded("gradients.inputs", line([a], [1], b)),
  conversion: rounded("preactivations", line([a], [1], b), 1, "f32"),
  underflow: rounded("preactivations", line([a * 1e-160], [c * 1e-160], 0)),
  "largest number": rounded("preactivations", line([a * 2 ** 512], [c * 2 ** 511], 0)),
  "exact sum": exact("preactivations", line([3, 5], [7, -2], 4)),
  "exact sum of 50 bits": exact("preactivations", line([2 ** 25 + 1], [2 ** 25 - 1], 0)),
  "exact gradient by weights": exact("gradients.weights", line([3, 5], [7, -2], 4)),
  "exact gradient by biases": exact("gradients.biases", line([3, 5], [7, -2], 4)),
  "exact loss": exact("loss", line([3, 5], [7, -2], 4)),
  logistic: rounded("outputs", layer(logistic, [a], [0])),
  "logistic of a rounded z": rounded("outputs", caseOf(logistic, [[[a, c]], [c, a]], [0], squaredError)),
  "logistic'": rounded(back, layer(logistic, [a], [2])),
  tanh: rounded("outputs", layer({ name: "tanh" }, [a], [0])),
  "tanh'": rounded(back, layer({ name: "tanh" }, [c], [2])),
  softplus: rounded("outputs", layer({ name: "softplus" }, [a], [0])),
  "softplus'": rounded(back, layer({ name: "softplus" }, [6], [60])),
  relu: rounded(back, layer({ name: "relu" }, [a], [b])),
  "absolute value": rounded(back, layer({ name: "absolute-value" }, [b], [a])),
  "leaky relu": rounded("outputs", layer({ name: "leaky-relu", slope: 0.01 }, [b], [a])),
  "unit step": exact("outputs", layer({ name: "unit-step" }, [a], [0])),
  softmax: rounded("outputs", layer(softmax, [a, c], [0, 1])),
  "softmax of rounded logits": rounded(
    "outputs",
    caseOf(
      softmax,
      [
        [
          [a, c],
          [c, b],
        ],
        [c, a],
      ],
      [0, 1],
      squaredError,
    ),
  ),
  "back through softmax": rounded(back, layer(softmax, [a - 5, c], [-50, 70]), 3),
  "log-softmax": rounded("outputs", layer({ name: "log-softmax" }, [a - 9, c], [0, 0])),
  "back through log-softmax": rounded(back, layer({ name: "log-softmax" }, [a, c], [2, -3])),
  maxout: rounded(back, layer({ name: "maxout", pieces: 2 }, [a, a + c], [b])),
  "linear map": rounded("outputs", layer(map, [c, -a], [0])),
  "back through a linear map": rounded(back, layer(map, [c, -a], [b])),
  "layer normalization": rounded(
    "outputs",
    layer({ name: "layer-normalization", epsilon: 1 }, [a, b, 4 * c], [0, 0, 0]),
  ),
  "back through layer normalization": rounded(
    back,
    layer({ name: "layer-normalization", epsilon: 64 }, [a, b, 4 * c], [90, -70, 10]),
  ),
  polynomial: rounded("outputs", layer(polynomial, [a, c], [0])),
  "back through a polynomial": rounded(back, layer(polynomial, [a, c], [2])),
  "own exponential": rounded("outputs", layer(swish, [a], [0])),
  "squared error": rounded("loss", layer(identity, [a], [b])),
  "own square root": rounded("gradients.activations", layer(identity, [2], [0], pseudoHuber)),
  "own logarithm": rounded("loss", layer(identity, [2], [0], logCosh)),
  "cross-entropy": rounded("loss", layer(softmax, [a - 9, c], [1, 0], { name: "cross-entropy" })),
  "softmax and cross-entropy": rounded(back, layer(softmax, [a, a + 4], [1, 0], { name: "cross-entropy" })),
  "cross-entropy of logistic units": rounded("loss", layer(logistic, [0], [a], { name: "cross-entropy" })),
  "negative logarithm of a sum": rounded("loss", layer(softmax, [a - 9, c], [1, 0], { name: "negative-log-of-sum" })),
  "softmax and negative logarithm of a sum": rounded(
    back,
    layer(softmax, [a, a + 4], [0.3, 0], { name: "negative-log-of-sum" }),
  ),
  "binary cross-entropy": rounded("loss", layer(logistic, [-a], [1], { name: "binary-cross-entropy" })),
  "binary cross-entropy of the absent class": rounded(
    "loss",
    layer(logistic, [a], [0], { name: "binary-cross-entropy" }),
  ),
  "logistic and binary cross-entropy": rounded(back, layer(logistic, [a], [0], { name: "binary-cross-entropy" }), 2),
  hinge: rounded("loss", layer(identity, [a, b], [0, 1], { name: "multiclass-hinge" })),
  "hinge's gradient": exact("gradients.activations", layer(identity, [a, b], [0, 1], { name: "multiclass-hinge" })),
  penalty: rounded("loss", penalized(line([a], [0], 0), c)),
  "penalty's gradient": rounded("gradients.weights", penalized(line([a], [0], 0), c)),
} as const satisfies Record<string, RuleCase>;

export type RuleName = keyof typeof ruleCases;
