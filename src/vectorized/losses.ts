import type { Activation, Conventions, Loss } from "../model/index.js";
import { numberOr } from "./functions.js";
import type { BatchLoss, FusedHead } from "./losses/batch-loss.js";
import { binaryCrossEntropy, binaryCrossEntropyOf, logisticCrossEntropy } from "./losses/binary-cross-entropy.js";
import { crossEntropyOf, softmaxCrossEntropy } from "./losses/cross-entropy.js";
import { areDeclared, argumentOf, clipped, plainArgument } from "./losses/deviations.js";
import { multiclassHinge } from "./losses/multiclass-hinge.js";
import { negativeLogOfSumOf, softmaxNegativeLog } from "./losses/negative-log-of-sum.js";
import { ownDivergence } from "./losses/own.js";
import { fullSquaredError, halfSquaredError } from "./losses/squared-error.js";

/** @param conventions - Read: squaredError, derivativeAtKink, where "any" stands for the default; deviations. */
export function lossOf(loss: Loss, conventions: Conventions): BatchLoss {
  const { deviations } = conventions;
  const argument = argumentOf(deviations);
  switch (loss.name) {
    case "squared-error":
      return conventions.squaredError === "half" ? halfSquaredError : fullSquaredError;
    case "cross-entropy":
      return clipped(crossEntropyOf(argument), deviations);
    case "negative-log-of-sum":
      return clipped(negativeLogOfSumOf(argument), deviations);
    case "binary-cross-entropy":
      return clipped(argument === plainArgument ? binaryCrossEntropy : binaryCrossEntropyOf(argument), deviations);
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

/** The joint form of the last activation and the loss; undefined where there is none, as under logarithms that are declared. */
export function headOf(activation: Activation, loss: Loss, { deviations }: Conventions): FusedHead | undefined {
  if (areDeclared(deviations)) return undefined;
  return heads.find(([last, above]) => last === activation.name && above === loss.name)?.[2];
}
