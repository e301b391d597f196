/** Mistakes in the penalty. */
import { batchSize } from "../../src/model/index.js";
import type { KnownMutant } from "./mutant.js";
import { correct, type Steps } from "./skeleton.js";

/** Steps that are told the number of examples of the question. */
function knowingTheBatch(steps: (T: () => number) => Partial<Steps>): Partial<Steps> {
  let T = 1;
  return {
    read: (question) => {
      T = batchSize(question);
      return question;
    },
    ...steps(() => T),
  };
}

export const regularizerMutants: readonly KnownMutant[] = [
  {
    id: "regularizer/gradient-doubled",
    title: "adds 2 λ W to the gradient although the loss has ½ λ ‖W‖²",
    equation: "l2-gradient",
    nearMiss: "near/penalty-without-half-declared",
    seen: ["titu1994/DenseNet#57", "mlcommons/hpc#22"],
    steps: () => ({ penaltyGradient: (w, lambda, conventions) => 2 * correct.penaltyGradient(w, lambda, conventions) }),
  },
  {
    id: "regularizer/biases-decayed",
    title: "decays the biases too",
    equation: "l2-gradient",
    nearMiss: "near/penalty-in-every-example",
    seen: [],
    steps: () => ({ biasPenaltyGradient: correct.penaltyGradient }),
  },
  {
    id: "regularizer/loss-term-missing",
    title: "leaves the penalty out of the loss",
    equation: "l2-penalty",
    nearMiss: "near/penalty-layer-by-layer",
    seen: [],
    steps: () => ({ penalty: () => 0 }),
  },
  {
    id: "regularizer/gradient-missing",
    title: "leaves the penalty out of the gradient",
    equation: "l2-gradient",
    nearMiss: "near/penalty-in-every-example",
    seen: [],
    steps: () => ({ penaltyGradient: () => 0 }),
  },
  {
    id: "regularizer/gradient-sign",
    title: "subtracts the gradient of the penalty",
    equation: "l2-gradient",
    nearMiss: "near/penalty-in-every-example",
    seen: ["andersbll/nnet#4"],
    steps: () => ({ penaltyGradient: (w, lambda, conventions) => -correct.penaltyGradient(w, lambda, conventions) }),
  },
  {
    id: "regularizer/gradient-of-absolute-values",
    title: "adds λ times the sign of a weight, the gradient of λ Σ |w|",
    equation: "l2-gradient",
    nearMiss: "near/penalty-without-half-declared",
    seen: [],
    steps: () => ({ penaltyGradient: (w, lambda) => lambda * Math.sign(w) }),
  },
  {
    id: "regularizer/gradient-per-example",
    title: "adds the gradient of the penalty once per example",
    equation: "l2-gradient",
    nearMiss: "near/penalty-in-every-example",
    seen: [],
    steps: () =>
      knowingTheBatch((T) => ({
        penaltyGradient: (w, lambda, conventions) => T() * correct.penaltyGradient(w, lambda, conventions),
      })),
  },
  {
    id: "regularizer/divided-by-batch",
    title: "divides the penalty by the batch size, in loss and gradient",
    equation: "l2-penalty",
    nearMiss: "near/penalty-in-every-example",
    seen: ["nitrain#42"],
    steps: () =>
      knowingTheBatch((T) => ({
        penalty: (network, lambda, conventions) => correct.penalty(network, lambda / T(), conventions),
        penaltyGradient: (w, lambda, conventions) => correct.penaltyGradient(w, lambda / T(), conventions),
      })),
  },
  {
    id: "regularizer/biases-penalized",
    title: "penalizes the biases like weights, in loss and gradient",
    equation: "l2-penalty",
    nearMiss: "near/penalty-layer-by-layer",
    seen: ["DeepLearnToolbox#32", "lightning-bolts#668"],
    steps: () => ({
      penalty: (network, lambda, conventions) => {
        const layers = network.layers.map((layer) => ({
          ...layer,
          weights: layer.weights.map((row, j) => [...row, layer.biases[j] ?? NaN]),
        }));
        return correct.penalty({ layers }, lambda, conventions);
      },
      biasPenaltyGradient: correct.penaltyGradient,
    }),
  },
];
