import {
  completeConventions,
  everything,
  type DeclaredConventions,
  type Description,
  type PrecisionName,
} from "../../src/model/index.js";
import { inProcessSubject, type Subject } from "../../src/subject/index.js";
import { correct, pass, type Steps } from "../mutants/index.js";

/** A correct implementation that looks like a mistake: every law that binds it must pass. */
export interface NearMiss {
  /** near/name; keeps its meaning for ever. */
  readonly id: string;
  /** What the implementation does, in the words in which a mistake would be told. */
  readonly title: string;
  /** The steps that differ. Called once per instance, so that one with a memory has its own. */
  readonly steps: () => Partial<Steps>;
  /** What it declares. */
  readonly conventions?: DeclaredConventions;
  /** f64 when it is not given. */
  readonly precision?: PrecisionName;
  /** Its unguarded formulas overflow at the edge: only the core laws bind it. */
  readonly coreOnly?: boolean;
  /** Why it is here, where it looks like no known mistake. */
  readonly aloneBecause?: string;
}

/** The near miss as a subject of the gate: a fresh instance under what it declares. */
export function nearMissSubject({ id, steps, conventions = {}, precision = "f64" }: NearMiss): Subject {
  const description: Description = {
    implementation: { name: `near miss ${id}`, language: "TypeScript" },
    precision,
    supports: everything,
    conventions,
  };
  const all: Steps = { ...correct, ...steps() };
  const complete = completeConventions(conventions);
  return inProcessSubject({ description, run: (question) => pass(all, question, complete) });
}
