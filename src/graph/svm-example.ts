import type { Conventions } from "../model/index.js";
import { graphOf, node, start } from "./graph.js";
import { hingeNodes } from "./hinge.js";
import { names } from "./names.js";
import { addMultiple, matrixVector, sum, sumOfSquares } from "./operations.js";
import { lambdaStep, linearSteps, objectiveSteps, stepsOf, type Script, type Step } from "./steps.js";
import { column, matrix, single } from "./tensor.js";

/** The numbers that the example is worked out for. */
export interface SvmExample {
  /** Shape [C][d]. */
  readonly W: readonly (readonly number[])[];
  /** Shape [d]. */
  readonly x: readonly number[];
  /** Shape [C]. */
  readonly b: readonly number[];
  /** c, the class of x, counted from 1. */
  readonly label: number;
  readonly lambda: number;
  /** The derivative of max(0, ·) at a margin of 0; 0 when it is not given. */
  readonly atMargin?: Conventions["derivativeAtKink"]["multiclass-hinge"];
}

/**
 * The lecture's other classifier (004 L56-82, L711-719): a linear map, the multi-class SVM loss and the penalty, step by step.
 *
 *     J(x, c, W, b, λ) = Σ_{j≠c} max(0, s_j - s_c + 1) + λ Σ W_ij²  with s = W x + b
 *
 * The slides name the loss without a formula; the usual one is supplied. What is around it is the same as in `lectureExample`.
 *
 * @returns All nodes, each after all its children. The gradient of s is that of the positive parts, put in their places, and at
 *   c minus their sum: it adds up to 0.
 * @throws RangeError when the label is not one of 1..C; ShapeError, GraphError when the shapes do not fit, naming the node where
 *   they do not.
 */
export function svmExample({ W, x, b, label, lambda, atMargin = 0 }: SvmExample): readonly Step[] {
  const C = b.length;
  if (!(Number.isInteger(label) && label >= 1 && label <= C))
    throw new RangeError(`the label must be a class from 1 to ${C}, got ${label}`);
  const graph = graphOf([
    ...["x", "W", "b", "λ"].map(start),
    node("z", matrixVector, "W", "x"),
    node("s", sum, "z", "b"),
    ...hingeNodes({ scores: "s", C, c: label, atMargin }, "l"),
    node("r", sumOfSquares, "W"),
    node("J", addMultiple, "l", "λ", "r"),
  ]);
  return stepsOf(graph, scriptFor(label), [
    ["x", column(x)],
    ["W", matrix(W)],
    ["b", column(b)],
    ["λ", single(lambda)],
  ]);
}

/** In the order of the lecture for the other classifier, with the nodes of the hinge in place of l and p. */
function scriptFor(c: number): Script {
  const of = (what: string): string => names.of(what, "s");
  const right = names.entry("s", c);
  return [
    ...objectiveSteps,
    { node: "l", equation: "l = Σ h_j", rule: "∂J/∂l = ∂J/∂J ∂J/∂l = 1", lecture: "004 L774-783" },
    { node: of("hinges"), equation: "h_j = max(0, m_j) for j ≠ c", rule: "∂J/∂h = ∂J/∂l (1 … 1)", lecture: "" },
    { node: of("margins"), equation: "m_j = g_j + 1", rule: "∂J/∂m_j = ∂J/∂h_j where m_j > 0, else 0", lecture: "" },
    { node: of("gaps"), equation: `g_j = s_j - ${right}`, rule: "∂J/∂g = ∂J/∂m I", lecture: "" },
    { node: of("others"), equation: "s_j for j ≠ c", rule: "∂J/∂s_j = ∂J/∂g_j", lecture: "" },
    { node: right, equation: `${right} is entry c of s`, rule: `∂J/∂${right} = -Σ ∂J/∂g_j`, lecture: "" },
    { node: "s", equation: "s = z + b", rule: "∂J/∂s = both of these, each in its place", lecture: "" },
    ...linearSteps,
    lambdaStep,
  ];
}
