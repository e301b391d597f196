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

/** J = l + λ r: what both of the lecture's classifiers begin with on the way back. */
export const objectiveSteps: Script = [
  { node: "J", equation: "J = l + λ r", rule: "∂J/∂J = 1", lecture: "004 L726-730" },
  { node: "r", equation: "r = Σ W_ij²", rule: "∂J/∂r = ∂J/∂J ∂J/∂r = λ", lecture: "004 L733-746" },
];

/** s = z + b with z = W x, below the gradient of s. */
export const linearSteps: Script = [
  { node: "b", equation: "b is given", rule: "∂J/∂b = ∂J/∂s I", lecture: "004 L824-843" },
  { node: "z", equation: "z = W x", rule: "∂J/∂z = ∂J/∂s I", lecture: "004 L848-863" },
  {
    node: "W",
    equation: "W is given",
    rule: "∂J/∂W = ∂J/∂z ∂z/∂W + ∂J/∂r ∂r/∂W = gᵀ xᵀ + 2 λ W with g = ∂J/∂z",
    lecture: "004 L865-920",
  },
  { node: "x", equation: "x is given", rule: "∂J/∂x = ∂J/∂z W", lecture: "" },
];

export const lambdaStep: Script[number] = { node: "λ", equation: "λ is given", rule: "∂J/∂λ = r", lecture: "" };

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
