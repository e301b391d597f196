/**
 * Backpropagation in matrix form: the whole batch at once over Float64Array, W y + b with a separate bias, one column
 * per example.
 */
import { batchSize, checkCase, depth, layerOf, type Case, type Conventions, type FullAnswer } from "../model/index.js";
import { backward, type BatchGradient, type SignalGradient } from "./backward.js";
import { forward, type LayerTrace } from "./forward.js";
import { headOf, lossOf } from "./losses.js";
import { fromColumns, map, toColumns, toRows, type Matrix } from "./matrix.js";
import { penaltyOf } from "./penalty.js";

/**
 * Loss, every intermediate value and every gradient of a case.
 *
 * batch-loss, batch-gradient (spec/batch.md), lecture 003 L520-533, L586-647: sums over the batch, divided by
 * T where the mean is wanted; then the penalty, once.
 *
 * @param conventions - Read: all but the layouts, which are the caller's concern:
 *   weights and their gradients have shape [D(k)][M(k-1)] here.
 * @returns A fresh answer that shares no memory with the question.
 * @throws ShapeError, RangeError as `checkCase` does.
 * Special values: NaN and Infinity are passed on, as are 0 · ±Infinity and Infinity - Infinity, both NaN.
 * Rounding: sums run over examples and units in their order; one division by T per entry, after the sum.
 */
export function backpropagate(question: Case, conventions: Conventions): FullAnswer {
  checkCase(question);
  const traces = forward(question.network, fromColumns(question.batch.inputs), conventions);
  const head = lossAndStart(question, conventions, traces);
  const divisor = conventions.reduction === "mean" ? batchSize(question) : 1;
  const penalty = penaltyOf(question.regularizer, conventions.l2);
  const weights = traces.map(({ W }) => W);

  return {
    loss: head.loss / divisor + penalty.value(weights),
    outputs: toColumns(lastOf(traces).Y),
    preactivations: traces.map(({ Z }) => toColumns(Z)),
    activations: traces.map(({ Y }) => toColumns(Y)),
    gradients: gradientsOf(backward(traces, head), divisor, (dW, position) =>
      penalty.addGradient(dW, weights[position]),
    ),
  };
}

/**
 * The summed loss, with the gradients by y^(N) and z^(N) from which the backward pass starts. Where the last activation and the loss
 * have a joint form, the loss and dZ come from it, while dY remains the plain derivative by y.
 */
function lossAndStart(
  question: Case,
  conventions: Conventions,
  traces: readonly LayerTrace[],
): SignalGradient & { readonly loss: number } {
  const { f, Z, Y } = lastOf(traces);
  const D = fromColumns(question.batch.targets);
  const div = lossOf(question.loss, conventions);
  const dY = div.gradient(Y, D);
  const head = headOf(layerOf(question.network, depth(question.network)).activation, question.loss, conventions);
  return head === undefined
    ? { loss: div.value(Y, D), dY, dZ: f.backward(Z, Y, dY) }
    : { loss: head.value(Z, D), dY, dZ: head.gradient(Z, Y, D) };
}

/** The answer's gradients: divided by the divisor, penalized, and with one row per example again. */
function gradientsOf(
  { layers, dX }: BatchGradient,
  divisor: number,
  penalize: (dW: Matrix, position: number) => Matrix,
): FullAnswer["gradients"] {
  const reduced = (sum: Matrix): Matrix => map(sum, (entry) => entry / divisor);
  return {
    weights: layers.map(({ dW }, position) => toRows(penalize(reduced(dW), position))),
    biases: layers.map(({ db }) => db.map((entry) => entry / divisor)),
    inputs: toColumns(reduced(dX)),
    preactivations: layers.map(({ dZ }) => toColumns(reduced(dZ))),
    activations: layers.map(({ dY }) => toColumns(reduced(dY))),
  };
}

function lastOf(traces: readonly LayerTrace[]): LayerTrace {
  return traces[traces.length - 1];
}
