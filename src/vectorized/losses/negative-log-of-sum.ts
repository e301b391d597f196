import { byColumn } from "../columns.js";
import { logSoftmax } from "../functions.js";
import { columnSums, sum, total, zip, type Matrix } from "../matrix.js";
import { byExample, weighed, type BatchLoss, type FusedHead } from "./batch-loss.js";
import { plainArgument, type Argument } from "./deviations.js";

/**
 * negative-log-of-sum, negative-log-of-sum-gradient (spec/losses.md), lecture 004 L119, L350, L791-794:
 * Div = -ln s with s = Σ d y, dy = -d / s. Without any target s is 0, Div Infinity and dy NaN.
 *
 * @param argument - what stands in the logarithm in place of s.
 */
export function negativeLogOfSumOf(argument: Argument): BatchLoss {
  return {
    value: (Y, D) => total(targetSums(Y, D).map((s) => -Math.log(argument(s)))),
    gradient: (Y, D) => byColumn(D, targetSums(Y, D), (d, s) => -d / argument(s)),
  };
}

export const negativeLogOfSum: BatchLoss = negativeLogOfSumOf(plainArgument);

/** s of each column. Shape [T]. */
function targetSums(Y: Matrix, D: Matrix): number[] {
  return columnSums(zip(Y, D, (y, d) => weighed(d, y)));
}

/** -ln Σ d y of the softmax of Z: nothing underflows, however small the targets' share is. An infinite z gives NaN. */
export const softmaxNegativeLog: FusedHead = {
  /** negative-log-of-sum (spec/losses.md): -(ln y_k + ln Σ_i d_i e^(z_i - z_k)), k the likeliest class that has a target. */
  value: (Z, D) => sum(byExample(Z, D, (z, d) => [-logOfTargetSum(z, d)])),

  /**
   * softmax-negative-log-gradient (spec/losses.md), lecture 004 L930, L972: y - q, where q_i = d_i y_i / Σ_j d_j y_j is a softmax over
   * the targets alone, taken from z like every softmax.
   */
  gradient: (Z, Y, D) => zip(Y, byExample(Z, D, targetSoftmax), (y, q) => y - q),
};

function logOfTargetSum(z: readonly number[], d: readonly number[]): number {
  return largestTarget(logSoftmax(z), d) + Math.log(total(relativeTargets(z, d)));
}

function targetSoftmax(z: readonly number[], d: readonly number[]): number[] {
  const terms = relativeTargets(z, d);
  const sum = total(terms);
  return terms.map((term) => term / sum);
}

/** d_i e^(z_i - z_k), k being the class of the largest z that has a target. Shape [M]. */
function relativeTargets(z: readonly number[], d: readonly number[]): number[] {
  const top = largestTarget(z, d);
  return z.map((zi, i) => weighed(d[i], Math.exp(zi - top)));
}

/** The largest of the numbers whose class has a target; -Infinity when none has. */
function largestTarget(numbers: readonly number[], d: readonly number[]): number {
  return Math.max(...numbers.filter((_, i) => d[i] !== 0));
}
