import { depth, layerOf, type Case, type Conventions } from "../model/index.js";
import { declaredLogarithm } from "./deviations.js";
import { largest } from "./largest.js";
import { shiftedSum } from "./softmax.js";

/** A last activation and a loss that are simpler together: nothing is divided by, and no logarithm taken of, an underflowed y_i. */
export interface FusedPair {
  /** Div(Y, d) of one example. */
  readonly divergence: (z: readonly number[], d: readonly number[]) => number;
  /** dDiv/dz^(N). */
  readonly gradient: (y: readonly number[], d: readonly number[], z: readonly number[]) => number[];
}

/** The pair in which the network ends, if it is one of the three and the loss has its own logarithms, not others that are declared. */
export function fusedPair({ network, loss }: Case, { deviations }: Conventions): FusedPair | undefined {
  const { clip, added } = declaredLogarithm(loss, deviations);
  if (clip !== undefined || added !== undefined) return undefined;
  const f = layerOf(network, depth(network)).activation.name;
  if (f === "softmax" && loss.name === "cross-entropy") {
    return { divergence: softmaxCrossEntropy, gradient: softmaxCrossEntropyGradient };
  }
  if (f === "softmax" && loss.name === "negative-log-of-sum") {
    return { divergence: softmaxNegativeLog, gradient: softmaxNegativeLogGradient };
  }
  if (f === "logistic" && loss.name === "binary-cross-entropy") {
    return { divergence: logisticCrossEntropy, gradient: logisticCrossEntropyGradient };
  }
  return undefined;
}

/**
 * The cross-entropy of a softmax, from the pre-activations: where y_i has underflowed, ln y_i is still known.
 *
 * cross-entropy (spec/losses.md; 003 L641-644):  Div = -sum_i d_i ln y_i, ln y_i = z_i - ln sum_j e^(z_j)
 *
 * @param z - z^(N). Shape [D(N) + 1], position 0 unused; so is `d`, the target.
 */
export function softmaxCrossEntropy(z: readonly number[], d: readonly number[]): number {
  const max = largest(z);
  const sum = shiftedSum(z, max);

  // cross-entropy: Div = -sum_i d_i ln y_i
  let Div = 0;
  for (let i = 1; i < z.length; i++) if (d[i] !== 0 || Number.isNaN(z[i])) Div -= d[i] * (z[i] - max - Math.log(sum));
  return Div;
}

/**
 * dDiv/dz^(N) of a softmax under cross-entropy (001 L112-124, 003 L576).
 *
 * @param y - y^(N). Shape [D(N) + 1], position 0 unused; so are `d`, the target, and the result.
 */
export function softmaxCrossEntropyGradient(y: readonly number[], d: readonly number[]): number[] {
  // softmax-cross-entropy-gradient: dDiv/dz_i = y_i sum_m d_m - d_i
  let sum = 0;
  for (let m = 1; m < d.length; m++) sum += d[m];
  const dz = [NaN];
  for (let i = 1; i < y.length; i++) dz[i] = y[i] * sum - d[i];
  return dz;
}

/**
 * The negative logarithm of the targets' part of a softmax, from the pre-activations.
 *
 * negative-log-of-sum (spec/losses.md; 004 L119, L350):
 *   Div = -ln sum_i d_i y_i = ln sum_i e^(z_i) - ln sum_{d_i != 0} d_i e^(z_i)
 *
 * @param z - z^(N). Shape [D(N) + 1], position 0 unused; so is `d`, the target.
 * Special values: an all-zero target costs Infinity.
 */
export function softmaxNegativeLog(z: readonly number[], d: readonly number[]): number {
  const max = largest(z);
  const maxOfTargets = largestOfTargets(z, d);
  const sum = shiftedSum(z, max);
  let sumOfTargets = 0;
  for (let i = 1; i < z.length; i++) sumOfTargets += targetPart(z[i], d[i], maxOfTargets);

  // each sum shifted by its own largest exponent, so that none is 0 for its smallness
  return max - maxOfTargets + (Math.log(sum) - Math.log(sumOfTargets));
}

/**
 * dDiv/dz^(N) of a softmax under the negative logarithm of the sum (004 L930, L972). The quotient is itself a softmax over the
 * targets, whose exponents are shifted by the largest of them.
 *
 * @param y - y^(N). Shape [D(N) + 1], position 0 unused; so are `d`, the target, `z`, which is z^(N), and the result.
 * Special values: an all-zero target makes every entry NaN.
 */
export function softmaxNegativeLogGradient(y: readonly number[], d: readonly number[], z: readonly number[]): number[] {
  const max = largestOfTargets(z, d);
  let sum = 0;
  for (let m = 1; m < z.length; m++) sum += targetPart(z[m], d[m], max);

  // softmax-negative-log-gradient: dDiv/dz_i = y_i - d_i y_i / sum_m d_m y_m
  const dz = [NaN];
  for (let i = 1; i < z.length; i++) dz[i] = y[i] - targetPart(z[i], d[i], max) / sum;
  return dz;
}

/** The largest z_i whose d_i is not 0. */
function largestOfTargets(z: readonly number[], d: readonly number[]): number {
  return largest(z.filter((_, i) => i === 0 || d[i] !== 0));
}

/** d_i e^(z_i - max), the exponential of a z_i with d_i = 0 not taken. */
function targetPart(z: number, d: number, max: number): number {
  return d === 0 ? 0 : d * Math.exp(z - max);
}

/**
 * The binary cross-entropy of logistic units, from the pre-activations: -ln y_i = ln(1 + e^(-z_i)) and -ln(1 - y_i) = ln(1 + e^(z_i)).
 *
 * binary-cross-entropy (spec/losses.md):  Div = sum_i (max(z_i, 0) - d_i z_i + ln(1 + e^-|z_i|))
 *
 * @param z - z^(N). Shape [D(N) + 1], position 0 unused; so is `d`, the target.
 * Special values: 0 * Infinity and Infinity - Infinity are NaN and are passed on.
 */
export function logisticCrossEntropy(z: readonly number[], d: readonly number[]): number {
  let Div = 0;
  for (let i = 1; i < z.length; i++) {
    Div += Math.max(z[i], 0) - d[i] * z[i] + Math.log1p(Math.exp(-Math.abs(z[i])));
  }
  return Div;
}

/**
 * dDiv/dz^(N) of logistic units under binary cross-entropy.
 *
 * @param y - y^(N). Shape [D(N) + 1], position 0 unused; so are `d`, the target, and the result.
 */
export function logisticCrossEntropyGradient(y: readonly number[], d: readonly number[]): number[] {
  // logistic-cross-entropy-gradient: dDiv/dz_i = y_i - d_i
  const dz = [NaN];
  for (let i = 1; i < y.length; i++) dz[i] = y[i] - d[i];
  return dz;
}
