import { softplus } from "../functions.js";
import { sum, zip } from "../matrix.js";
import { isAbsent, weighed, type BatchLoss, type FusedHead } from "./batch-loss.js";
import type { Argument } from "./deviations.js";

/** binary-cross-entropy (spec/losses.md): Div = -Σ (d ln y + (1 - d) ln(1 - y)). */
export const binaryCrossEntropy: BatchLoss = {
  value: (Y, D) => sum(zip(Y, D, (y, d) => -weighed(d, Math.log(y)) - weighed(1 - d, Math.log1p(-y)))),
  gradient: (Y, D) => zip(Y, D, slope),
};

/**
 * binary-cross-entropy-gradient (spec/losses.md): -d / y + (1 - d) / (1 - y) over one denominator, (y - d) / (y (1 - y)), where the
 * two parts do not cancel; a part whose factor is 0 is left out before it can become 0 / 0.
 */
function slope(y: number, d: number): number {
  if (d === 0) return 1 / (1 - y);
  if (d === 1) return -1 / y;
  return (y - d) / (y * (1 - y));
}

/**
 * The same with something else in both logarithms, in place of y and of 1 - y, whose two parts have no denominator in common.
 *
 * @param argument - what stands there in place of x.
 */
export function binaryCrossEntropyOf(argument: Argument): BatchLoss {
  return {
    value: (Y, D) =>
      sum(zip(Y, D, (y, d) => -weighed(d, Math.log(argument(y))) - weighed(1 - d, Math.log(argument(1 - y))))),
    gradient: (Y, D) =>
      zip(Y, D, (y, d) => {
        const present = isAbsent(d, y) ? 0 : d / argument(y);
        const absent = isAbsent(1 - d, y) ? 0 : (1 - d) / argument(1 - y);
        return absent - present;
      }),
  };
}

/** Binary cross-entropy of logistic units, from z: neither pass needs a 1 - y that has no digits left. */
export const logisticCrossEntropy: FusedHead = {
  /** binary-cross-entropy (spec/losses.md): with -ln y = softplus(-z) and -ln(1 - y) = softplus(z) no terms of the sum cancel. */
  value: (Z, D) => sum(zip(Z, D, (z, d) => weighed(d, softplus(-z)) + weighed(1 - d, softplus(z)))),

  /** logistic-cross-entropy-gradient (spec/losses.md): y - d. */
  gradient: (_Z, Y, D) => zip(Y, D, (y, d) => y - d),
};
