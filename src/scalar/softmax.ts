import { largest } from "./largest.js";

/**
 * The softmax of a layer.
 *
 * softmax (spec/activations.md; 000 L700, 001 L78):  y_i = e^(z_i) / sum_j e^(z_j)
 *
 * @param z - z^(k). Shape [D(k) + 1], position 0 unused.
 * @returns y^(k). Shape [D(k) + 1], position 0 unused.
 * Special values: NaN or +Infinity in z makes every y NaN; finite z never do.
 * @example softmax([NaN, 5, 5]) // [NaN, 0.5, 0.5]
 */
export function softmax(z: readonly number[]): number[] {
  const max = largest(z);
  const sum = shiftedSum(z, max);

  // softmax: y_i = e^(z_i) / sum_j e^(z_j)
  const y = [NaN];
  for (let i = 1; i < z.length; i++) y[i] = Math.exp(z[i] - max) / sum;
  return y;
}

/**
 * One entry of the softmax's Jacobian.
 *
 * softmax-jacobian (spec/activations.md; 000 L720-744):  dy_j/dz_i = y_j (delta_ij - y_i)
 *
 * @param y - y^(k) = softmax(z^(k)). Shape [D(k) + 1], position 0 unused.
 */
export function softmaxJacobian(y: readonly number[], i: number, j: number): number {
  const delta = i === j ? 1 : 0;
  return y[j] * (delta - y[i]);
}

/**
 * The logarithm of the softmax of a layer, from the pre-activations: where a probability has underflowed, its logarithm is
 * still known.
 *
 * log-softmax (spec/activations.md):  y_i = z_i - ln sum_j e^(z_j)
 *
 * @param z - z^(k). Shape [D(k) + 1], position 0 unused.
 * @returns y^(k). Shape [D(k) + 1], position 0 unused.
 * Special values: NaN or +Infinity in z makes every y NaN; finite z never do.
 * @example logSoftmax([NaN, 0, -1000]) // [NaN, 0, -1000]
 */
export function logSoftmax(z: readonly number[]): number[] {
  const max = largest(z);
  const logarithm = Math.log(shiftedSum(z, max));

  // log-softmax: y_i = z_i - ln sum_j e^(z_j), both shifted by the largest z
  const y = [NaN];
  for (let i = 1; i < z.length; i++) y[i] = z[i] - max - logarithm;
  return y;
}

/**
 * One entry of the log-softmax's Jacobian.
 *
 * log-softmax-jacobian (spec/activations.md):  dy_j/dz_i = delta_ij - e^(y_i)
 *
 * @param p - e^(y^(k)) = softmax(z^(k)). Shape [D(k) + 1], position 0 unused.
 */
export function logSoftmaxJacobian(p: readonly number[], i: number, j: number): number {
  const delta = i === j ? 1 : 0;
  return delta - p[i];
}

/** softmax-shift: sum_j e^(z_j - max), every exponent shifted by the largest so that none overflows. */
export function shiftedSum(z: readonly number[], max: number): number {
  let sum = 0;
  for (let j = 1; j < z.length; j++) sum += Math.exp(z[j] - max);
  return sum;
}
