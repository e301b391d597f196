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
  /** p of the derivative of log-softmax. */
  logSoftmaxProbability: ["softmax", "exp-of-y"],
  logSoftmaxBackward: ["jacobian", "short"],
  /** Of layer normalization: Σ / D, or Σ · (1/D). */
  mean: ["quotient", "reciprocal"],
  variance: ["two-pass", "running", "one-pass"],
  /** √(v + ε), or a library's power of ½ or -½. */
  root: ["root", "power", "inverse-power"],
  /** (z - m) / s, (z - m) r, or z r - m r with r = 1/s. */
  normalized: ["quotient", "product", "scaled"],
  normalizationBackward: ["short", "sums", "jacobian", "stepwise"],
  /** z^p of a polynomial. */
  powers: ["repeated", "squared", "library"],
  factors: ["coefficient-first", "coefficient-last"],
  /** dz of a polynomial through its Jacobian, or as one running total over all monomials. */
  polynomialBackward: ["jacobian", "running"],
  /** dz of a last activation and a loss with a joint form in one step, or through dy. */
  fusedBackward: ["one-step", "two-steps"],
  crossEntropy: ["shifted", "log-of-p", "log-sum-exp", "guarded-log-sum-exp"],
  /** -ln Σ d p: its two sums of exponentials shifted each by its own largest, both by the same, or not at all. */
  negativeLogOfSum: ["log-of-sum", "apart", "together", "log-sum-exps", "guarded-log-sum-exps", "log-softmax"],
  /** d_i p_i / Σ d p, as a softmax or from p. */
  targetShare: ["logits", "probabilities"],
  /** Logarithms of y, with 1 - y or log1p(-y); terms of the size of z; or two softplus functions. */
  binaryCrossEntropy: ["logarithms", "log1p", "from-z", "from-z-complement", "softplus-pair"],
  /** -d/y + (1 - d)/(1 - y), or (y - d)/(y (1 - y)). */
  binaryGradient: ["two-quotients", "one-quotient"],
  /** Of the hinge: (y_j - y_c) + 1 or (y_j + 1) - y_c, in each order of sums. */
  margin: ["scores-first", "one-first"],
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

/** The first choice everywhere. */
export const firstForm = Object.fromEntries(
  Object.entries(formChoices).map(([aspect, values]) => [aspect, values[0]]),
) as unknown as Form;
