import { graphOf, node, start, type Graph } from "./graph.js";
import { addMultiple, matrixVector, sum, sumOfSquares } from "./operations.js";
import { negativeLogOfSum, softmax } from "./softmax.js";
import { lambdaStep, linearSteps, objectiveSteps, stepsOf, type Script, type Step } from "./steps.js";
import { column, matrix, single } from "./tensor.js";

/** The numbers that the lecture's example is worked out for. */
export interface Example {
  /** Shape [C][d]. */
  readonly W: readonly (readonly number[])[];
  /** Shape [d]. */
  readonly x: readonly number[];
  /** Shape [C]. */
  readonly b: readonly number[];
  /** The target, called y in 004. Shape [C]. */
  readonly y: readonly number[];
  readonly lambda: number;
}

/** J(x, y, W, b, λ) = -ln(yᵀ softmax(W x + b)) + λ Σ W_ij², 004 L352-370. W has two children, z and r. */
const exampleGraph: Graph = graphOf([
  start("x"),
  start("W"),
  start("b"),
  start("y"),
  start("λ"),
  node("z", matrixVector, "W", "x"),
  node("s", sum, "z", "b"),
  node("p", softmax, "s"),
  node("l", negativeLogOfSum, "y", "p"),
  node("r", sumOfSquares, "W"),
  node("J", addMultiple, "l", "λ", "r"),
]);

/** In the order in which the lecture works the example out; then the nodes that it leaves out. */
const script: Script = [
  ...objectiveSteps,
  { node: "l", equation: "l = -ln(yᵀ p)", rule: "∂J/∂l = ∂J/∂J ∂J/∂l = 1", lecture: "004 L774-783" },
  { node: "p", equation: "p = softmax(s)", rule: "∂J/∂p = ∂J/∂l (-yᵀ / (yᵀ p))", lecture: "004 L785-803" },
  { node: "s", equation: "s = z + b", rule: "∂J/∂s = ∂J/∂p (diag(p) - p pᵀ)", lecture: "004 L805-822" },
  ...linearSteps,
  { node: "y", equation: "y is given", rule: "∂J/∂y = ∂J/∂l (-pᵀ / (yᵀ p))", lecture: "" },
  lambdaStep,
];

/**
 * The lecture's example (004 L711-934), step by step: a linear map, softmax, -ln(yᵀ p), and the penalty.
 *
 * @returns All nodes, in the order in which the lecture finds their gradients, each after all its children.
 * @throws ShapeError, GraphError when the shapes do not fit, naming the node where they do not.
 */
export function lectureExample(example: Example): readonly Step[] {
  return stepsOf(exampleGraph, script, [
    ["x", column(example.x)],
    ["W", matrix(example.W)],
    ["b", column(example.b)],
    ["y", column(example.y)],
    ["λ", single(example.lambda)],
  ]);
}
