/** Mistakes in an activation or its derivative. */
import type { Mutant } from "./mutant.js";
import { correct, logistic, type At } from "./skeleton.js";
import { depth, isScalar, layerOf, type ScalarActivation } from "../../src/model/index.js";

type Slope = (z: number, y: number) => number;

/** The derivative of one activation replaced. */
export const wrongSlope = (name: ScalarActivation["name"], slope: Slope) => () => ({
  slope: (f: ScalarActivation, z: number, y: number, at: At) =>
    f.name === name ? slope(z, y) : correct.slope(f, z, y, at),
});

/** The value of one activation replaced. */
const wrongValue = (name: ScalarActivation["name"], value: (z: number) => number) => () => ({
  value: (f: ScalarActivation, z: number, at: At) => (f.name === name ? value(z) : correct.value(f, z, at)),
});

export const activationMutants: readonly Mutant[] = [
  {
    id: "activation/tanh-derivative-of-output",
    title: "takes tanh' at the output: 1 - tanh(y)² instead of 1 - y²",
    equation: "tanh-derivative",
    steps: wrongSlope("tanh", (_, y) => 1 - Math.tanh(y) ** 2),
  },
  {
    id: "activation/tanh-derivative-not-squared",
    title: "takes 1 - y for tanh' instead of 1 - y²",
    equation: "tanh-derivative",
    steps: wrongSlope("tanh", (_, y) => 1 - y),
  },
  {
    id: "activation/logistic-derivative-of-preactivation",
    title: "takes z (1 - z) for the logistic's derivative instead of y (1 - y)",
    equation: "logistic-derivative",
    steps: wrongSlope("logistic", (z) => z * (1 - z)),
  },
  {
    id: "activation/logistic-overflow",
    title: "computes the logistic as e^z / (1 + e^z), which is NaN from z = 710 on",
    equation: "logistic",
    steps: wrongValue("logistic", (z) => Math.exp(z) / (1 + Math.exp(z))),
  },
  {
    id: "activation/relu-derivative-always-one",
    title: "tests y >= 0 for relu', which is always true",
    equation: "relu-derivative",
    steps: wrongSlope("relu", (_, y) => (y >= 0 ? 1 : 0)),
  },
  {
    id: "activation/relu-derivative-at-zero",
    title: "takes relu'(0) = 1 without declaring it",
    equation: "relu-derivative",
    steps: wrongSlope("relu", (z) => (z >= 0 ? 1 : 0)),
  },
  {
    id: "activation/unit-step-straight-through",
    title: "takes 1 for the derivative of the unit step, as the straight-through estimator does",
    equation: "unit-step-derivative",
    steps: wrongSlope("unit-step", () => 1),
  },
  {
    id: "activation/unit-step-zero-at-zero",
    title: "takes 0 for the unit step at 0 without declaring it",
    equation: "unit-step",
    steps: () => ({ value: (f, z, at) => (f.name === "unit-step" && z === 0 ? 0 : correct.value(f, z, at)) }),
  },
  {
    id: "activation/leaky-relu-derivative-zero",
    title: "takes 0 instead of the slope for the derivative of leaky-relu below 0",
    equation: "leaky-relu-derivative",
    steps: wrongSlope("leaky-relu", (z) => (z > 0 ? 1 : 0)),
  },
  {
    id: "activation/softplus-derivative-of-output",
    title: "takes the softplus's derivative at the output: logistic(y) instead of logistic(z)",
    equation: "softplus-derivative",
    steps: wrongSlope("softplus", (_, y) => logistic(y)),
  },
  {
    id: "activation/softplus-threshold",
    title: "returns z for softplus above 20",
    equation: "softplus",
    steps: wrongValue("softplus", (z) => (z > 20 ? z : Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))))),
  },
  {
    id: "activation/absolute-value-derivative-always-one",
    title: "takes 1 for the derivative of |z| on both sides of 0",
    equation: "absolute-value-derivative",
    steps: wrongSlope("absolute-value", () => 1),
  },
  {
    id: "activation/identity-derivative-of-value",
    title: "multiplies by z instead of 1 below an identity",
    equation: "identity",
    steps: wrongSlope("identity", (z) => z),
  },
  {
    id: "activation/output-activation-skipped",
    title: "skips the activation of the output layer, forward and backward",
    equation: "activation",
    steps: () => ({
      value: (f, z, at) => (at.k === depth(at.question.network) ? z : correct.value(f, z, at)),
      slope: (f, z, y, at) => (at.k === depth(at.question.network) ? 1 : correct.slope(f, z, y, at)),
    }),
  },
  {
    id: "activation/gradients-broadcast",
    title: "adds dy up over the units of the layer before multiplying by f': a broadcast over the wrong axis",
    equation: "scalar-as-vector-activation",
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
    steps: () => ({
      slope: (f, z, y, at) => {
        const above = layerOf(at.question.network, Math.min(at.k + 1, depth(at.question.network))).activation;
        return correct.slope(isScalar(above) ? above : f, z, y, at);
      },
    }),
  },
];
