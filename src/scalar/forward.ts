import {
  depth,
  isScalar,
  layerOf,
  preactivationWidth,
  width,
  type Conventions,
  type Network,
  type ScalarActivation,
} from "../model/index.js";
import { activationValue } from "./activations.js";
import type { ExtendedWeights } from "./extended.js";
import { vectorActivationValue } from "./vector-activations.js";

/** What the forward pass leaves for the backward pass (000 L220-227), for one example. */
export interface Trace {
  /** z_j^(k) as `z[k][j]`, k = 1..N, j = 1..D(k). Position 0 is unused. */
  readonly z: readonly (readonly number[])[];
  /** y_j^(k) as `y[k][j]`, k = 0..N, j = 1..M(k). For k < N, `y[k][0]` is the constant unit. */
  readonly y: readonly (readonly number[])[];
}

/**
 * The forward pass for one example (000 L208-217).
 *
 * @param x - the input. Shape [M(0) + 1], position 0 unused. Never written to.
 * @throws ShapeError when a user's own activation returns another number of outputs than it announces.
 * Special values: 0 * Infinity is NaN and is passed on.
 * Rounding: the affine sum is taken from i = 0 upwards, one product and one addition per source unit.
 */
export function forward(network: Network, conventions: Conventions, w: ExtendedWeights, x: readonly number[]): Trace {
  const N = depth(network);
  const D = (k: number): number => preactivationWidth(network, k);
  const M = (k: number): number => width(network, k);
  const z: number[][] = [[]];
  const y: number[][] = [[NaN]];

  // input-layer: y_i^(0) = x_i
  for (let i = 1; i <= M(0); i++) y[0][i] = x[i];

  for (let k = 1; k <= N; k++) {
    z[k] = [NaN];

    // bias-as-weight: y_0^(k-1) = 1
    y[k - 1][0] = 1;

    // affine: z_j^(k) = sum_{i=0..M(k-1)} w_ij^(k) y_i^(k-1)
    for (let j = 1; j <= D(k); j++) {
      z[k][j] = 0;
      for (let i = 0; i <= M(k - 1); i++) z[k][j] += w[k][i][j] * y[k - 1][i];
    }

    // activation: y_j^(k) = f_k(z_j^(k)), or y^(k) = f_k(z^(k)) for a vector activation
    const f = layerOf(network, k).activation;
    y[k] = isScalar(f) ? scalarActivationValue(f, conventions, z[k]) : vectorActivationValue(f, z[k]);
  }
  return { z, y };
}

/**
 * y^(k) of a scalar activation.
 *
 * @param z - z^(k). Shape [D(k) + 1], position 0 unused; so is the result, M(k) being D(k).
 */
function scalarActivationValue(f: ScalarActivation, conventions: Conventions, z: readonly number[]): number[] {
  const y = [NaN];
  for (let j = 1; j < z.length; j++) y[j] = activationValue(f, z[j], conventions);
  return y;
}
