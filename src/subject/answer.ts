/** Judges whether a reply can be an answer to the case at all; never whether its numbers are right. */
import {
  completeConventions,
  describeShape,
  formatShape,
  quantities,
  ShapeError,
  shapeOf,
  valueOf,
  type Answer,
  type Case,
  type DeclaredConventions,
  type Description,
  type Quantity,
} from "../model/index.js";
import { shorten } from "./schema.js";
import { ProtocolError, type Reply } from "./subject.js";
import { answerForModel, gradientsAreTransposed } from "./translate.js";

/**
 * A reply as the gate gets it: complete, every shape right, in the model's layout.
 *
 * @param question - the case in the model's layout.
 * @param reply - valid by the schema, in the subject's layout. It is passed on as it is where nothing has to be translated.
 * @throws ProtocolError naming the quantity that is missing, or that has another shape than the case demands; where it is the transposed
 * shape, with the line to declare.
 */
export function acceptReply(question: Case, description: Description, reply: Reply): Reply {
  if (!("answer" in reply)) return reply;
  checkAnswer(question, description, reply.answer);
  const answer = answerForModel(reply.answer, description.conventions);
  return answer === reply.answer ? reply : { answer };
}

function checkAnswer(question: Case, description: Description, answer: Answer): void {
  for (const quantity of quantities) {
    const value = valueOf(answer, quantity);
    if (value !== undefined) {
      checkShape(question, description, quantity, value);
    } else if (description.supports.observes.includes(quantity)) {
      throw new ProtocolError(`the answer lacks '${quantity}', which supports.observes promises`);
    }
  }
}

function checkShape(question: Case, description: Description, quantity: Quantity, value: unknown): void {
  const expected = shapeOf(question, quantity);
  if (!expected.layered) return demand(quantity, expected.shape, value);
  const isTransposed = quantity === "gradients.weights" && gradientsAreTransposed(description.conventions);
  const layers = value as readonly unknown[];
  if (layers.length !== expected.shapes.length) {
    throw new ProtocolError(`${quantity} must hold ${expected.shapes.length} layers, got ${layers.length}`);
  }
  const hint = quantity === "gradients.weights" ? transposeHint(description.conventions) : undefined;
  expected.shapes.forEach((shape, position) => {
    demand(quantity, isTransposed ? [...shape].reverse() : shape, layers[position], { layer: position + 1, hint });
  });
}

/** @param hint - what to say where the shape is that of the transpose. */
function demand(
  what: string,
  shape: readonly number[],
  value: unknown,
  { layer, hint }: { readonly layer?: number; readonly hint?: string | undefined } = {},
): void {
  // A batch without examples has no row that could show a width.
  const expected = formatShape(shape[0] === 0 ? [0] : shape);
  const got = typeof value === "number" ? formatShape([]) : shorten(describeShape(value));
  if (got === expected) return;
  const isTranspose = got === formatShape([...shape].reverse());
  throw new ProtocolError(
    new ShapeError({ what, layer, expected, got, ...(isTranspose && hint !== undefined ? { hint } : {}) }).message,
  );
}

/** The declaration under which the transpose of a layer's gradient would be right. */
function transposeHint(declared: DeclaredConventions | undefined): string {
  const { weights, gradients } = completeConventions(declared);
  const other = gradients === "transposed" ? "same-as-weights" : "transposed";
  const hint = `which is its transpose: if that is the layout, declare "conventions": ${JSON.stringify({ gradients: other })}`;
  if (weights === "in-out" || gradients === "transposed") return hint;
  return `${hint}, or ${JSON.stringify({ weights: "in-out" })} if the weights are inputs × units too`;
}
