import { depth, layerOf, type Answer, type Case, type Matrix, type Network } from "../model/index.js";
import { demandQuantity } from "./evaluate.js";

/** A unit, counted from 1, of a layer, counted from 1. */
export interface UnitPlace {
  readonly layer: number;
  readonly unit: number;
}

/**
 * The relu units that are dead on this batch: z ≤ 0 for every example, so that with relu'(0) = 0 no gradient reaches their
 * weights and gradient descent leaves them as they are (003 L324-326).
 *
 * A unit with z = 0 is counted as dead, although an implementation with relu'(0) > 0 would still move it; one whose z is
 * NaN is not.
 *
 * @param answer - must hold the pre-activations. Shape [N][T][D(k)].
 * @throws ShapeError when the answer has no pre-activations, or in another shape.
 * @example deadReluUnits(question, backpropagate(question, conventions)) // [{ layer: 1, unit: 2 }]
 */
export function deadReluUnits(question: Case, answer: Answer): UnitPlace[] {
  demandQuantity(question, answer, "preactivations");
  const preactivations = answer.preactivations as readonly Matrix[];
  const dead: UnitPlace[] = [];
  for (let k = 1; k <= depth(question.network); k++) {
    const { activation, biases } = layerOf(question.network, k);
    const z = preactivations[k - 1];
    for (let j = 1; j <= biases.length; j++) {
      if (activation.name === "relu" && z.every((row) => row[j - 1] <= 0)) dead.push({ layer: k, unit: j });
    }
  }
  return dead;
}

/**
 * The network with all biases set to one small positive value, so that its relu units start alive (003 L327).
 *
 * @param value - 0.1 in the lecture.
 */
export function withBiases(network: Network, value = 0.1): Network {
  return { layers: network.layers.map((layer) => ({ ...layer, biases: layer.biases.map(() => value) })) };
}
