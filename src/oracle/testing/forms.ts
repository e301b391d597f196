/** The admissible ways to write the same network (spec/numerics.md, "What an admissible implementation may do"), as data. */
import type { Random } from "./random.js";

export const formChoices = {
  /** In which order a sum adds its terms. */
  order: ["forwards", "backwards", "pairwise"],
  /** A fused multiply-add does not round its product. */
  multiplyAdd: ["separate", "fused"],
  /** Where the bias stands among the terms of z. */
  bias: ["first", "last"],
  /** Where the mean divides by T: in dY, or each result at the end; or multiplies by a rounded 1/T. */
  reduction: ["seed", "end", "reciprocal-seed", "reciprocal-end"],
  logistic: ["negative-exp", "positive-exp", "tanh"],
  logisticSlope: ["from-y", "from-z"],
  tanh: ["primitive", "decay", "two-exponentials", "expm1"],
  tanhSlope: ["square", "factored", "decay"],
  softplus: ["guarded", "plain"],
  softplusSlope: ["negative-exp", "positive-exp", "tanh", "from-y", "expm1-of-y"],
  softmax: ["shifted", "plain", "shifted-reciprocal"],
  softmaxBackward: ["jacobian", "short"],
  /** dz of softmax under cross-entropy in one step, or through dy. */
  crossEntropyBackward: ["one-step", "two-steps"],
  crossEntropy: ["shifted", "log-of-p", "log-sum-exp", "guarded-log-sum-exp"],
  /** Where λw stands beside the sum over the batch. */
  decay: ["first", "last"],
  /** The loss as a sum of sums, or as one running total over examples, units and weights. */
  total: ["nested", "running"],
} as const;

type Choices = typeof formChoices;
export type Form = { readonly [Aspect in keyof Choices]: Choices[Aspect][number] };

export function randomForm(random: Random): Form {
  return Object.fromEntries(
    Object.entries(formChoices).map(([aspect, values]) => [aspect, random.pick<string>(values)]),
  ) as unknown as Form;
}
