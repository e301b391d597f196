import type { Network } from "../model/index.js";
import { demandFinite, type Iterate } from "./evaluate.js";

/** When a loop ends. */
export interface Limits {
  /** ε ≥ 0: the loop ends with the first step that changes the loss by no more than this. Unit: that of the loss. */
  readonly threshold: number;
  /** The loop ends after this many steps at the latest. At least 1: the lecture's loops test after the update. */
  readonly maximumSteps: number;
}

/** What training has come to. */
export interface Trained {
  /** The last iterate. */
  readonly network: Network;
  /** Loss(W^0), Loss(W^1), ..., Loss(W^steps). */
  readonly losses: readonly number[];
  /** How often the loop was gone through. */
  readonly steps: number;
  /** Whether the loss has settled within the threshold, or the steps were used up. */
  readonly stopped: "converged" | "limit";
}

/**
 * The lecture's loop (000 L28-34, L38-48):  do { W^(k+1) from W^k; k = k + 1 } while |Loss(W^k) - Loss(W^(k-1))| > ε.
 *
 * As printed the test is false for NaN, so that divergence ends the loop as if it had converged. Here every iterate
 * must be finite.
 *
 * @param next - W^(k+1) from W^k, k = 0, 1, 2, ...
 * @throws TrainingError when an iterate or its loss is infinite or NaN.
 * @throws RangeError when a limit makes no sense.
 */
export function repeat<T extends Iterate>(first: T, next: (iterate: T, k: number) => T, limits: Limits): Trained {
  checkLimits(limits);
  demandFinite(first, 0, undefined);
  const losses = [first.loss];
  let iterate = first;
  let k = 0;
  let change: number;
  do {
    const before = iterate.loss;
    iterate = next(iterate, k);
    k = k + 1;
    demandFinite(iterate, k, before);
    losses.push(iterate.loss);
    change = Math.abs(iterate.loss - before);
  } while (change > limits.threshold && k < limits.maximumSteps);
  const stopped = change <= limits.threshold ? "converged" : "limit";
  return { network: iterate.network, losses, steps: k, stopped };
}

function checkLimits({ threshold, maximumSteps }: Limits): void {
  if (!(threshold >= 0)) throw new RangeError(`the threshold must be 0 or more, got ${threshold}`);
  if (!(Number.isInteger(maximumSteps) && maximumSteps >= 1)) {
    throw new RangeError(`the number of steps must be an integer from 1, got ${maximumSteps}`);
  }
}
