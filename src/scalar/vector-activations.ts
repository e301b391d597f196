import type { Conventions, VectorActivation } from "../model/index.js";
import { layerNormalization, layerNormalizationGradient } from "./layer-normalization.js";
import { linearMap, linearMapJacobian } from "./linear-map.js";
import { maxout, maxoutGradient } from "./maxout.js";
import { ownActivation, ownActivationGradient } from "./own.js";
import { polynomial, polynomialJacobian } from "./polynomial.js";
import { logSoftmax, logSoftmaxJacobian, softmax, softmaxJacobian } from "./softmax.js";

/**
 * y^(k) = f(z^(k)) of a vector activation.
 *
 * activation (spec/forward.md; 000 L652-659)
 *
 * @param z - z^(k). Shape [D(k) + 1], position 0 unused.
 * @returns y^(k). Shape [M(k) + 1], position 0 unused.
 * @throws ShapeError when a user's own activation returns another number of outputs than it announces.
 */
export function vectorActivationValue(f: VectorActivation, z: readonly number[]): number[] {
  switch (f.name) {
    case "softmax":
      return softmax(z);
    case "log-softmax":
      return logSoftmax(z);
    case "maxout":
      return maxout(z, f.pieces);
    case "linear-map":
      return linearMap(f.matrix, z);
    case "layer-normalization":
      return layerNormalization(z, f.epsilon);
    case "polynomial":
      return polynomial(f.outputs, z);
    case "own":
      return ownActivation(f, z);
  }
}

/**
 * dDiv/dz^(k) of a vector activation in any layer (000 L681-694, L733-744).
 *
 * Maxout, layer normalization and a user's own have the sum over j multiplied out in a file of their own.
 *
 * @param conventions - say how maxout divides dy_j among pieces that tie.
 * @param z - z^(k). Shape [D(k) + 1], position 0 unused; so is the result.
 * @param y - y^(k). Shape [M(k) + 1], position 0 unused; so is `dy`, which is dDiv/dy^(k).
 * @throws ShapeError when a user's own activation returns another number of derivatives than it has pre-activations.
 */
export function vectorActivationGradient(
  f: VectorActivation,
  { derivativeAtKink }: Conventions,
  z: readonly number[],
  y: readonly number[],
  dy: readonly number[],
): number[] {
  const D = z.length - 1;
  switch (f.name) {
    case "softmax":
      return throughJacobian(D, dy, (i, j) => softmaxJacobian(y, i, j));
    case "log-softmax": {
      const p = softmax(z);
      return throughJacobian(D, dy, (i, j) => logSoftmaxJacobian(p, i, j));
    }
    case "maxout":
      return maxoutGradient(z, f.pieces, dy, derivativeAtKink.maxout);
    case "linear-map":
      return throughJacobian(D, dy, (i, j) => linearMapJacobian(f.matrix, i, j));
    case "layer-normalization":
      return layerNormalizationGradient(z, f.epsilon, y, dy);
    case "polynomial":
      return throughJacobian(D, dy, (i, j) => polynomialJacobian(f.outputs[j - 1], z, i));
    case "own":
      return ownActivationGradient(f, z, dy);
  }
}

/**
 * dDiv/dz^(k) by a Jacobian of D(k) pre-activations and M(k) outputs, whose entry is dy_j^(k)/dz_i^(k).
 *
 * @param dy - dDiv/dy^(k). Shape [M(k) + 1], position 0 unused.
 */
function throughJacobian(D: number, dy: readonly number[], entry: (i: number, j: number) => number): number[] {
  // vector-activation-gradient: dDiv/dz_i^(k) = sum_j dDiv/dy_j^(k) dy_j^(k)/dz_i^(k)
  const dz = [NaN];
  for (let i = 1; i <= D; i++) {
    dz[i] = 0;
    for (let j = 1; j < dy.length; j++) dz[i] += dy[j] * entry(i, j);
  }
  return dz;
}
