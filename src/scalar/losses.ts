import type { Case, Conventions, Loss } from "../model/index.js";
import {
  binaryCrossEntropy,
  binaryCrossEntropyDerivative,
  crossEntropy,
  crossEntropyDerivative,
  negativeLogOfSum,
  negativeLogOfSumGradient,
} from "./cross-entropy.js";
import { clippedOutputs, declaredLogarithm, throughClip } from "./deviations.js";
import { fusedPair } from "./fused.js";
import { multiclassHinge, multiclassHingeGradient } from "./hinge.js";
import { ownDivergence, ownDivergenceGradient } from "./own.js";
import { squaredError, squaredErrorDerivative } from "./squared-error.js";

/**
 * Div(Y, d) of one example.
 *
 * @param z - z^(N). Shape [D(N) + 1], position 0 unused.
 * @param y - y^(N). Shape [M(N) + 1], position 0 unused; so is `d`, the target.
 */
export function divergence(
  question: Case,
  conventions: Conventions,
  z: readonly number[],
  y: readonly number[],
  d: readonly number[],
): number {
  const fused = fusedPair(question, conventions);
  if (fused !== undefined) return fused.divergence(z, d);
  const { loss } = question;
  const logarithm = declaredLogarithm(loss, conventions.deviations);
  const c = clippedOutputs(logarithm, y);
  switch (loss.name) {
    case "squared-error":
      return squaredError(y, d, conventions.squaredError);
    case "cross-entropy":
      return crossEntropy(c, d, logarithm.added);
    case "negative-log-of-sum":
      return negativeLogOfSum(c, d, logarithm.added);
    case "binary-cross-entropy":
      return binaryCrossEntropy(c, d, logarithm.added);
    case "multiclass-hinge":
      return multiclassHinge(y, d);
    case "own":
      return ownDivergence(loss, y, d);
  }
}

/**
 * dDiv/dy^(N) of one example.
 *
 * output-gradient (spec/backward.md; 000 L331-334):  dDiv/dy_i^(N)
 *
 * @param y - y^(N). Shape [M(N) + 1], position 0 unused; so are `d`, the target, and the result.
 * @throws ShapeError when a user's own divergence returns another number of derivatives than it has outputs.
 */
export function divergenceGradient(
  { loss }: Case,
  conventions: Conventions,
  y: readonly number[],
  d: readonly number[],
): number[] {
  const logarithm = declaredLogarithm(loss, conventions.deviations);
  const dc = plainGradient(loss, conventions, clippedOutputs(logarithm, y), d, logarithm.added);
  return throughClip(logarithm, y, dc);
}

/**
 * The derivative by what the loss sees of the outputs.
 *
 * @param added - the epsilon of epsilon-in-logarithm, where that is declared.
 */
function plainGradient(
  loss: Loss,
  { squaredError: form, derivativeAtKink }: Conventions,
  y: readonly number[],
  d: readonly number[],
  added: number | undefined,
): number[] {
  const entryByEntry = (derivative: (y: number, d: number) => number): number[] => {
    const dy = [NaN];
    for (let i = 1; i < y.length; i++) dy[i] = derivative(y[i], d[i]);
    return dy;
  };
  switch (loss.name) {
    case "squared-error":
      return entryByEntry((yi, di) => squaredErrorDerivative(yi, di, form));
    case "cross-entropy":
      return entryByEntry((yi, di) => crossEntropyDerivative(yi, di, added));
    case "negative-log-of-sum":
      return negativeLogOfSumGradient(y, d, added);
    case "binary-cross-entropy":
      return entryByEntry((yi, di) => binaryCrossEntropyDerivative(yi, di, added));
    case "multiclass-hinge":
      return multiclassHingeGradient(y, d, derivativeAtKink["multiclass-hinge"]);
    case "own":
      return ownDivergenceGradient(loss, y, d);
  }
}
