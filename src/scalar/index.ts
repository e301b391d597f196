/**
 * Backpropagation as the lecture writes it on the board: one loop per equation, one number per step.
 *
 * Indices are the lecture's: layers k = 0..N, pre-activations z_j for j = 1..D(k) and outputs y_j for j = 1..M(k), which are as many
 * except under some vector activations. Position 0 of a layer is its constant unit y_0 = 1, whose outgoing weights are the biases;
 * where there is no such unit, position 0 is unused.
 */
import { batchSize, checkCase, depth, type Case, type Conventions, type FullAnswer } from "../model/index.js";
import { backward, type Derivatives } from "./backward.js";
import { addL2Gradient, batchDivisor, batchGradient, batchLoss, l2Penalty } from "./batch.js";
import { extendedWeights, type ExtendedWeights } from "./extended.js";
import { forward, type Trace } from "./forward.js";
import { divergence } from "./losses.js";

type Example = Trace & Derivatives & { readonly Div: number };

/**
 * Loss, outputs and all gradients of a case, under the conventions; the layouts of weights and gradients are the model's
 * own, whatever the conventions say of them.
 *
 * Gradients by inputs, pre-activations and activations are, like all others, derivatives of the batch's loss: under the
 * mean they are divided by T.
 *
 * @throws ShapeError when the parts of the case do not fit together, or a user's own function returns another shape than it should.
 * @throws RangeError when there is no layer, unit, input or example, when lambda is negative or NaN, when an activation's own
 * parameters make no sense, or when a target under multiclass-hinge is not one-hot.
 * @example backpropagate(question, defaultConventions).gradients.weights[0] // dLoss/dW^(1), shape [D(1)][M(0)]
 */
export function backpropagate(question: Case, conventions: Conventions): FullAnswer {
  checkCase(question);
  const { network, regularizer } = question;
  const w = extendedWeights(network);
  const examples = question.batch.inputs.map((_, t) => runExample(question, conventions, w, t));

  const divisor = batchDivisor(conventions.reduction, batchSize(question));
  let loss = batchLoss(
    examples.map(({ Div }) => Div),
    divisor,
  );
  const dw = batchGradient(network, examples, divisor);
  if (regularizer !== null) {
    loss += l2Penalty(network, w, regularizer, conventions.l2);
    addL2Gradient(network, w, regularizer, conventions.l2, dw);
  }
  return answerOf(depth(network), examples, divisor, loss, dw);
}

/** Forward and backward pass of the example in row t of the batch. */
function runExample(question: Case, conventions: Conventions, w: ExtendedWeights, t: number): Example {
  const x = [NaN, ...question.batch.inputs[t]];
  const d = [NaN, ...question.batch.targets[t]];
  const N = depth(question.network);
  const trace = forward(question.network, conventions, w, x);
  const Div = divergence(question, conventions, trace.z[N], trace.y[N], d);
  return { ...trace, ...backward(question, conventions, w, trace, d), Div };
}

/** The answer in the model's layout: position 0 left out, weights by destination, then source. */
function answerOf(
  N: number,
  examples: readonly Example[],
  divisor: number,
  loss: number,
  dw: ExtendedWeights,
): FullAnswer {
  const layers = Array.from({ length: N }, (_, position) => position + 1);
  const units = (row: readonly number[]): number[] => row.slice(1);
  const reduced = (row: readonly number[]): number[] => units(row).map((derivative) => derivative / divisor);
  return {
    loss,
    // output: Y = y^(N)
    outputs: examples.map(({ y }) => units(y[N])),
    preactivations: layers.map((k) => examples.map(({ z }) => units(z[k]))),
    activations: layers.map((k) => examples.map(({ y }) => units(y[k]))),
    gradients: {
      weights: layers.map((k) => units(dw[k][0]).map((_, row) => dw[k].slice(1).map((from) => from[row + 1]))),
      biases: layers.map((k) => units(dw[k][0])),
      inputs: examples.map(({ dy }) => reduced(dy[0])),
      preactivations: layers.map((k) => examples.map(({ dz }) => reduced(dz[k]))),
      activations: layers.map((k) => examples.map(({ dy }) => reduced(dy[k]))),
    },
  };
}
