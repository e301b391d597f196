/** A worked example: a graph with its result J, and the order in which it is explained. */
import type { Graph } from "./graph.js";
import { backward, forward } from "./passes.js";
import type { Tensor } from "./tensor.js";

/** One node, on the way back from J. */
export interface Step {
  readonly node: string;
  /** How its value comes about. */
  readonly equation: string;
  /** How its gradient comes about. */
  readonly rule: string;
  /** Where the lecture has it; empty where the generic pass alone supplies it. */
  readonly lecture: string;
  readonly value: Tensor;
  /** ∂J/∂(node), of the shape of the value; the lecture writes gradients by columns as rows. */
  readonly gradient: Tensor;
}

/** The words of all steps. */
export type Script = readonly Omit<Step, "value" | "gradient">[];

/**
 * The numbers of a worked example, put beside its words.
 *
 * @param graph - Its result is called J.
 * @param given - The values of the start nodes.
 * @throws GraphError when the shapes do not fit, naming the node where they do not.
 */
export function stepsOf(graph: Graph, script: Script, given: Iterable<readonly [string, Tensor]>): readonly Step[] {
  const evaluation = forward(graph, given);
  const gradients = backward(evaluation, "J");
  return script.map((step) => ({
    ...step,
    value: evaluation.value(step.node),
    gradient: gradients.gradient(step.node),
  }));
}
