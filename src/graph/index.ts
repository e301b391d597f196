/**
 * Backpropagation as the lecture on computational graphs has it (004): nodes, parents and children, one generic forward
 * pass and one generic backward pass. A network is a graph like any other; nothing here knows the formula of a layer's gradient.
 */
import { batchSize, depth, type Case, type Conventions, type FullAnswer } from "../model/index.js";
import { names } from "./names.js";
import { networkToGraph } from "./network.js";
import { backward, forward } from "./passes.js";
import { entries, rowsOf, type Tensor } from "./tensor.js";

export * as columnOperations from "./columns.js";
export {
  graphOf,
  GraphError,
  node,
  start,
  type Child,
  type Graph,
  type GraphNode,
  type NodeDefinition,
} from "./graph.js";
export { lectureExample, type Example } from "./lecture-example.js";
export { names } from "./names.js";
export { networkToGraph, type NetworkGraph } from "./network.js";
export type { Operation } from "./operation.js";
export * as operations from "./operations.js";
export { backward, forward, type Evaluation, type Gradients, type Term } from "./passes.js";
export * as softmaxOperations from "./softmax.js";
export type { Step } from "./steps.js";
export { svmExample, type SvmExample } from "./svm-example.js";
export * as tensors from "./tensor.js";
export type { Tensor } from "./tensor.js";
export * as vec from "./vec.js";

/**
 * Loss, outputs and all gradients of a case, by the generic passes over its graph.
 *
 * multi-branch (spec/graph.md), 004 L497-548, L585-587.
 *
 * @param conventions - Read: all but the layouts, which are the caller's concern:
 *   weights and their gradients have shape [D(k)][M(k-1)] here.
 * @returns A fresh answer that shares no memory with the question. All gradients are derivatives of the batch's loss: under
 *   the mean, those by inputs, pre-activations and activations hold the factor 1/T.
 * @throws ShapeError, RangeError as `checkCase` does; GraphError naming the node where a user's own function fails or returns the
 *   wrong number of entries.
 * Special values: NaN and Infinity are passed on, as are 0 · ±Infinity and Infinity - Infinity, both NaN.
 * Rounding: under the mean every Div starts the backward pass with 1/T; the terms of a shared parameter are added in the order of
 *   the examples, the penalty's last.
 */
export function backpropagate(question: Case, conventions: Conventions): FullAnswer {
  const { graph, given, result, resultOfOutputs } = networkToGraph(question, conventions);
  const evaluation = forward(graph, given);
  const gradients = backward(evaluation, result);
  const outputGradients = resultOfOutputs === result ? gradients : backward(evaluation, resultOfOutputs);

  const N = depth(question.network);
  const layers = Array.from({ length: N }, (_, position) => position + 1);
  const values = rowPerExample(question, (name) => evaluation.value(name));
  const derivatives = rowPerExample(question, (name) => gradients.gradient(name));
  const outputDerivatives = rowPerExample(question, (name) => outputGradients.gradient(name));
  return {
    loss: evaluation.value(names.Loss).data[0],
    outputs: values((t) => names.y(N, t)),
    preactivations: layers.map((k) => values((t) => names.z(k, t))),
    activations: layers.map((k) => values((t) => names.y(k, t))),
    gradients: {
      weights: layers.map((k) => rowsOf(gradients.gradient(names.W(k)))),
      biases: layers.map((k) => entries(gradients.gradient(names.b(k)))),
      inputs: derivatives((t) => names.y(0, t)),
      preactivations: layers.map((k) => derivatives((t) => names.z(k, t))),
      activations: layers.map((k) => (k === N ? outputDerivatives : derivatives)((t) => names.y(k, t))),
    },
  };
}

/** Reads one column per example, each from the node of that example. */
function rowPerExample(question: Case, read: (name: string) => Tensor): (nameOf: (t: number) => string) => number[][] {
  return (nameOf) => Array.from({ length: batchSize(question) }, (_, row) => entries(read(nameOf(row + 1))));
}
