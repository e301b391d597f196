/**
 * Layouts: the model keeps W^(k) as [D(k)][M(k-1)] (units × inputs); a subject may declare the transpose, for the
 * weights it is given and for their gradients. Nothing else is ever translated.
 */
import { completeConventions, type Answer, type Case, type DeclaredConventions, type Matrix } from "../model/index.js";

/** Whether the subject's weights are [M(k-1)][D(k)]. */
export function weightsAreTransposed(conventions: DeclaredConventions | undefined): boolean {
  return completeConventions(conventions).weights === "in-out";
}

/** Whether the subject's gradients by the weights are [M(k-1)][D(k)]: their layout is declared against the weights' own. */
export function gradientsAreTransposed(conventions: DeclaredConventions | undefined): boolean {
  const { weights, gradients } = completeConventions(conventions);
  return (weights === "in-out") !== (gradients === "transposed");
}

/** The case in the subject's layout; the very same object where nothing differs, so that mutation can be observed. */
export function caseForSubject(question: Case, conventions: DeclaredConventions | undefined): Case {
  if (!weightsAreTransposed(conventions)) return question;
  const layers = question.network.layers.map((layer) => ({ ...layer, weights: transpose(layer.weights) }));
  return { ...question, network: { layers } };
}

/** The subject's answer in the model's layout; the very same object where nothing differs, so that aliasing can be observed. */
export function answerForModel(answer: Answer, conventions: DeclaredConventions | undefined): Answer {
  const weights = answer.gradients?.weights;
  if (weights === undefined || !gradientsAreTransposed(conventions)) return answer;
  return { ...answer, gradients: { ...answer.gradients, weights: weights.map(transpose) } };
}

/** Shape [rows][columns] to [columns][rows]; the matrix must have a row, all rows being equally long. */
export function transpose(matrix: Matrix): Matrix {
  return (matrix[0] ?? []).map((_, column) => matrix.map((row) => row[column] as number));
}
