import { depth, preactivationWidth, width, type Conventions, type Network, type Regularizer } from "../model/index.js";
import type { Derivatives } from "./backward.js";
import type { ExtendedWeights } from "./extended.js";

/** What the sum over T examples is divided by: T for the mean, 1 for the sum. */
export function batchDivisor(reduction: Conventions["reduction"], T: number): number {
  return reduction === "mean" ? T : 1;
}

/**
 * The loss of the batch without the penalty.
 *
 * batch-loss (spec/batch.md; 000 L11, L54):  Loss = (1/T) sum_t Div(Y_t, d_t), or the sum
 *
 * @param Div - the divergence of each example. Shape [T].
 */
export function batchLoss(Div: readonly number[], divisor: number): number {
  let sum = 0;
  for (let t = 0; t < Div.length; t++) sum += Div[t];
  return sum / divisor;
}

/**
 * The gradient of the batch by weights and biases, without the penalty. Laid out like `ExtendedWeights`.
 *
 * batch-gradient (spec/batch.md; 000 L74-79):  dLoss/dw = (1/T) sum_t dDiv_t/dw, or the sum
 */
export function batchGradient(network: Network, examples: readonly Derivatives[], divisor: number): number[][][] {
  const D = (k: number): number => preactivationWidth(network, k);
  const M = (k: number): number => width(network, k);
  const dw: number[][][] = [[]];
  for (let k = 1; k <= depth(network); k++) {
    dw[k] = [];
    for (let i = 0; i <= M(k - 1); i++) {
      dw[k][i] = [NaN];
      for (let j = 1; j <= D(k); j++) {
        let sum = 0;
        for (let t = 0; t < examples.length; t++) sum += examples[t].dw[k][i][j];
        dw[k][i][j] = sum / divisor;
      }
    }
  }
  return dw;
}

/**
 * What the regularizer adds to the loss of the batch.
 *
 * l2-penalty (spec/losses.md; 003 L376-384):  (lambda/2) sum_k sum_ij (w_ij^(k))^2, or without the 1/2. The biases,
 * which are row i = 0, are exempt, and nothing is divided by T.
 */
export function l2Penalty(
  network: Network,
  w: ExtendedWeights,
  { lambda }: Regularizer,
  form: Conventions["l2"],
): number {
  let sum = 0;
  for (let k = 1; k <= depth(network); k++) {
    for (let i = 1; i <= width(network, k - 1); i++) {
      for (let j = 1; j <= preactivationWidth(network, k); j++) sum += w[k][i][j] * w[k][i][j];
    }
  }
  return form === "half" ? (lambda / 2) * sum : lambda * sum;
}

/**
 * Adds the regularizer's part to the gradient of the batch.
 *
 * l2-gradient (spec/losses.md; 003 L380-384):  dLoss/dw_ij += lambda w_ij, or 2 lambda w_ij, for i >= 1
 *
 * @param dw - the gradient to add to, in place.
 */
export function addL2Gradient(
  network: Network,
  w: ExtendedWeights,
  { lambda }: Regularizer,
  form: Conventions["l2"],
  dw: number[][][],
): void {
  for (let k = 1; k <= depth(network); k++) {
    for (let i = 1; i <= width(network, k - 1); i++) {
      for (let j = 1; j <= preactivationWidth(network, k); j++) {
        dw[k][i][j] += form === "half" ? lambda * w[k][i][j] : 2 * lambda * w[k][i][j];
      }
    }
  }
}
