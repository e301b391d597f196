/** Mistakes in the values of activations, and in which activation is taken where. */
import { depth, isScalar, layerOf } from "../../src/model/index.js";
import { kinkMutants } from "./activation-kinks.js";
import { smoothMutants } from "./activation-smooth.js";
import { wrongValue } from "./activation-steps.js";
import type { KnownMutant } from "./mutant.js";
import { correct } from "./skeleton.js";

const values: readonly KnownMutant[] = [
  {
    id: "activation/logistic-overflow",
    title: "computes the logistic as e^z / (1 + e^z), which is NaN from z = 710 on",
    equation: "logistic",
    nearMiss: "near/plain-formulas",
    seen: [],
    steps: wrongValue("logistic", (z) => Math.exp(z) / (1 + Math.exp(z))),
  },
  {
    id: "activation/softplus-threshold",
    title: "returns z for softplus above 20",
    equation: "softplus",
    nearMiss: "near/softplus-beyond-forty",
    seen: [],
    steps: wrongValue("softplus", (z) => (z > 20 ? z : Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))))),
  },
  {
    id: "activation/softplus-overflow",
    title: "computes softplus as ln(1 + e^z), which is infinite from z = 710 on",
    equation: "softplus",
    nearMiss: "near/plain-formulas",
    seen: [],
    steps: wrongValue("softplus", (z) => Math.log(1 + Math.exp(z))),
  },
  {
    id: "activation/tanh-overflow",
    title: "computes tanh as (e^2z - 1) / (e^2z + 1), which is NaN from z = 355 on",
    equation: "tanh",
    nearMiss: "near/tanh-from-exponential",
    seen: ["andersbll/nnet#4"],
    steps: wrongValue("tanh", (z) => (Math.exp(2 * z) - 1) / (Math.exp(2 * z) + 1)),
  },
];

const places: readonly KnownMutant[] = [
  {
    id: "activation/output-activation-skipped",
    title: "skips the activation of the output layer, forward and backward",
    equation: "activation",
    nearMiss: "near/nothing-fused",
    seen: ["deeplearning4j PR#366"],
    steps: () => ({
      value: (f, z, at) => (at.k === depth(at.question.network) ? z : correct.value(f, z, at)),
      slope: (f, z, y, at) => (at.k === depth(at.question.network) ? 1 : correct.slope(f, z, y, at)),
    }),
  },
  {
    id: "activation/gradients-broadcast",
    title: "adds dy up over the units of the layer before multiplying by f': a broadcast over the wrong axis",
    equation: "scalar-as-vector-activation",
    nearMiss: "near/softmax-short-form",
    seen: [],
    steps: () => ({
      throughActivation(f, trace, dy, at) {
        const total = dy.reduce((sum, value) => sum + value, 0);
        return correct.throughActivation(f, trace, isScalar(f) ? dy.map(() => total) : dy, at);
      },
    }),
  },
  {
    id: "activation/derivative-of-next-layer",
    title: "takes the derivative of the next layer's activation",
    equation: "preactivation-gradient",
    nearMiss: "near/derivative-kept-from-forward",
    seen: ["ttezel/nn#8"],
    steps: () => ({
      slope: (f, z, y, at) => {
        const above = layerOf(at.question.network, Math.min(at.k + 1, depth(at.question.network))).activation;
        return correct.slope(isScalar(above) ? above : f, z, y, at);
      },
    }),
  },
];

export const activationMutants: readonly KnownMutant[] = [...smoothMutants, ...kinkMutants, ...values, ...places];
