import {
  entriesOf,
  formatShape,
  ShapeError,
  shapeOf,
  type Answer,
  type Case,
  type Conventions,
  type Network,
  type Quantity,
} from "../model/index.js";
import { TrainingError } from "./errors.js";
import { flattenParameters, type ParameterGradients } from "./parameters.js";

/**
 * What computes loss and gradients; training does not care how.
 *
 * The answer must hold loss, gradients.weights and gradients.biases; gradients are laid out like the weights.
 */
export type Backpropagate = (question: Case, conventions: Conventions) => Answer;

/** A network with its loss. */
export interface Iterate {
  readonly network: Network;
  readonly loss: number;
}

/** A network with its loss and the gradient there. */
export interface Evaluated extends Iterate {
  readonly gradients: ParameterGradients;
}

/**
 * Loss and gradient of the case at another network.
 *
 * @throws ShapeError when the answer lacks one of them or gives it another shape than the network's.
 */
export function evaluate(
  question: Case,
  network: Network,
  backpropagate: Backpropagate,
  conventions: Conventions,
): Evaluated {
  const here = { ...question, network };
  const answer = backpropagate(here, conventions);
  const [loss] = demandQuantity(here, answer, "loss");
  demandQuantity(here, answer, "gradients.weights");
  demandQuantity(here, answer, "gradients.biases");
  const { weights, biases } = answer.gradients as ParameterGradients;
  return { network, loss, gradients: { weights, biases } };
}

/**
 * The entries of a quantity that the answer cannot do without.
 *
 * @throws ShapeError when the answer does not hold it, or in another shape.
 */
export function demandQuantity(question: Case, answer: Answer, quantity: Quantity): readonly number[] {
  const entries = entriesOf(question, answer, quantity);
  if (entries !== undefined) return entries;
  const shape = shapeOf(question, quantity);
  const expected = shape.layered ? `${shape.shapes.length} layers` : formatShape(shape.shape);
  throw new ShapeError({ what: quantity, expected, got: "nothing" });
}

/**
 * Demands that the iterate W^k is finite, it and its loss.
 *
 * The parameters are looked at as well, because a loss may hide them: a comparison in a relu turns NaN into 0.
 *
 * @throws TrainingError when not.
 */
export function demandFinite({ network, loss }: Iterate, k: number, lastFiniteLoss: number | undefined): void {
  const fail = (what: string): never => {
    throw new TrainingError({ iteration: k, what, lastFiniteLoss });
  };
  if (!Number.isFinite(loss)) fail(`the loss is ${loss}`);
  const stray = flattenParameters(network).find((parameter) => !Number.isFinite(parameter));
  if (stray !== undefined) fail(`a parameter is ${stray}`);
}
