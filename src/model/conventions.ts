import { checkDeviations, type Deviations } from "./deviations.js";
import type { KinkedName } from "./network.js";

/**
 * The legitimate differences between correct implementations (spec/conventions.md). A subject declares its own;
 * the reference is computed under them, so none is ever a fault. The first value of each is the default.
 */
export const conventionChoices = {
  /** Loss and gradients are the mean or the sum over the batch. */
  reduction: ["mean", "sum"],
  /** ½‖y - d‖² or ‖y - d‖². */
  squaredError: ["half", "full"],
  /** (λ/2)‖W‖² or λ‖W‖². */
  l2: ["half", "full"],
  /** Layout of W in the question: [D(k)][M(k-1)] or its transpose. */
  weights: ["out-in", "in-out"],
  /** Layout of the gradient by W in the answer, against the declared layout of W. */
  gradients: ["same-as-weights", "transposed"],
  /** The unit step's value at z = 0; "any" promises only one between 0 and 1. */
  unitStepAtZero: [1, 0, 0.5, "any"],
} as const;

/**
 * The derivative an implementation returns at a kink; "any" promises only one between the one-sided derivatives. Where m pieces of a
 * maxout unit tie, the first or the last takes all of dy, or each takes 1/m (split), or, in the running maximum of the pieces from
 * the first to the last, each tie is halved (average: ¼, ¼, ½ for three). At the margin of the hinge: the derivative of max(0, ·).
 */
export const kinkChoices = {
  relu: [0, 0.5, 1, "any"],
  "leaky-relu": ["slope", 1, "average", "any"],
  "absolute-value": [0, 1, -1, "any"],
  maxout: ["first", "last", "split", "average", "any"],
  "multiclass-hinge": [0, 0.5, 1, "any"],
} as const satisfies Record<KinkedName, readonly (number | string)[]>;

type Choice<T extends Record<string, readonly unknown[]>> = { readonly [K in keyof T]: T[K][number] };

export type DerivativeAtKink = Choice<typeof kinkChoices>;
export type Conventions = Choice<typeof conventionChoices> & {
  readonly derivativeAtKink: DerivativeAtKink;
  readonly deviations: Deviations;
};

/** What a subject may write: any part of the conventions, the rest being the defaults. */
export type DeclaredConventions = Partial<Omit<Conventions, "derivativeAtKink">> & {
  readonly derivativeAtKink?: Partial<DerivativeAtKink>;
};

export const defaultConventions: Conventions = {
  reduction: "mean",
  squaredError: "half",
  l2: "half",
  weights: "out-in",
  gradients: "same-as-weights",
  unitStepAtZero: 1,
  derivativeAtKink: { relu: 0, "leaky-relu": "slope", "absolute-value": 0, maxout: "first", "multiclass-hinge": 0 },
  deviations: {},
};

/**
 * The declared conventions, completed with the defaults.
 *
 * @throws RangeError when the parameter of a deviation lies outside its bounds.
 */
export function completeConventions(declared: DeclaredConventions = {}): Conventions {
  const { deviations = {} } = declared;
  checkDeviations(deviations);
  return {
    ...defaultConventions,
    ...declared,
    derivativeAtKink: { ...defaultConventions.derivativeAtKink, ...declared.derivativeAtKink },
    deviations,
  };
}

/**
 * What a program declares that is written as one of the five documents states it (spec/conventions.md): 000 by loops with
 * w_ij from unit i to unit j, 001 without the ½, 002 with the sum and gradients as rows, 003 as by default, 004 without the ½
 * of the penalty.
 */
export const documentConventions = {
  "000": { weights: "in-out" },
  "001": { squaredError: "full" },
  "002": { reduction: "sum", gradients: "transposed" },
  "003": {},
  "004": { l2: "full" },
} as const satisfies Record<string, DeclaredConventions>;
