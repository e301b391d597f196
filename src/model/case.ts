import type { Network } from "./network.js";

/**
 * The divergence Div(Y, d) of one example. Whether squared error carries the factor 1/2 is a convention, not
 * part of the case (see conventions.ts).
 */
export type Loss = { readonly name: "squared-error" } | { readonly name: "cross-entropy" };
export type LossName = Loss["name"];

export const lossNames: readonly LossName[] = ["squared-error", "cross-entropy"];

/** λ‖W‖² over the weights of all layers; biases exempt; not divided by the batch size. */
export interface Regularizer {
  readonly name: "l2";
  /** λ ≥ 0. */
  readonly lambda: number;
}

/** T examples, one row each. */
export interface Batch {
  /** Shape [T][D(0)]. */
  readonly inputs: readonly (readonly number[])[];
  /** Shape [T][D(N)]. */
  readonly targets: readonly (readonly number[])[];
}

/** One question put to an implementation. */
export interface Case {
  readonly network: Network;
  readonly loss: Loss;
  readonly regularizer: Regularizer | null;
  readonly batch: Batch;
}

/** T, the number of examples in the batch. */
export function batchSize(question: Case): number {
  return question.batch.inputs.length;
}
