/** Full-batch gradient descent in the lecture's four forms. They are one method; what differs is how it is written. */
import { batchSize, checkCase, defaultConventions, type Case, type Conventions, type Network } from "../model/index.js";
import { evaluate, type Backpropagate, type Evaluated } from "./evaluate.js";
import { repeat, type Limits, type Trained } from "./loop.js";
import { flattenGradients, flattenParameters, unflattenGradients } from "./parameters.js";
import { rateAt, type LearningRate } from "./rate.js";
import { updateByComponent, updateByLayer, updateByVector, type Update } from "./update.js";

export type { Trained } from "./loop.js";

/** What is to be trained, on what, how. */
export interface Descent extends Limits {
  /** The initial network W^0, the loss, the penalty and all examples. It is left as it is. */
  readonly question: Case;
  readonly backpropagate: Backpropagate;
  readonly learningRate: LearningRate;
  /** What the loss means: mean or sum, with or without the halves. The defaults when absent. */
  readonly conventions?: Conventions;
}

/**
 * Gradient descent over one vector of all parameters (000 L28-34):
 *
 *   W^(k+1) = W^k - η^k ∇Loss(W^k)ᵀ  while |Loss(W^k) - Loss(W^(k-1))| > ε
 *
 * @throws TrainingError when an iterate or its loss is infinite or NaN.
 * @throws ShapeError when the parts of the case do not fit together, or the answer does not fit the case.
 * @throws RangeError when the threshold, the number of steps or a learning rate makes no sense.
 * @example vectorDescent({ question, backpropagate, learningRate: 0.1, threshold: 2 ** -20, maximumSteps: 1000 }).network
 */
export function vectorDescent(descent: Descent): Trained {
  return descend(descent, updateByVector);
}

/**
 * Gradient descent component by component (000 L38-48):
 *
 *   for every component i: W_i^(k+1) = W_i^k - η^k ∂L/∂W_i, every derivative being taken at W^k
 *
 * @throws as `vectorDescent` does; the iterates are the same, bit for bit.
 */
export function componentDescent(descent: Descent): Trained {
  return descend(descent, updateByComponent);
}

/**
 * Gradient descent over the weights of all layers, the bias being a weight (000 L56-66):
 *
 *   for every layer k, for all i, j: w_ij^(k) = w_ij^(k) - η dLoss/dw_ij^(k)
 *
 * @throws as `vectorDescent` does; the iterates are the same, bit for bit.
 */
export function networkDescent(descent: Descent): Trained {
  return descend(descent, updateByLayer);
}

function descend({ question, backpropagate, learningRate, conventions, ...limits }: Descent, update: Update): Trained {
  checkCase(question);
  const at = (network: Network): Evaluated =>
    evaluate(question, network, backpropagate, conventions ?? defaultConventions);
  return repeat(
    at(question.network),
    ({ network, gradients }, k) => at(update(network, gradients, rateAt(learningRate, k))),
    limits,
  );
}

/**
 * Gradient descent that adds up over the examples, one at a time, and divides in the update (002 L401-422):
 *
 *   Err = 0, ∇Err = 0; for all t: Err += Div_t, ∇Err += ∇Div_t;  W_k = W_k - (η/T) (∇W_k Err)ᵀ
 *
 * The losses of the result are Err, which is T times the mean loss; so a threshold for this form is T times the
 * other forms' too. A penalty counts once per example, and therefore once after the division. Whether the conventions say
 * mean or sum makes no difference to a single example.
 *
 * As printed, the sweep that finds Err converged has already made one more update; here it has not, so that the
 * last iterate is the one whose Err was tested, as in the other forms.
 *
 * @throws as `vectorDescent` does.
 */
export function summedErrorDescent(descent: Descent): Trained {
  const { question, learningRate, ...limits } = descent;
  checkCase(question);
  const T = batchSize(question);
  return repeat(
    sweep(descent, question.network),
    ({ network, gradients }, k) => sweep(descent, updateByLayer(network, gradients, rateAt(learningRate, k) / T)),
    limits,
  );
}

/** Err and its gradient at the network, from accumulators that start at 0 in every sweep. */
function sweep({ question, backpropagate, conventions }: Descent, network: Network): Evaluated {
  const { inputs, targets } = question.batch;
  let Err = 0;
  let total = flattenParameters(network).map(() => 0);
  for (let t = 0; t < inputs.length; t++) {
    const example = { ...question, batch: { inputs: [inputs[t]], targets: [targets[t]] } };
    const { loss, gradients } = evaluate(example, network, backpropagate, conventions ?? defaultConventions);
    const derivatives = flattenGradients(gradients);
    Err += loss;
    total = total.map((sum, i) => sum + derivatives[i]);
  }
  return { network, loss: Err, gradients: unflattenGradients(network, total) };
}
