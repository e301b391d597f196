import { batchSize, checkCase, depth, layerOf, type Case, type Conventions } from "../model/index.js";
import { activation } from "./activations.js";
import { graphOf, node, start, type Graph, type NodeDefinition } from "./graph.js";
import { names } from "./names.js";
import { difference, halfSumOfSquares, matrixVector, mean, product, sum, sumOfSquares } from "./operations.js";
import { crossEntropy, crossEntropyOfLogarithms, logSoftmax } from "./softmax.js";
import { column, matrix, single, type Tensor } from "./tensor.js";

/** A case as a graph, with the values of its start nodes. `names` has the names of its nodes. */
export interface NetworkGraph {
  readonly graph: Graph;
  readonly given: ReadonlyMap<string, Tensor>;
  /** The node that is differentiated. */
  readonly result: string;
  /**
   * The node whose backward pass gives y^(N) its gradient. It is `result`, except where a softmax meets cross-entropy: there the
   * result is taken from ln y^(N), which comes from z^(N); y^(N) itself does not lead to it, but to this node of the same
   * value, less the penalty.
   */
  readonly resultOfOutputs: string;
}

/**
 * The case as a computational graph. Each example has nodes of its own; W^(k) and b^(k) are start nodes that all examples share.
 *
 * A penalty with λ = 0 is left out: 0 · ‖W‖² would be NaN where the square overflows.
 *
 * @param conventions - Read: reduction, squaredError, l2, derivativeAtKink.
 * @throws ShapeError, RangeError as `checkCase` does.
 * @example
 *   const { graph, given, result } = networkToGraph(question, defaultConventions);
 *   backward(forward(graph, given), result).gradient(names.W(1)); // dLoss/dW^(1)
 */
export function networkToGraph(question: Case, conventions: Conventions): NetworkGraph {
  checkCase(question);
  const fused = endsInSoftmaxCrossEntropy(question);
  const definitions = [
    ...layers(question).flatMap((k) => [start(names.W(k)), start(names.b(k))]),
    ...examples(question).flatMap((t) => [
      ...exampleNodes(question, conventions, t),
      ...(fused ? logarithmNodes(question, t) : divergenceNodes(question, conventions, t)),
    ]),
    ...lossNodes(question, conventions),
    ...(fused ? [reduced(question, conventions, names.LossOfOutputs, names.DivOfOutput)] : []),
  ];
  return {
    graph: graphOf(definitions),
    given: givenValues(question),
    result: names.Loss,
    resultOfOutputs: fused ? names.LossOfOutputs : names.Loss,
  };
}

/** 1..N. */
function layers({ network }: Case): number[] {
  return Array.from({ length: depth(network) }, (_, position) => position + 1);
}

/** 1..T. */
function examples(question: Case): number[] {
  return Array.from({ length: batchSize(question) }, (_, position) => position + 1);
}

function endsInSoftmaxCrossEntropy({ network, loss }: Case): boolean {
  return loss.name === "cross-entropy" && layerOf(network, depth(network)).activation.name === "softmax";
}

/** From the input of example t to its output. */
function exampleNodes(question: Case, { derivativeAtKink }: Conventions, t: number): NodeDefinition[] {
  return [
    // input-layer: y^(0) = x
    start(names.y(0, t)),
    start(names.d(t)),
    ...layers(question).flatMap((k) => [
      // vector-affine: z^(k) = W^(k) y^(k-1) + b^(k)
      node(names.Wy(k, t), matrixVector, names.W(k), names.y(k - 1, t)),
      node(names.z(k, t), sum, names.Wy(k, t), names.b(k)),
      // activation: y^(k) = f_k(z^(k))
      node(names.y(k, t), activation(layerOf(question.network, k).activation, derivativeAtKink), names.z(k, t)),
    ]),
  ];
}

function divergenceNodes(question: Case, { squaredError }: Conventions, t: number): NodeDefinition[] {
  const output = names.y(depth(question.network), t);
  // cross-entropy: Div = -Σ_i d_i ln y_i
  if (question.loss.name === "cross-entropy") return [node(names.Div(t), crossEntropy, names.d(t), output)];
  // squared-error: Div = ½ Σ_i (y_i - d_i)², or without the ½
  return [
    node(names.error(t), difference, output, names.d(t)),
    node(names.Div(t), squaredError === "half" ? halfSumOfSquares : sumOfSquares, names.error(t)),
  ];
}

/** cross-entropy of a softmax: Div = -dᵀ ln y with ln y taken from z^(N); beside it the same divergence taken from y^(N). */
function logarithmNodes({ network }: Case, t: number): NodeDefinition[] {
  const N = depth(network);
  return [
    node(names.logarithm(t), logSoftmax, names.z(N, t)),
    node(names.Div(t), crossEntropyOfLogarithms, names.d(t), names.logarithm(t)),
    node(names.DivOfOutput(t), crossEntropy, names.d(t), names.y(N, t)),
  ];
}

/** batch-loss: Loss = (1/T) Σ_t Div_t, or the sum; plus the penalty. */
function lossNodes(question: Case, conventions: Conventions): NodeDefinition[] {
  const data = reduced(question, conventions, names.data, names.Div);
  if (!isPenalized(question)) return [data, node(names.Loss, sum, names.data)];
  const squares = conventions.l2 === "half" ? halfSumOfSquares : sumOfSquares;
  return [
    data,
    // l2-penalty: λ Σ_k Σ_ij (W_ij^(k))², or half of it. Defined after all examples: its part of dW is added last.
    start(names.lambda),
    ...layers(question).map((k) => node(names.squares(k), squares, names.W(k))),
    node(names.allSquares, sum, ...layers(question).map(names.squares)),
    node(names.penalty, product, names.lambda, names.allSquares),
    node(names.Loss, sum, names.data, names.penalty),
  ];
}

function reduced(question: Case, { reduction }: Conventions, name: string, Div: (t: number) => string): NodeDefinition {
  return node(name, reduction === "mean" ? mean : sum, ...examples(question).map(Div));
}

function isPenalized({ regularizer }: Case): boolean {
  return regularizer !== null && regularizer.lambda !== 0;
}

/** The values of the start nodes. */
function givenValues(question: Case): Map<string, Tensor> {
  const { network, batch, regularizer } = question;
  const given = new Map<string, Tensor>();
  for (const k of layers(question)) {
    given.set(names.W(k), matrix(layerOf(network, k).weights));
    given.set(names.b(k), column(layerOf(network, k).biases));
  }
  for (const t of examples(question)) {
    given.set(names.y(0, t), column(batch.inputs[t - 1]));
    given.set(names.d(t), column(batch.targets[t - 1]));
  }
  if (regularizer !== null && isPenalized(question)) given.set(names.lambda, single(regularizer.lambda));
  return given;
}
