/** The logarithms of losses as a subject may declare them (spec/conventions.md). */
import type { Deviations } from "../../model/index.js";
import { map, zip } from "../matrix.js";
import type { BatchLoss } from "./batch-loss.js";

/** What stands in a logarithm in place of x. */
export type Argument = (x: number) => number;

export const plainArgument: Argument = (x) => x;

/** epsilon-in-logarithm: x + epsilon, where that is declared. */
export function argumentOf({ "epsilon-in-logarithm": added }: Deviations): Argument {
  return added === undefined ? plainArgument : (x) => x + added.epsilon;
}

/** Whether a loss of logarithms is another function than it would be by itself. */
export function areDeclared(deviations: Deviations): boolean {
  return deviations["epsilon-in-logarithm"] !== undefined || deviations["probabilities-clipped"] !== undefined;
}

/** probabilities-clipped: the loss of C = min(max(Y, epsilon), 1 - epsilon); going back, dY is dC where Y = C, and 0 elsewhere. */
export function clipped(loss: BatchLoss, { "probabilities-clipped": clip }: Deviations): BatchLoss {
  if (clip === undefined) return loss;
  const [least, most] = [clip.epsilon, 1 - clip.epsilon];
  const into = (y: number): number => Math.max(least, Math.min(y, most));
  return {
    value: (Y, D) => loss.value(map(Y, into), D),
    gradient: (Y, D) => {
      const C = map(Y, into);
      const kept = zip(Y, C, (y, c) => (y === c || Number.isNaN(y) ? 1 : 0));
      return zip(kept, loss.gradient(C, D), (keeps, dc) => (keeps === 0 ? 0 : dc));
    },
  };
}
