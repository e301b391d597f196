/**
 * One update W^(k+1) = W^k - η ∇Loss(W^k), written in the three ways of the lecture.
 *
 * All three are simultaneous: they read the old network and the derivatives taken at it, and build a new one. Nothing
 * is changed in place, so no derivative can be taken at a network that is half old and half new.
 */
import { depth, layerOf, type Network } from "../model/index.js";
import { flattenGradients, flattenParameters, unflattenParameters, type ParameterGradients } from "./parameters.js";

/**
 * A step of size `eta` down the gradient; up, when `eta` is negative.
 *
 * Rounding: one product and one difference per parameter, whichever form, so that all forms return the same bits.
 */
export type Update = (network: Network, gradients: ParameterGradients, eta: number) => Network;

/** Vector form (000 L32):  W^(k+1) = W^k - η^k ∇Loss(W^k)ᵀ, all parameters being one vector. */
export const updateByVector: Update = (network, gradients, eta) => {
  const step = scale(eta, flattenGradients(gradients));
  return unflattenParameters(network, difference(flattenParameters(network), step));
};

function scale(factor: number, vector: readonly number[]): number[] {
  return vector.map((entry) => factor * entry);
}

function difference(a: readonly number[], b: readonly number[]): number[] {
  return a.map((entry, i) => entry - b[i]);
}

/** Component form (000 L42-45):  for every component i, W_i^(k+1) = W_i^k - η^k ∂L/∂W_i. */
export const updateByComponent: Update = (network, gradients, eta) => {
  const old = flattenParameters(network);
  const derivatives = flattenGradients(gradients);
  const next: number[] = [];
  for (let i = 0; i < old.length; i++) next[i] = old[i] - eta * derivatives[i];
  return unflattenParameters(network, next);
};

/** Network form (000 L60-62):  for every layer k, for all i, j, w_ij^(k) = w_ij^(k) - η dLoss/dw_ij^(k). */
export const updateByLayer: Update = (network, gradients, eta) => {
  const layers = [];
  for (let k = 1; k <= depth(network); k++) {
    const layer = layerOf(network, k);
    const dW = gradients.weights[k - 1];
    const db = gradients.biases[k - 1];
    layers.push({
      weights: layer.weights.map((row, j) => row.map((w, i) => w - eta * dW[j][i])),
      // the bias is the weight w_0j^(k)
      biases: layer.biases.map((w, j) => w - eta * db[j]),
      activation: layer.activation,
    });
  }
  return { layers };
};
