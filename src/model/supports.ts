/** What a subject can do, and whether a question is within it. */
import { batchSize, type Case, type LossName } from "./case.js";
import { depth, layerOf, width, type ActivationName } from "./network.js";
import type { Quantity } from "./quantities.js";

/** The gate asks for nothing else. */
export interface Supports {
  readonly activations: readonly ActivationName[];
  readonly losses: readonly LossName[];
  readonly regularizers: readonly "l2"[];
  /** The parts of an answer that the subject returns. */
  readonly observes: readonly Quantity[];
  /** Whether the subject can be asked about NaN and infinities, and about a batch without examples; not when it is left out. */
  readonly specialValues?: boolean;
  /** The activations of the last layer that go with each loss, and no others; any when it is left out. */
  readonly pairs?: readonly (readonly [ActivationName, LossName])[];
  /** "uniform": the layers below the last have one activation, parameters and all. */
  readonly hidden?: "any" | "uniform";
  /** "none": all biases are 0. */
  readonly biases?: "vector" | "none";
  /** 1: one example at a time. */
  readonly batch?: "any" | 1;
  /** How many layers with weights. */
  readonly layers?: { readonly min?: number; readonly max?: number };
  /** How many outputs of the last layer, at most. */
  readonly outputs?: { readonly max: number };
}

/** Why the question is more than the subject can do; undefined when it is not. A user's own functions go with everything. */
export function beyondSupports(question: Case, supports: Supports): string | undefined {
  const { network, loss } = question;
  const N = depth(network);
  const { min = 1, max = Infinity } = supports.layers ?? {};
  if (N < min || N > max) return `it takes ${range(min, max)} layers, and this network has ${N}`;
  const last = layerOf(network, N).activation.name;
  if (supports.pairs !== undefined && last !== "own" && loss.name !== "own") {
    const isPair = supports.pairs.some(([activation, name]) => activation === last && name === loss.name);
    if (!isPair) return `it does not take ${loss.name} above ${last}`;
  }
  if (supports.hidden === "uniform" && !isUniform(question))
    return "it takes one activation for all layers below the last";
  const outputs = width(network, N);
  if (outputs > (supports.outputs?.max ?? Infinity))
    return `it takes at most ${supports.outputs?.max} outputs, and this network has ${outputs}`;
  if (supports.batch === 1 && batchSize(question) !== 1)
    return `it takes one example at a time, and this batch has ${batchSize(question)}`;
  if (supports.biases === "none" && network.layers.some(({ biases }) => biases.some((b) => b !== 0)))
    return "it has no biases";
  return undefined;
}

function range(min: number, max: number): string {
  if (max === Infinity) return `at least ${min}`;
  return min === max ? `exactly ${min}` : `${min} to ${max}`;
}

function isUniform({ network }: Case): boolean {
  const hidden = network.layers.slice(0, -1).map(({ activation }) => JSON.stringify(activation));
  return new Set(hidden).size <= 1;
}
