/** Mistakes in squared error and cross-entropy. */
import { under } from "./loss-steps.js";
import type { KnownMutant } from "./mutant.js";
import { correct } from "./skeleton.js";

export const plainLossMutants: readonly KnownMutant[] = [
  {
    id: "loss/squared-error-without-half",
    title: "leaves out the ½ of the squared error, in loss and gradient",
    equation: "squared-error",
    nearMiss: "near/squared-error-without-half-declared",
    seen: ["ADGEfficiency/teaching-monolith#1"],
    steps: () => ({
      divergence: (top, d, at) => correct.divergence(top, d, at) * (at.question.loss.name === "squared-error" ? 2 : 1),
      outputGradient: (y, d, at) =>
        correct.outputGradient(y, d, at).map((dy) => dy * (at.question.loss.name === "squared-error" ? 2 : 1)),
    }),
  },
  {
    id: "loss/cross-entropy-epsilon",
    title: "adds 1e-8 inside the logarithm of the cross-entropy",
    equation: "cross-entropy",
    nearMiss: "near/cross-entropy-of-probabilities",
    seen: [],
    steps: () => ({
      divergence: (top, d, at) =>
        at.question.loss.name === "cross-entropy"
          ? d.reduce((Div, di, i) => Div - di * Math.log((top.y[i] ?? NaN) + 1e-8), 0)
          : correct.divergence(top, d, at),
    }),
  },
  {
    id: "loss/cross-entropy-gradient-sign",
    title: "takes +d/y for the gradient of the cross-entropy",
    equation: "cross-entropy-gradient",
    nearMiss: "near/cross-entropy-through-jacobian",
    seen: [],
    steps: () => ({
      outputGradient: (y, d, at) =>
        correct.outputGradient(y, d, at).map((dy) => (at.question.loss.name === "cross-entropy" ? -dy : dy)),
    }),
  },
  {
    id: "loss/squared-error-averaged-over-outputs",
    title: "divides the squared error by the number of outputs too, in loss and gradient",
    equation: "squared-error",
    nearMiss: "near/divided-before-adding",
    seen: ["ipex-llm#2079"],
    steps: under("squared-error", {
      divergence: (top, d, at) => correct.divergence(top, d, at) / d.length,
      outputGradient: (y, d, at) => correct.outputGradient(y, d, at).map((dy) => dy / d.length),
    }),
  },
  {
    id: "loss/huber",
    title: "takes |y - d| - ½ and its sign in place of the squared error where y and d are more than 1 apart",
    equation: "squared-error",
    nearMiss: "near/squared-error-expanded-gradient",
    seen: [],
    steps: under("squared-error", {
      divergence: ({ y }, d) =>
        y
          .map((yi, i) => Math.abs(yi - (d[i] ?? NaN)))
          .reduce((Div, distance) => Div + (distance > 1 ? distance - 0.5 : (distance * distance) / 2), 0),
      outputGradient: (y, d) => y.map((yi, i) => Math.max(-1, Math.min(1, yi - (d[i] ?? NaN)))),
    }),
  },
  {
    id: "loss/cross-entropy-averaged-over-classes",
    title: "divides cross-entropy by the number of classes, in loss and gradient",
    equation: "cross-entropy",
    nearMiss: "near/divided-before-adding",
    seen: [],
    steps: under("cross-entropy", {
      divergence: (top, d, at) => correct.divergence(top, d, at) / d.length,
      outputGradient: (y, d, at) => correct.outputGradient(y, d, at).map((dy) => dy / d.length),
      fusedGradient: (top, d, at) => correct.fusedGradient(top, d, at).map((dz) => dz / d.length),
    }),
  },
];
