import { byColumn, mapColumns } from "../columns.js";
import { logSoftmax } from "../functions.js";
import { columnSums, sum, zip } from "../matrix.js";
import { isAbsent, weighed, type BatchLoss, type FusedHead } from "./batch-loss.js";
import { plainArgument, type Argument } from "./deviations.js";

/**
 * cross-entropy (spec/losses.md): Div = -Σ d ln y, dy = -d / y; lecture 003 L641-647, 004 L791-794.
 *
 * @param argument - what stands in the logarithm in place of y.
 */
export function crossEntropyOf(argument: Argument): BatchLoss {
  return {
    value: (Y, D) => sum(zip(Y, D, (y, d) => weighed(-d, Math.log(argument(y))))),
    gradient: (Y, D) => zip(Y, D, (y, d) => (isAbsent(d, y) ? 0 : -d / argument(y))),
  };
}

export const crossEntropy: BatchLoss = crossEntropyOf(plainArgument);

/** Cross-entropy of the softmax of Z, lecture 003 L641-647: neither pass divides by a y that may have underflowed. */
export const softmaxCrossEntropy: FusedHead = {
  /** cross-entropy (spec/losses.md): -Σ d ln softmax(z). */
  value: (Z, D) => sum(zip(mapColumns(Z, logSoftmax), D, (ln, d) => weighed(-d, ln))),

  /** softmax-cross-entropy-gradient (spec/losses.md), lecture 003 L576, L590: y Σ_m d_m - d, for targets of any sum. */
  gradient: (_Z, Y, D) =>
    zip(
      byColumn(Y, columnSums(D), (y, mass) => y * mass),
      D,
      (scaled, d) => scaled - d,
    ),
};
