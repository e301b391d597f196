import { lossNames } from "./case.js";
import type { DeclaredConventions } from "./conventions.js";
import { activationNames } from "./network.js";
import type { OwnFunctions } from "./own.js";
import type { PrecisionName } from "./precision.js";
import { quantities } from "./quantities.js";
import type { Supports } from "./supports.js";

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
