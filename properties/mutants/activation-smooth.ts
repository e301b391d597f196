/** Mistakes in the derivatives of smooth activations. */
import { wrongSlope } from "./activation-steps.js";
import type { KnownMutant } from "./mutant.js";
import { logistic } from "./skeleton.js";

export const smoothMutants: readonly KnownMutant[] = [
  {
    id: "activation/tanh-derivative-of-output",
    title: "takes tanh' at the output: 1 - tanh(y)² instead of 1 - y²",
    equation: "tanh-derivative",
    nearMiss: "near/tanh-derivative-factored",
    seen: ["davidrmiller/neural2d#40", "skynet PR#1"],
    steps: wrongSlope("tanh", (_, y) => 1 - Math.tanh(y) ** 2),
  },
  {
    id: "activation/tanh-derivative-not-squared",
    title: "takes 1 - y for tanh' instead of 1 - y²",
    equation: "tanh-derivative",
    nearMiss: "near/tanh-derivative-factored",
    seen: ["andersbll/nnet#4"],
    steps: wrongSlope("tanh", (_, y) => 1 - y),
  },
  {
    id: "activation/logistic-derivative-of-preactivation",
    title: "takes z (1 - z) for the logistic's derivative instead of y (1 - y)",
    equation: "logistic-derivative",
    nearMiss: "near/derivatives-of-preactivation",
    seen: ["libBrain#78"],
    steps: wrongSlope("logistic", (z) => z * (1 - z)),
  },
  {
    id: "activation/softplus-derivative-of-output",
    title: "takes the softplus's derivative at the output: logistic(y) instead of logistic(z)",
    equation: "softplus-derivative",
    nearMiss: "near/softplus-derivative-of-output",
    seen: ["ai-on-browser#773", "tfjs PR#7251"],
    steps: wrongSlope("softplus", (_, y) => logistic(y)),
  },
  {
    id: "activation/identity-derivative-of-value",
    title: "multiplies by z instead of 1 below an identity",
    equation: "identity",
    nearMiss: "near/derivative-kept-from-forward",
    seen: [],
    steps: wrongSlope("identity", (z) => z),
  },
  {
    id: "activation/tanh-derivative-of-preactivation",
    title: "takes 1 - z² for tanh' instead of 1 - y²",
    equation: "tanh-derivative",
    nearMiss: "near/derivatives-of-preactivation",
    seen: [],
    steps: wrongSlope("tanh", (z) => 1 - z * z),
  },
  {
    id: "activation/logistic-derivative-of-output",
    title: "takes the logistic's derivative at the output: σ(y) (1 - σ(y)) instead of y (1 - y)",
    equation: "logistic-derivative",
    nearMiss: "near/logistic-from-tanh",
    seen: ["davidrmiller/neural2d#40", "skynet PR#1"],
    steps: wrongSlope("logistic", (_, y) => logistic(y) * (1 - logistic(y))),
  },
  {
    id: "activation/logistic-derivative-is-output",
    title: "takes y for the logistic's derivative instead of y (1 - y)",
    equation: "logistic-derivative",
    nearMiss: "near/logistic-from-tanh",
    seen: [],
    steps: wrongSlope("logistic", (_, y) => y),
  },
];
