/** From the numbers of a classifier to a class. Classes count from 1, as units do. */
import { ShapeError } from "../model/index.js";

/**
 * Binary decision of a linear classifier (004 L13):  g(x) = sign(wᵀx + b).
 *
 * The lecture leaves sign(0) open; here it is -1, so that `stepDecision` draws the same boundary.
 *
 * @param w - Shape [D].
 * @param x - Shape [D].
 * @throws ShapeError when w and x differ in length.
 * @throws RangeError when the score is NaN.
 */
export function signDecision(w: readonly number[], b: number, x: readonly number[]): 1 | -1 {
  return score(w, b, x) > 0 ? 1 : -1;
}

/**
 * Decision of a perceptron, and of a logistic neuron with equal misclassification costs (003 L53):  1 if wᵀx > 0, else 0,
 * the bias being a weight of wᵀx there.
 *
 * At 0 the rule gives 0, and the unit step of 003 L30 gives 1: they are not the same function.
 *
 * @throws as `signDecision` does.
 */
export function stepDecision(w: readonly number[], b: number, x: readonly number[]): 1 | 0 {
  return score(w, b, x) > 0 ? 1 : 0;
}

function score(w: readonly number[], b: number, x: readonly number[]): number {
  if (w.length !== x.length) throw new ShapeError({ what: "x", expected: `[${w.length}]`, got: `[${x.length}]` });
  const s = w.reduce((sum, weight, i) => sum + weight * x[i], 0) + b;
  if (Number.isNaN(s)) throw new RangeError("there is no decision on a score that is NaN");
  return s;
}

/**
 * Decision among several classes (004 L23 on scores s, 004 L31 on probabilities p):  the class with the largest entry; of
 * several such the first.
 *
 * Softmax keeps the order, so scores and probabilities decide alike, except where scores that differ round to equal
 * probabilities.
 *
 * @param values - scores or probabilities. Shape [C].
 * @returns the class, 1..C.
 * @throws RangeError when there is no entry or one is NaN.
 */
export function argmax(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("there is no largest of no values");
  if (values.some(Number.isNaN))
    throw new RangeError(`there is no largest value where one is NaN: ${values.join(", ")}`);
  return values.reduce((best, value, i) => (value > values[best] ? i : best), 0) + 1;
}

/**
 * The target of a class (003 L553, L639; 004 L80):  y_k = 1 for k = label, else 0.
 *
 * @param label - 1..classes.
 * @returns Shape [classes].
 * @throws RangeError when there is no such class.
 * @example oneHot(2, 3) // [0, 1, 0]
 */
export function oneHot(label: number, classes: number): number[] {
  if (!(Number.isInteger(label) && label >= 1 && label <= classes)) {
    throw new RangeError(`there is no class ${label} among ${classes}`);
  }
  return Array.from({ length: classes }, (_, k) => (k + 1 === label ? 1 : 0));
}
