/** The smallest cases: one layer, one example. */
import type { Activation, Case, LossName } from "../../model/index.js";

/** Biases are 0. */
export function oneLayer(
  activation: Activation,
  weights: readonly (readonly number[])[],
  inputs: readonly number[],
  targets: readonly number[],
  loss: LossName = "squared-error",
): Case {
  return {
    network: { layers: [{ weights, biases: weights.map(() => 0), activation }] },
    loss: { name: loss },
    regularizer: null,
    batch: { inputs: [inputs], targets: [targets] },
  };
}
