import { batchSize, checkCase, depth, layerOf, type Case, type Conventions } from "../model/index.js";
import { activationConstants, activationNodes } from "./activations.js";
import { divergenceNodes, fusedNodes } from "./divergences.js";
import { graphOf, node, start, type Graph, type NodeDefinition } from "./graph.js";
import { names } from "./names.js";
import { halfSumOfSquares, matrixVector, mean, product, sum, sumOfSquares } from "./operations.js";
import { column, matrix, single, type Tensor } from "./tensor.js";

/** A case as a graph, with the values of its start nodes. `names` has the names of its nodes. */
export interface NetworkGraph {
  readonly graph: Graph;
  readonly given: ReadonlyMap<string, Tensor>;
  /** The node that is differentiated. */
  readonly result: string;
  /**
   * The node whose backward pass gives y^(N) its gradient. It is `result`, except where the divergence is taken from z^(N), as
   * under softmax with cross-entropy: there y^(N) itself does not lead to the result, but to this node of the same value, less
   * the penalty.
   */
  readonly resultOfOutputs: string;
}

/**
 * The case as a computational graph. Each example has nodes of its own; W^(k), b^(k) and what activations are given beside z^(k)
 * are start nodes that all examples share.
 *
 * A penalty with λ = 0 is left out: 0 · ‖W‖² would be NaN where the square overflows.
 *
 * @param conventions - Read: all but the layouts.
 * @throws ShapeError, RangeError as `checkCase` does.
 * @example
 *   const { graph, given, result } = networkToGraph(question, defaultConventions);
 *   backward(forward(graph, given), result).gradient(names.W(1)); // dLoss/dW^(1)
 */
export function networkToGraph(question: Case, conventions: Conventions): NetworkGraph {
  checkCase(question);
  const fused = fusedNodes(question, conventions, 1, names.Div(1)) !== undefined;
  const definitions = [
    ...layers(question).flatMap((k) => [start(names.W(k)), start(names.b(k))]),
    ...constants(question).map(([name]) => start(name)),
    ...examples(question).flatMap((t) => [
      ...exampleNodes(question, conventions, t),
      ...exampleLossNodes(question, conventions, t),
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

/** What the activations of all layers are given. */
function constants({ network }: Case): (readonly [string, Tensor])[] {
  return network.layers.flatMap(({ activation }, position) => activationConstants(activation, position + 1));
}

/** From the input of example t to its output. */
function exampleNodes(question: Case, conventions: Conventions, t: number): NodeDefinition[] {
  return [
    // input-layer: y^(0) = x
    start(names.y(0, t)),
    start(names.d(t)),
    ...layers(question).flatMap((k) => {
      const { activation, biases } = layerOf(question.network, k);
      const [z, y] = [names.z(k, t), names.y(k, t)];
      return [
        // vector-affine: z^(k) = W^(k) y^(k-1) + b^(k)
        node(names.Wy(k, t), matrixVector, names.W(k), names.y(k - 1, t)),
        node(z, sum, names.Wy(k, t), names.b(k)),
        // activation: y^(k) = f_k(z^(k))
        ...activationNodes(activation, conventions, { k, z, D: biases.length, y }),
      ];
    }),
  ];
}

/** Div of example t, taken from z^(N) where that is possible; then beside it the same divergence taken from y^(N). */
function exampleLossNodes(question: Case, conventions: Conventions, t: number): NodeDefinition[] {
  const fused = fusedNodes(question, conventions, t, names.Div(t));
  if (fused === undefined) return divergenceNodes(question, conventions, t, names.Div(t));
  return [...fused, ...divergenceNodes(question, conventions, t, names.DivOfOutput(t))];
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
  const given = new Map<string, Tensor>(constants(question));
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
