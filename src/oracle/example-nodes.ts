/** The graph lecture's example on balls, node by node: J(x, y, W, b, λ) = -ln(yᵀ softmax(W x + b)) + λ Σ W_ij² (004 L352-370, L711-934). */
import { layerOf, type Case, type Conventions } from "../model/index.js";
import { Balls, type Ball } from "./ball.js";
import { enclose } from "./reference.js";
import type { Widening } from "./widening.js";

/** A node and its gradient; a vector is a column. */
export interface NodeBalls {
  readonly value: readonly (readonly Ball[])[];
  readonly gradient: readonly (readonly Ball[])[];
}

/**
 * All nodes of the example, from the start nodes to J.
 *
 * @param question - one softmax layer under negative-log-of-sum, with an l2 penalty and one example.
 * @param conventions - with `l2` full, as the lecture has the penalty.
 * @throws RangeError when the case is another one.
 */
export function nodesOfExample(
  question: Case,
  conventions: Conventions,
  digits: number,
  widening: Widening,
): Readonly<Record<string, NodeBalls>> {
  const lambda = lambdaOf(question, conventions);
  const balls = new Balls(digits, widening);
  const { forward, backward } = enclose(question, conventions, digits, widening);
  const { inputs, targets, weights, biases } = forward.parameters;
  const [x, y, W, b] = [inputs[0], targets[0], weights[0], biases[0]] as [Ball[], Ball[], Ball[][], Ball[]];
  const { z: s, y: p } = forward.layers[0]?.[0] as { readonly z: readonly Ball[]; readonly y: readonly Ball[] };
  const [ds, dp] = [backward.dz[0]?.[0] ?? [], backward.dy[0]?.[0] ?? []];
  const z = W.map((row) => balls.sumOfProducts(row.map((w, i) => [w, x[i] as Ball] as const)));
  const r = balls.sumOfProducts(W.flat().map((w) => [w, w] as const));
  const l = enclose({ ...question, regularizer: null }, conventions, digits, widening).forward.loss;
  // ∂J/∂y = -pᵀ / (yᵀ p)
  const likelihood = balls.sumOfProducts(y.map((yi, i) => [yi, p[i] as Ball] as const));
  const dy = p.map((pi) => balls.negate(balls.divide(pi, likelihood)));
  const strength = balls.fromDouble(lambda);
  return {
    x: node(column(x), column(backward.inputs[0] ?? [])),
    W: node(W, backward.weights[0] ?? []),
    b: node(column(b), column(backward.biases[0] ?? [])),
    y: node(column(y), column(dy)),
    λ: node([[strength]], [[r]]),
    z: node(column(z), column(ds)),
    s: node(column(s), column(ds)),
    p: node(column(p), column(dp)),
    l: node([[l]], [[balls.one]]),
    r: node([[r]], [[strength]]),
    J: node([[forward.loss]], [[balls.one]]),
  };
}

function lambdaOf({ network, loss, regularizer, batch }: Case, conventions: Conventions): number {
  const isExample =
    network.layers.length === 1 &&
    layerOf(network, 1).activation.name === "softmax" &&
    loss.name === "negative-log-of-sum" &&
    batch.inputs.length === 1 &&
    conventions.l2 === "full";
  if (isExample && regularizer !== null) return regularizer.lambda;
  throw new RangeError("the lecture's example is one softmax layer, -ln(yᵀ p), λ Σ W_ij² and one example");
}

const column = (entries: readonly Ball[]): Ball[][] => entries.map((entry) => [entry]);
const node = (value: NodeBalls["value"], gradient: NodeBalls["gradient"]): NodeBalls => ({ value, gradient });
