/** What would be a mistake if the subject had not declared it. */
import type { DeclaredConventions, FullAnswer } from "../../src/model/index.js";
import type { NearMiss } from "./near-miss.js";

const declared = (id: string, title: string, conventions: DeclaredConventions): NearMiss => ({
  id,
  title: `${title}, declared`,
  steps: () => ({}),
  conventions,
});

const kinks = (
  id: string,
  title: string,
  derivativeAtKink: NonNullable<DeclaredConventions["derivativeAtKink"]>,
): NearMiss => declared(id, title, { derivativeAtKink });

type Matrix = readonly (readonly number[])[];

const transpose = (matrix: Matrix): number[][] => (matrix[0] ?? []).map((_, i) => matrix.map((row) => row[i] ?? NaN));

const withTransposedGradients = (answer: FullAnswer): FullAnswer => ({
  ...answer,
  gradients: { ...answer.gradients, weights: answer.gradients.weights.map(transpose) },
});

/** Every number of an answer rounded to single precision. */
function rounded<T>(value: T): T {
  if (typeof value === "number") return Math.fround(value) as T;
  if (Array.isArray(value)) return value.map(rounded) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rounded(part)])) as T;
}

const scales: readonly NearMiss[] = [
  declared("near/sum-declared", "sums loss and gradients over the batch", { reduction: "sum" }),
  declared("near/squared-error-without-half-declared", "leaves out the ½ of the squared error", {
    squaredError: "full",
  }),
  declared("near/penalty-without-half-declared", "takes λ‖W‖² without the ½", { l2: "full" }),
];

const layouts: readonly NearMiss[] = [
  {
    id: "near/gradients-transposed-declared",
    title: "returns the gradients by the weights transposed, declared",
    steps: () => ({ finish: withTransposedGradients }),
    conventions: { gradients: "transposed" },
  },
  {
    id: "near/weights-in-out-declared",
    title: "has a row of weights for each input in place of each unit, declared",
    steps: () => ({
      read: (question) => ({
        ...question,
        network: {
          layers: question.network.layers.map((layer) => ({ ...layer, weights: transpose(layer.weights) })),
        },
      }),
      finish: withTransposedGradients,
    }),
    conventions: { weights: "in-out" },
  },
  {
    id: "near/single-precision-declared",
    title: "returns all numbers in single precision, declared",
    steps: () => ({ finish: rounded }),
    precision: "f32",
  },
];

const atKinks: readonly NearMiss[] = [
  kinks("near/relu-one-at-zero-declared", "takes relu'(0) = 1", { relu: 1 }),
  kinks("near/relu-half-at-zero-declared", "takes relu'(0) = ½", { relu: 0.5 }),
  kinks("near/other-kinks-declared", "takes leaky-relu'(0) = 1 and |0|' = -1", {
    "leaky-relu": 1,
    "absolute-value": -1,
  }),
  {
    ...kinks("near/any-subgradient-declared", "undertakes no more than some legal subgradient", {
      relu: "any",
      "leaky-relu": "any",
      "absolute-value": "any",
      maxout: "any",
      "multiclass-hinge": "any",
    }),
    aloneBecause: "it widens all ranges at kinks at once and resembles no single mistake",
  },
  declared("near/unit-step-zero-at-zero-declared", "takes 0 for the unit step at 0", { unitStepAtZero: 0 }),
  kinks("near/last-of-ties-declared", "gives a tie to the last piece and takes 1 at the hinge's margin", {
    maxout: "last",
    "multiclass-hinge": 1,
  }),
  kinks("near/ties-shared-declared", "shares ties equally and takes ½ at the hinge's margin", {
    maxout: "split",
    "multiclass-hinge": 0.5,
  }),
  kinks("near/ties-halved-declared", "halves ties along the running maximum", { maxout: "average" }),
];

export const declaredNearMisses: readonly NearMiss[] = [...scales, ...layouts, ...atKinks];
