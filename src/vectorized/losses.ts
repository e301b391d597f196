import type { Activation, Conventions, Loss } from "../model/index.js";
import { numberOr } from "./functions.js";
import type { BatchLoss, FusedHead } from "./losses/batch-loss.js";
import { binaryCrossEntropy, logisticCrossEntropy } from "./losses/binary-cross-entropy.js";
import { crossEntropy, softmaxCrossEntropy } from "./losses/cross-entropy.js";
import { multiclassHinge } from "./losses/multiclass-hinge.js";
import { negativeLogOfSum, softmaxNegativeLog } from "./losses/negative-log-of-sum.js";
import { ownDivergence } from "./losses/own.js";
import { fullSquaredError, halfSquaredError } from "./losses/squared-error.js";

/** @param conventions - Read: squaredError, derivativeAtKink; "any" stands for the default. */
export function lossOf(loss: Loss, conventions: Conventions): BatchLoss {
  switch (loss.name) {
    case "squared-error":
      return conventions.squaredError === "half" ? halfSquaredError : fullSquaredError;
    case "cross-entropy":
      return crossEntropy;
    case "negative-log-of-sum":
      return negativeLogOfSum;
    case "binary-cross-entropy":
      return binaryCrossEntropy;
    case "multiclass-hinge":
      return multiclassHinge(numberOr(conventions.derivativeAtKink["multiclass-hinge"], 0));
    case "own":
      return ownDivergence(loss);
  }
}

/** The last activations and losses that are taken together. */
const heads: readonly (readonly [Activation["name"], Loss["name"], FusedHead])[] = [
  ["softmax", "cross-entropy", softmaxCrossEntropy],
  ["softmax", "negative-log-of-sum", softmaxNegativeLog],
  ["logistic", "binary-cross-entropy", logisticCrossEntropy],
];

/** The joint form of the last activation and the loss; undefined where there is none. */
export function headOf(activation: Activation, loss: Loss): FusedHead | undefined {
  return heads.find(([last, above]) => last === activation.name && above === loss.name)?.[2];
}
