import { batchSize, checkCase, defaultConventions, type Batch, type Network } from "../model/index.js";
import type { Descent, Trained } from "./descent.js";
import { evaluate, type Evaluated } from "./evaluate.js";
import { repeat } from "./loop.js";
import { rateAt } from "./rate.js";
import { updateByLayer } from "./update.js";

export interface MiniBatchDescent extends Descent {
  /** |D^(t)|, the number of examples per update. The last batch of a sweep is smaller when T is no multiple of it. */
  readonly examplesPerUpdate: number;
  /**
   * The examples, counted from 1, in the order in which a sweep takes them; or that as a function of the sweep, counted
   * from 0, for a caller who shuffles. As they stand in the batch, when absent.
   */
  readonly order?: readonly number[] | ((sweep: number) => readonly number[]);
}

/**
 * Gradient descent by mini-batches (004 L102; gradient of one mini-batch: 004 L966-990).
 *
 * A step is a sweep over all examples with one update per batch D^(t), each by the gradient of the mean over that
 * batch alone, divided by its own size, the penalty being added once. The lecture gives no stopping rule for it; here, as
 * in the full-batch loops, the loss over all examples is compared after each sweep with that after the sweep before.
 * The learning rate is a function of the number of updates, not of sweeps.
 *
 * @throws TrainingError when the network or its loss is infinite or NaN after a sweep.
 * @throws ShapeError when the parts of the case do not fit together, or the answer does not fit the case.
 * @throws RangeError when the threshold, the number of steps, a learning rate, the batches' size or the order makes no sense.
 */
export function miniBatchDescent(descent: MiniBatchDescent): Trained {
  const { question, backpropagate, learningRate, examplesPerUpdate, order, conventions, ...limits } = descent;
  checkCase(question);
  const at = (network: Network, batch: Batch): Evaluated =>
    evaluate({ ...question, batch }, network, backpropagate, conventions ?? defaultConventions);
  let updates = 0;
  const sweep = ({ network }: Evaluated, k: number): Evaluated => {
    let current = network;
    for (const batch of miniBatches(question.batch, examplesPerUpdate, orderOf(order, k, batchSize(question)))) {
      const eta = rateAt(learningRate, updates);
      current = updateByLayer(current, at(current, batch).gradients, eta);
      updates = updates + 1;
    }
    return at(current, question.batch);
  };
  return repeat(at(question.network, question.batch), sweep, limits);
}

function orderOf(order: MiniBatchDescent["order"], sweep: number, T: number): readonly number[] {
  if (order === undefined) return Array.from({ length: T }, (_, position) => position + 1);
  return typeof order === "function" ? order(sweep) : order;
}

/**
 * The batch cut into mini-batches.
 *
 * @param examplesPerUpdate - the size of all but perhaps the last.
 * @param order - the examples 1..T in the order in which they are taken, each once.
 * @throws RangeError when the size is no positive integer, or the order leaves an example out or repeats one.
 * @example miniBatches(batch, 2, [3, 1, 2]) // two batches: examples 3 and 1, and example 2
 */
export function miniBatches(batch: Batch, examplesPerUpdate: number, order: readonly number[]): Batch[] {
  const T = batch.inputs.length;
  if (!(Number.isInteger(examplesPerUpdate) && examplesPerUpdate >= 1)) {
    throw new RangeError(`a mini-batch must have an integer number of examples from 1, got ${examplesPerUpdate}`);
  }
  if ([...order].sort((a, b) => a - b).join() !== Array.from({ length: T }, (_, t) => t + 1).join()) {
    throw new RangeError(`the order must hold each of the examples 1 to ${T} once, got ${order.join(", ")}`);
  }
  const batches: Batch[] = [];
  for (let begin = 0; begin < T; begin += examplesPerUpdate) {
    const taken = order.slice(begin, begin + examplesPerUpdate);
    batches.push({ inputs: taken.map((t) => batch.inputs[t - 1]), targets: taken.map((t) => batch.targets[t - 1]) });
  }
  return batches;
}
