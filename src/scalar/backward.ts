import {
  depth,
  isScalar,
  layerOf,
  preactivationWidth,
  width,
  type Case,
  type Conventions,
  type ScalarActivation,
} from "../model/index.js";
import { activationDerivative } from "./activations.js";
import type { ExtendedWeights } from "./extended.js";
import type { Trace } from "./forward.js";
import { fusedPair } from "./fused.js";
import { divergenceGradient } from "./losses.js";
import { vectorActivationGradient } from "./vector-activations.js";

/** Derivatives of Div for one example; each is indexed like what it is a derivative by. */
export interface Derivatives {
  /** dDiv/dy_i^(k) as `dy[k][i]`, k = 0..N, i = 1..M(k). Layer 0 is the input. */
  readonly dy: readonly (readonly number[])[];
  /** dDiv/dz_i^(k) as `dz[k][i]`, k = 1..N, i = 1..D(k). */
  readonly dz: readonly (readonly number[])[];
  /** dDiv/dw_ij^(k) as `dw[k][i][j]`, i = 0..M(k-1), j = 1..D(k). Row 0 is the gradient by the biases. */
  readonly dw: readonly (readonly (readonly number[])[])[];
}

/**
 * The backward pass for one example (000 L579-606, with the vector activations of 000 L764-782).
 *
 * The three loops of a layer stand apart: each has its own index ranges, and all dz_j^(k) must be known before the
 * weights and the layer below are touched, which the single loop printed in 000 L764-782 leaves open.
 *
 * @param d - the target. Shape [M(N) + 1], position 0 unused.
 * @throws ShapeError when a user's own activation or divergence returns a gradient of another shape.
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
  const D = (k: number): number => preactivationWidth(question.network, k);
  const M = (k: number): number => width(question.network, k);
  const fused = fusedPair(question, conventions);
  const dy: number[][] = [];
  const dz: number[][] = [[]];
  const dw: number[][][] = [[]];

  // output-gradient: dDiv/dy_i^(N)
  dy[N] = divergenceGradient(question, conventions, y[N], d);

  for (let k = N; k >= 1; k--) {
    const f = layerOf(question.network, k).activation;
    if (k === N && fused !== undefined) dz[k] = fused.gradient(y[k], d, z[k]);
    else if (isScalar(f)) dz[k] = scalarActivationGradient(f, conventions, z[k], y[k], dy[k]);
    else dz[k] = vectorActivationGradient(f, conventions, z[k], y[k], dy[k]);

    // weight-gradient: dDiv/dw_ij^(k) = y_i^(k-1) dDiv/dz_j^(k)
    // bias-gradient: dDiv/db_j^(k) = dDiv/dz_j^(k), as y_0^(k-1) = 1
    dw[k] = [];
    for (let i = 0; i <= M(k - 1); i++) {
      dw[k][i] = [NaN];
      for (let j = 1; j <= D(k); j++) dw[k][i][j] = y[k - 1][i] * dz[k][j];
    }

    // activation-gradient: dDiv/dy_i^(k-1) = sum_{j=1..D(k)} w_ij^(k) dDiv/dz_j^(k)
    // input-gradient: dDiv/dx_i = dDiv/dy_i^(0)
    dy[k - 1] = [NaN];
    for (let i = 1; i <= M(k - 1); i++) {
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
  conventions: Conventions,
  z: readonly number[],
  y: readonly number[],
  dy: readonly number[],
): number[] {
  // preactivation-gradient: dDiv/dz_i^(k) = f_k'(z_i^(k)) dDiv/dy_i^(k)
  const dz = [NaN];
  for (let i = 1; i < z.length; i++) dz[i] = activationDerivative(f, z[i], y[i], conventions) * dy[i];
  return dz;
}
