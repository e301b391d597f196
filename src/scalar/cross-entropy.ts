/**
 * The divergences that are logarithms of the outputs, whatever the last activation is. Under a softmax or logistic units they are
 * taken from the pre-activations instead (fused.ts).
 *
 * Throughout: `y` is y^(N), of shape [M(N) + 1], position 0 unused; so is `d`, the target. `added` is the epsilon of
 * epsilon-in-logarithm (spec/conventions.md), where that is declared.
 */
import { inLogarithm } from "./deviations.js";

/**
 * The cross-entropy of one example.
 *
 * cross-entropy (spec/losses.md; 003 L641-644):  Div = -sum_i d_i ln y_i, where 0 ln 0 = 0; NaN stays NaN
 */
export function crossEntropy(y: readonly number[], d: readonly number[], added?: number): number {
  let Div = 0;
  for (let i = 1; i < y.length; i++) if (counts(d[i], y[i])) Div -= d[i] * Math.log(inLogarithm(y[i], added));
  return Div;
}

/** cross-entropy-gradient (spec/losses.md; 004 L791-794):  dDiv/dy_i = -d_i / y_i, and 0 where d_i = 0; NaN stays NaN */
export function crossEntropyDerivative(y: number, d: number, added?: number): number {
  return counts(d, y) ? -d / inLogarithm(y, added) : 0;
}

/**
 * The negative logarithm of the probability that the targets have together.
 *
 * negative-log-of-sum (spec/losses.md; 004 L119, L350):  Div = -ln sum_i d_i y_i
 *
 * Special values: an all-zero target costs Infinity.
 */
export function negativeLogOfSum(y: readonly number[], d: readonly number[], added?: number): number {
  return -Math.log(inLogarithm(targetSum(y, d), added));
}

/**
 * negative-log-of-sum-gradient (spec/losses.md; 004 L791-794):  dDiv/dy_i = -d_i / sum_m d_m y_m
 *
 * @returns dDiv/dy^(N). Shape [M(N) + 1], position 0 unused.
 * Special values: an all-zero target makes every entry NaN.
 */
export function negativeLogOfSumGradient(y: readonly number[], d: readonly number[], added?: number): number[] {
  const sum = inLogarithm(targetSum(y, d), added);
  const dy = [NaN];
  for (let i = 1; i < y.length; i++) dy[i] = -d[i] / sum;
  return dy;
}

/** sum_i d_i y_i, where 0 * Infinity = 0; NaN stays NaN. */
function targetSum(y: readonly number[], d: readonly number[]): number {
  let sum = 0;
  for (let i = 1; i < y.length; i++) if (counts(d[i], y[i])) sum += d[i] * y[i];
  return sum;
}

/**
 * The cross-entropy of one example whose outputs are probabilities of their own, each of its class against not its class.
 *
 * binary-cross-entropy (spec/losses.md):  Div = -sum_i (d_i ln y_i + (1 - d_i) ln(1 - y_i)), where 0 ln 0 = 0; NaN stays NaN
 */
export function binaryCrossEntropy(y: readonly number[], d: readonly number[], added?: number): number {
  let Div = 0;
  for (let i = 1; i < y.length; i++) {
    if (counts(d[i], y[i])) Div -= d[i] * Math.log(inLogarithm(y[i], added));
    if (counts(1 - d[i], y[i])) Div -= (1 - d[i]) * logarithmOfRest(y[i], added);
  }
  return Div;
}

/**
 * binary-cross-entropy-gradient (spec/losses.md):  dDiv/dy_i = -d_i / y_i + (1 - d_i) / (1 - y_i), without a term whose factor
 * is 0; NaN stays NaN. The single quotient (y_i - d_i) / (y_i (1 - y_i)) would be 0/0 for an output that is certain and right.
 */
export function binaryCrossEntropyDerivative(y: number, d: number, added?: number): number {
  const present = counts(d, y) ? -d / inLogarithm(y, added) : 0;
  const absent = counts(1 - d, y) ? (1 - d) / inLogarithm(1 - y, added) : 0;
  return present + absent;
}

/** ln(1 - y), or ln(1 - y + epsilon): near y = 1 the difference is exact, and epsilon - y would not be. */
function logarithmOfRest(y: number, added: number | undefined): number {
  return added === undefined ? Math.log1p(-y) : Math.log(1 - y + added);
}

/** Whether a term with this factor enters a sum: a factor 0 keeps out whatever is infinite, but not NaN. */
function counts(factor: number, y: number): boolean {
  return factor !== 0 || Number.isNaN(y);
}
