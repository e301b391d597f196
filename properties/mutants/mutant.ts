import type { EquationId } from "../../spec/equations.js";
import {
  completeConventions,
  everything,
  type Case,
  type Conventions,
  type Description,
  type FullAnswer,
} from "../../src/model/index.js";
import { inProcessSubject, type Subject } from "../../src/subject/index.js";
import { correct, pass, type Steps } from "./skeleton.js";

/** A deliberately wrong subject with one known mistake. */
export interface Mutant {
  /** family/name; keeps its meaning for ever. */
  readonly id: string;
  /** What the implementation does wrong, as it would be told: "sums ... instead of averaging". */
  readonly title: string;
  /** The equation it breaks. */
  readonly equation: EquationId;
  /** The replaced steps. Called once per instance, so that a mistake about state has its own state. */
  readonly steps: () => Partial<Steps>;
}

/** A mistake of the catalogue: what is known of it besides. */
export interface KnownMutant extends Mutant {
  /** The id of a legitimate variant that looks alike and must pass (properties/near-misses). */
  readonly nearMiss: string;
  /** Public threads that show it, as repository and number: "pytorch#11752". Empty where none is known. */
  readonly seen: readonly string[];
}

/** The family of the mistake: the part of its id before the slash. */
export function familyOf({ id }: Pick<Mutant, "id">): string {
  return id.slice(0, id.indexOf("/"));
}

/** A fresh instance: a function from a case to the wrong answer. */
export function instantiate(mutant: Mutant): (question: Case, conventions: Conventions) => FullAnswer {
  const steps: Steps = { ...correct, ...mutant.steps() };
  return (question, conventions) => pass(steps, question, conventions);
}

/** The mutant as a subject of the gate, under conventions of its own. */
export function mutantSubject(mutant: Mutant, conventions: Conventions = completeConventions()): Subject {
  const run = instantiate(mutant);
  const description: Description = {
    implementation: { name: `mutant ${mutant.id}`, language: "TypeScript" },
    precision: "f64",
    supports: everything,
    conventions,
  };
  return inProcessSubject({ description, run: (question) => run(question, conventions) });
}
