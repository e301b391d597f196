import { depth, layerOf, type Case, type Conventions } from "../model/index.js";
import { largest } from "./activations.js";

type SquaredErrorForm = Conventions["squaredError"];

/**
 * The squared error of one example.
 *
 * squared-error (spec/losses.md; 001 L8, 003 L374):  Div = 1/2 sum_i (y_i - d_i)^2, or without the 1/2
 *
 * @param y - y^(N). Shape [D(N) + 1], position 0 unused; so is `d`, the target.
 */
export function squaredError(y: readonly number[], d: readonly number[], form: SquaredErrorForm): number {
  let sum = 0;
  for (let i = 1; i < y.length; i++) sum += (y[i] - d[i]) * (y[i] - d[i]);
  return form === "half" ? sum / 2 : sum;
}

/** squared-error-gradient (spec/losses.md; 001 L17, 003 L390):  dDiv/dy_i = y_i - d_i, or 2 (y_i - d_i) */
export function squaredErrorDerivative(y: number, d: number, form: SquaredErrorForm): number {
  return form === "half" ? y - d : 2 * (y - d);
}

/**
 * The cross-entropy of one example.
 *
 * cross-entropy (spec/losses.md; 003 L641-644):  Div = -sum_i d_i ln y_i, where 0 ln 0 = 0
 *
 * @param y - y^(N). Shape [D(N) + 1], position 0 unused; so is `d`, the target.
 */
export function crossEntropy(y: readonly number[], d: readonly number[]): number {
  let Div = 0;
  for (let i = 1; i < y.length; i++) if (d[i] !== 0 || Number.isNaN(y[i])) Div -= d[i] * Math.log(y[i]);
  return Div;
}

/** cross-entropy-gradient (spec/losses.md; 004 L791-794):  dDiv/dy_i = -d_i / y_i, and 0 where d_i = 0; NaN stays NaN */
export function crossEntropyDerivative(y: number, d: number): number {
  return d === 0 && !Number.isNaN(y) ? 0 : -d / y;
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

  // softmax: sum_j e^(z_j), every exponent shifted by the largest so that none overflows (softmax-shift)
  let sum = 0;
  for (let j = 1; j < z.length; j++) sum += Math.exp(z[j] - max);

  // cross-entropy: Div = -sum_i d_i ln y_i
  let Div = 0;
  for (let i = 1; i < z.length; i++) if (d[i] !== 0 || Number.isNaN(z[i])) Div -= d[i] * (z[i] - max - Math.log(sum));
  return Div;
}

/** Whether the network ends in a softmax under cross-entropy, where loss and dz^(N) take a form without division by y. */
export function endsInSoftmaxCrossEntropy({ network, loss }: Case): boolean {
  return loss.name === "cross-entropy" && layerOf(network, depth(network)).activation.name === "softmax";
}

/**
 * Div(Y, d) of one example.
 *
 * @param z - z^(N). Shape [D(N) + 1], position 0 unused; so are `y`, which is y^(N), and `d`, the target.
 */
export function divergence(
  question: Case,
  conventions: Conventions,
  z: readonly number[],
  y: readonly number[],
  d: readonly number[],
): number {
  if (endsInSoftmaxCrossEntropy(question)) return softmaxCrossEntropy(z, d);
  if (question.loss.name === "cross-entropy") return crossEntropy(y, d);
  return squaredError(y, d, conventions.squaredError);
}

/** output-gradient (spec/backward.md; 000 L331-334):  dDiv/dy_i^(N), from one output and its target */
export function divergenceDerivative(question: Case, conventions: Conventions, y: number, d: number): number {
  if (question.loss.name === "cross-entropy") return crossEntropyDerivative(y, d);
  return squaredErrorDerivative(y, d, conventions.squaredError);
}
