import {
  depth,
  layerOf,
  width,
  type Case,
  type Conventions,
  type DerivativeAtKink,
  type ScalarActivation,
} from "../model/index.js";
import { activationDerivative, softmaxJacobian } from "./activations.js";
import type { ExtendedWeights } from "./extended.js";
import type { Trace } from "./forward.js";
import { divergenceDerivative, endsInSoftmaxCrossEntropy } from "./losses.js";

/** Derivatives of Div for one example; each is indexed like what it is a derivative by. */
export interface Derivatives {
  /** dDiv/dy_i^(k) as `dy[k][i]`, k = 0..N, i = 1..D(k). Layer 0 is the input. */
  readonly dy: readonly (readonly number[])[];
  /** dDiv/dz_i^(k) as `dz[k][i]`, k = 1..N, i = 1..D(k). */
  readonly dz: readonly (readonly number[])[];
  /** dDiv/dw_ij^(k) as `dw[k][i][j]`, i = 0..D(k-1), j = 1..D(k). Row 0 is the gradient by the biases. */
  readonly dw: readonly (readonly (readonly number[])[])[];
}

/**
 * The backward pass for one example (000 L579-606, with the vector activations of 000 L764-782).
 *
 * The three loops of a layer stand apart: each has its own index ranges, and all dz_j^(k) must be known before the
 * weights and the layer below are touched, which the single loop printed in 000 L764-782 leaves open.
 *
 * @param d - the target. Shape [D(N) + 1], position 0 unused.
 * Special values: 0 * Infinity is NaN and is passed on.
 */
export function backward(
  question: Case,
  conventions: Conventions,
  w: ExtendedWeights,
  { z, y }: Trace,
  d: readonly number[],
): Derivatives {
  const N = depth(question.network);
  const D = (k: number): number => width(question.network, k);
  const dy: number[][] = [];
  const dz: number[][] = [[]];
  const dw: number[][][] = [[]];

  // output-gradient: dDiv/dy_i^(N)
  dy[N] = [NaN];
  for (let i = 1; i <= D(N); i++) dy[N][i] = divergenceDerivative(question, conventions, y[N][i], d[i]);

  for (let k = N; k >= 1; k--) {
    const f = layerOf(question.network, k).activation;
    if (k === N && endsInSoftmaxCrossEntropy(question)) dz[k] = softmaxCrossEntropyGradient(y[k], d);
    else if (f.name === "softmax") dz[k] = softmaxGradient(y[k], dy[k]);
    else dz[k] = scalarActivationGradient(f, conventions.derivativeAtKink, z[k], y[k], dy[k]);

    // weight-gradient: dDiv/dw_ij^(k) = y_i^(k-1) dDiv/dz_j^(k)
    // bias-gradient: dDiv/db_j^(k) = dDiv/dz_j^(k), as y_0^(k-1) = 1
    dw[k] = [];
    for (let i = 0; i <= D(k - 1); i++) {
      dw[k][i] = [NaN];
      for (let j = 1; j <= D(k); j++) dw[k][i][j] = y[k - 1][i] * dz[k][j];
    }

    // activation-gradient: dDiv/dy_i^(k-1) = sum_{j=1..D(k)} w_ij^(k) dDiv/dz_j^(k)
    // input-gradient: dDiv/dx_i = dDiv/dy_i^(0)
    dy[k - 1] = [NaN];
    for (let i = 1; i <= D(k - 1); i++) {
      dy[k - 1][i] = 0;
      for (let j = 1; j <= D(k); j++) dy[k - 1][i] += w[k][i][j] * dz[k][j];
    }
  }
  return { dy, dz, dw };
}

/**
 * dDiv/dz^(k) of a scalar activation.
 *
 * @param z - z^(k). Shape [D(k) + 1], position 0 unused; so are `y`, which is y^(k), `dy`, which is dDiv/dy^(k), and the result.
 */
function scalarActivationGradient(
  f: ScalarActivation,
  atKink: DerivativeAtKink,
  z: readonly number[],
  y: readonly number[],
  dy: readonly number[],
): number[] {
  // preactivation-gradient: dDiv/dz_i^(k) = f_k'(z_i^(k)) dDiv/dy_i^(k)
  const dz = [NaN];
  for (let i = 1; i < z.length; i++) dz[i] = activationDerivative(f, z[i], y[i], atKink) * dy[i];
  return dz;
}

/**
 * dDiv/dz^(k) of a softmax in any layer (000 L681-694, L733).
 *
 * @param y - y^(k). Shape [D(k) + 1], position 0 unused; so are `dy`, which is dDiv/dy^(k), and the result.
 */
function softmaxGradient(y: readonly number[], dy: readonly number[]): number[] {
  // vector-activation-gradient: dDiv/dz_i^(k) = sum_j dDiv/dy_j^(k) dy_j^(k)/dz_i^(k)
  const dz = [NaN];
  for (let i = 1; i < y.length; i++) {
    dz[i] = 0;
    for (let j = 1; j < y.length; j++) dz[i] += dy[j] * softmaxJacobian(y, i, j);
  }
  return dz;
}

/**
 * dDiv/dz^(N) of a softmax under cross-entropy (001 L112-124, 003 L576): no division by a y_i that may have underflowed.
 *
 * @param y - y^(N). Shape [D(N) + 1], position 0 unused; so are `d`, the target, and the result.
 */
function softmaxCrossEntropyGradient(y: readonly number[], d: readonly number[]): number[] {
  // softmax-cross-entropy-gradient: dDiv/dz_i = y_i sum_m d_m - d_i
  let sum = 0;
  for (let m = 1; m < d.length; m++) sum += d[m];
  const dz = [NaN];
  for (let i = 1; i < y.length; i++) dz[i] = y[i] * sum - d[i];
  return dz;
}
