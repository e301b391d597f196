import { depth, layerOf, preactivationWidth, width, type Network } from "../model/index.js";

/**
 * w_ij^(k) as `w[k][i][j]`: source unit i = 0..M(k-1), an output of layer k-1, destination unit j = 1..D(k), a
 * pre-activation of layer k = 1..N. Row i = 0 holds the biases. Layer 0 has no weights, and no weight leads to a constant unit: `w[k][i][0]` is unused.
 */
export type ExtendedWeights = readonly (readonly (readonly number[])[])[];

/**
 * The network's weights and biases, copied into the lecture's one array of weights.
 *
 * bias-as-weight (000 L115, L211): w_0j^(k) = b_j^(k). Unused positions hold NaN, so that reading one shows.
 */
export function extendedWeights(network: Network): ExtendedWeights {
  const D = (k: number): number => preactivationWidth(network, k);
  const M = (k: number): number => width(network, k);
  const w: number[][][] = [[]];
  for (let k = 1; k <= depth(network); k++) {
    const { weights, biases } = layerOf(network, k);
    w[k] = [];
    for (let i = 0; i <= M(k - 1); i++) {
      w[k][i] = [NaN];
      for (let j = 1; j <= D(k); j++) w[k][i][j] = i === 0 ? biases[j - 1] : weights[j - 1][i - 1];
    }
  }
  return w;
}
