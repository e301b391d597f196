/** Which of several wrong entries is the cause: the one that a correct program computes first. */
import type { Mismatch } from "../compare/index.js";
import type { Quantity } from "../model/index.js";
import type { Location } from "./report.js";

/** Stage of the computation, and the place within a layer's part of that stage. */
const stages: Readonly<
  Record<Quantity, { readonly stage: number; readonly step: number; readonly direction: 1 | -1 }>
> = {
  preactivations: { stage: 0, step: 0, direction: 1 },
  activations: { stage: 0, step: 1, direction: 1 },
  outputs: { stage: 1, step: 0, direction: 1 },
  loss: { stage: 2, step: 0, direction: 1 },
  // The backward pass runs from layer N down to layer 1.
  "gradients.activations": { stage: 3, step: 0, direction: -1 },
  "gradients.preactivations": { stage: 3, step: 1, direction: -1 },
  "gradients.weights": { stage: 3, step: 2, direction: -1 },
  "gradients.biases": { stage: 3, step: 3, direction: -1 },
  "gradients.inputs": { stage: 4, step: 0, direction: 1 },
};

/** Negative when the first is computed before the second: forward layer by layer, then the loss, then backward from layer N. */
export function compareCausally(first: Location, second: Location): number {
  const a = stages[first.quantity];
  const b = stages[second.quantity];
  const layers = ((first.layer ?? 0) - (second.layer ?? 0)) * a.direction;
  return a.stage - b.stage || layers || a.step - b.step;
}

/** The mismatches, the cause first; entries of one tensor stay in their order. */
export function causally(mismatches: readonly Mismatch[]): Mismatch[] {
  return [...mismatches].sort(compareCausally);
}

/** Where the first of the mismatches stands; null when there is none. */
export function locate(mismatches: readonly Mismatch[]): Location | null {
  const [first] = causally(mismatches);
  if (first === undefined) return null;
  return { ...(first.layer === undefined ? {} : { layer: first.layer }), quantity: first.quantity };
}
