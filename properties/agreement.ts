/** Agreement with the oracle: each quantity, entry by entry, in the range derived for the subject's precision. */
import type { EquationId } from "../spec/equations.js";
import type { Property } from "../src/gate/property.js";
import type { Case, Quantity } from "../src/model/index.js";
import { cases } from "./arbitraries/cases.js";
import { agrees } from "./support/laws.js";
import { judged, witness } from "./support/witness.js";

function agreement(id: string, title: string, quantity: Quantity, equations: readonly EquationId[]): Property<Case> {
  return {
    id,
    title,
    equations,
    level: "core",
    requires: { observes: [quantity] },
    arbitrary: (description) => cases(description),
    check: (question, bench) => judged(async () => agrees(await witness(bench, question), [quantity])),
  };
}

export const agreementProperties: readonly Property<Case>[] = [
  agreement("forward/preactivations", "z is W times the layer below, plus b", "preactivations", [
    "affine",
    "vector-affine",
    "input-layer",
    "derived-range",
  ]),
  agreement("forward/activations", "y is the activation of z", "activations", [
    "activation",
    "identity",
    "logistic",
    "tanh",
    "relu",
    "leaky-relu",
    "softplus",
    "absolute-value",
    "unit-step",
    "softmax",
    "log-softmax",
    "maxout",
    "linear-map",
    "layer-normalization",
    "polynomial-activation",
    "own-activation",
  ]),
  agreement("forward/outputs", "the output is the last layer's y", "outputs", ["output", "activation", "affine"]),
  agreement("forward/loss", "the loss is divergence plus penalty", "loss", [
    "squared-error",
    "cross-entropy",
    "negative-log-of-sum",
    "binary-cross-entropy",
    "multiclass-hinge",
    "own-divergence",
    "batch-loss",
    "l2-penalty",
  ]),
  agreement("backward/activations", "dy is the derivative of the loss by y", "gradients.activations", [
    "output-gradient",
    "squared-error-gradient",
    "cross-entropy-gradient",
    "negative-log-of-sum-gradient",
    "binary-cross-entropy-gradient",
    "multiclass-hinge-gradient",
    "own-divergence",
    "activation-gradient",
    "vector-activation-backward",
  ]),
  agreement("backward/preactivations", "dz is the transposed Jacobian times dy", "gradients.preactivations", [
    "preactivation-gradient",
    "vector-activation-gradient",
    "softmax-cross-entropy-gradient",
    "softmax-negative-log-gradient",
    "logistic-cross-entropy-gradient",
    "jacobian-product",
    "logistic-derivative",
    "tanh-derivative",
    "relu-derivative",
    "leaky-relu-derivative",
    "softplus-derivative",
    "absolute-value-derivative",
    "unit-step-derivative",
    "softmax-jacobian",
    "log-softmax-jacobian",
    "maxout-jacobian",
    "linear-map",
    "layer-normalization-gradient",
    "polynomial-jacobian",
    "own-activation",
  ]),
  agreement("backward/weights", "dW is the layer's input times dz", "gradients.weights", [
    "weight-gradient",
    "vector-weight-gradient",
    "batch-gradient",
    "l2-gradient",
  ]),
  agreement("backward/biases", "db is dz, over the batch", "gradients.biases", [
    "bias-gradient",
    "vector-bias-gradient",
    "batch-gradient",
  ]),
  agreement("backward/inputs", "dx is the transposed W(1) times dz", "gradients.inputs", ["input-gradient"]),
];
