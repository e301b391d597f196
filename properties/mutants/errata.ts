/** The errata of the lecture that are a mistake in one step of an implementation; their ids are those of spec/errata.md. */
import { errata000Mutants } from "./errata-000.js";
import { errata001Mutants } from "./errata-001.js";
import { errata001SoftmaxMutants } from "./errata-001-softmax.js";
import { errata002To004Mutants } from "./errata-002-to-004.js";
import type { KnownMutant } from "./mutant.js";

export const errataMutants: readonly KnownMutant[] = [
  ...errata000Mutants,
  ...errata001Mutants,
  ...errata001SoftmaxMutants,
  ...errata002To004Mutants,
];
