import type { Network } from "./network.js";
import { isOwn, type OwnDivergence } from "./own.js";

/**
 * The divergence Div(Y, d) of one example. Whether squared error carries the factor 1/2 is a convention, not
 * part of the case (see conventions.ts).
 */
export type Loss =
  | { readonly name: "squared-error" }
  /** -Σ_i d_i ln y_i. */
  | { readonly name: "cross-entropy" }
  /** -ln Σ_i d_i y_i: another function than cross-entropy unless the target is one-hot. */
  | { readonly name: "negative-log-of-sum" }
  /** -Σ_i (d_i ln y_i + (1 - d_i) ln(1 - y_i)), a sum over the outputs. */
  | { readonly name: "binary-cross-entropy" }
  /** Σ_{j≠c} max(0, y_j - y_c + 1) of linear scores y; c is the place of the 1 in a one-hot target. */
  | { readonly name: "multiclass-hinge" }
  | OwnDivergence;
/** The losses that a subject can declare; a user's own goes by the id it was given. */
export type LossName = Exclude<Loss["name"], "own">;

export const lossNames: readonly LossName[] = [
  "squared-error",
  "cross-entropy",
  "negative-log-of-sum",
  "binary-cross-entropy",
  "multiclass-hinge",
];

/** λ‖W‖² over the weights of all layers; biases exempt; not divided by the batch size. */
export interface Regularizer {
  readonly name: "l2";
  /** λ ≥ 0. */
  readonly lambda: number;
}

/** T examples, one row each. */
export interface Batch {
  /** Shape [T][M(0)]. */
  readonly inputs: readonly (readonly number[])[];
  /** Shape [T][M(N)]. */
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

/** A copy that shares no number with the original. A user's own functions, which no copy can hold, are the same objects. */
export function copyOfCase(question: Case): Case {
  return copyOf(question);
}

function copyOf<T>(value: T): T {
  if (typeof value !== "object" || value === null || isOwn(value)) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copyOf(member)])) as T;
}
