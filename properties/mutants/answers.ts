/** What several mistakes do to a whole answer, or to the question. */
import type { FullAnswer } from "../../src/model/index.js";

/** The question as an implementation sees it that writes into it. */
export type Mutable<T> = T extends readonly (infer E)[]
  ? Mutable<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;

/** Applies a change to every number of the answer's parameter gradients. */
export function mapGradients(answer: FullAnswer, change: (value: number) => number): FullAnswer {
  const { weights, biases } = answer.gradients;
  return {
    ...answer,
    gradients: {
      ...answer.gradients,
      weights: weights.map((W) => W.map((row) => row.map(change))),
      biases: biases.map((row) => row.map(change)),
    },
  };
}
