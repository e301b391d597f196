import { lossNames, type LossName } from "./case.js";
import type { DeclaredConventions } from "./conventions.js";
import { activationNames, type ActivationName } from "./network.js";
import type { OwnFunctions } from "./own.js";
import type { PrecisionName } from "./precision.js";
import { quantities, type Quantity } from "./quantities.js";

/** What a subject can do; the gate asks for nothing else. */
export interface Supports {
  readonly activations: readonly ActivationName[];
  readonly losses: readonly LossName[];
  readonly regularizers: readonly "l2"[];
  /** The parts of an answer that the subject returns. */
  readonly observes: readonly Quantity[];
  /** Whether the subject can be asked about NaN and infinities, and about a batch without examples; not when it is left out. */
  readonly specialValues?: boolean;
}

/** How a subject introduces itself. */
export interface Description {
  readonly implementation: { readonly name: string; readonly version?: string; readonly language?: string };
  readonly precision: PrecisionName;
  readonly supports: Supports;
  readonly conventions?: DeclaredConventions;
  /** A user's own functions, for a subject in the same process: they are asked for beside those that it supports. */
  readonly own?: OwnFunctions;
}

export const everything: Supports = {
  activations: activationNames,
  losses: lossNames,
  regularizers: ["l2"],
  observes: quantities,
  specialValues: true,
};
