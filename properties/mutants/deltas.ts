/** Mistakes in the derivatives that travel down: dy and dz. */
import { depth, isScalar } from "../../src/model/index.js";
import { isSquare, transpose } from "./matrices.js";
import type { KnownMutant } from "./mutant.js";
import { correct } from "./skeleton.js";

export const deltaMutants: readonly KnownMutant[] = [
  {
    id: "backward/output-gradient-sign",
    title: "takes d - y instead of y - d",
    equation: "squared-error-gradient",
    nearMiss: "near/squared-error-expanded-gradient",
    seen: [],
    steps: () => ({ outputGradient: (y, d, at) => correct.outputGradient(y, d, at).map((dy) => -dy) }),
  },
  {
    id: "backward/starts-from-loss",
    title: "starts the backward pass from ½ (y - d)² in place of its derivative",
    equation: "squared-error-gradient",
    nearMiss: "near/squared-error-expanded-gradient",
    seen: [],
    steps: () => ({
      outputGradient: (y, d, at) =>
        correct.outputGradient(y, d, at).map((dy) => (at.question.loss.name === "squared-error" ? (dy * dy) / 2 : dy)),
    }),
  },
  {
    id: "backward/derivative-missing-below",
    title: "propagates dy instead of dz to the layer below a hidden layer",
    equation: "activation-gradient",
    nearMiss: "near/derivative-kept-from-forward",
    seen: ["louisjc/mnist-neural-network#1"],
    steps: () => {
      let dyOfLayer: readonly number[] = [];
      return {
        biasGradient: (dz, dy) => {
          dyOfLayer = dy;
          return [...dz];
        },
        throughWeights: (W, dz, at) =>
          correct.throughWeights(
            W,
            at.k < depth(at.question.network) && dyOfLayer.length === dz.length ? dyOfLayer : dz,
            at,
          ),
      };
    },
  },
  {
    id: "backward/fifth-unit-without-derivative",
    title: "forgets the activation's derivative from the fifth unit on",
    equation: "preactivation-gradient",
    nearMiss: "near/derivative-kept-from-forward",
    seen: [],
    steps: () => ({
      throughActivation: (f, trace, dy, at) =>
        correct.throughActivation(f, trace, dy, at).map((dz, j) => (isScalar(f) && j >= 4 ? (dy[j] ?? NaN) : dz)),
    }),
  },
  {
    id: "backward/back-through-transposed-weights",
    title: "propagates dz through W instead of its transpose where W is square",
    equation: "vector-activation-backward",
    nearMiss: "near/column-by-column",
    seen: [],
    steps: () => ({ throughWeights: (W, dz, at) => correct.throughWeights(isSquare(W) ? transpose(W) : W, dz, at) }),
  },
  {
    id: "backward/equal-terms-merged",
    title: "keeps what the units above send back as a set, so that equal terms count once",
    equation: "multi-branch",
    nearMiss: "near/units-above-last-first",
    seen: [],
    steps: () => ({
      throughWeights: (W, dz) =>
        (W[0] ?? []).map((_, i) =>
          [...new Set(W.map((row, j) => (row[i] ?? NaN) * (dz[j] ?? NaN)))].reduce((sum, term) => sum + term, 0),
        ),
    }),
  },
  {
    id: "backward/weights-updated-first",
    title: "updates the weights, with a learning rate of 0.1, before dz has passed through them",
    equation: "vector-activation-backward",
    nearMiss: "near/column-by-column",
    seen: ["CodingTrain/Toy-Neural-Network-JS#72", "Bot-Academy PR#3"],
    steps: () => {
      let dW: number[][] = [];
      return {
        weightGradient: (below, dz, at) => (dW = correct.weightGradient(below, dz, at)),
        throughWeights: (W, dz, at) =>
          correct.throughWeights(
            W.map((row, j) => row.map((w, i) => w - 0.1 * (dW[j]?.[i] ?? NaN))),
            dz,
            at,
          ),
      };
    },
  },
  {
    id: "backward/inputs-not-propagated",
    title: "returns zero for the gradient by the inputs",
    equation: "input-gradient",
    nearMiss: "near/inputs-propagated-last",
    seen: [],
    steps: () => ({
      throughWeights: (W, dz, at) => correct.throughWeights(W, dz, at).map((dy) => (at.k === 1 ? 0 : dy)),
    }),
  },
];
