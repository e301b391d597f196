/** Runs one property against one subject without shrinking: what the tests of laws and mutants need. */
import * as fc from "fast-check";
import type { Memo, Property, Verdict } from "../../src/gate/property.js";
import {
  completeConventions,
  everything,
  type Answer,
  type Case,
  type Conventions,
  type Description,
} from "../../src/model/index.js";
import { backpropagate as scalar } from "../../src/scalar/index.js";
import { benchOf } from "../../src/sensitivity/index.js";
import { inProcessSubject, type Subject } from "../../src/subject/index.js";
import { propertiesWith } from "../index.js";

/** All laws, with the per-index implementation as the peer. */
export const laws: readonly Property[] = propertiesWith({ name: "scalar", backpropagate: scalar });

export function lawOf(id: string): Property {
  const law = laws.find((candidate) => candidate.id === id);
  if (law === undefined) throw new Error(`no law ${id}`);
  return law;
}

/** A function as a subject that supports everything, with what the description adds. */
export function subjectOf(
  run: (question: Case, conventions: Conventions) => Answer,
  extra: Partial<Description> = {},
): Subject {
  const description: Description = {
    implementation: { name: "under test" },
    precision: "f64",
    supports: everything,
    ...extra,
  };
  return inProcessSubject({
    description,
    run: (question) => run(question, completeConventions(description.conventions)),
  });
}

export interface Trial {
  readonly verdicts: readonly Verdict[];
  readonly violated: Extract<Verdict, { kind: "violated" }> | undefined;
}

/**
 * Up to `runs` cases, stopping at the first violation. An exception of the law is a defect of the law and passes through.
 *
 * @param memo - shared by trials of several subjects under the same seed, so that nothing is certified twice.
 */
export async function trial(property: Property, subject: Subject, runs: number, seed = 7, memo?: Memo): Promise<Trial> {
  const verdicts: Verdict[] = [];
  const bench = benchOf(subject, memo);
  const outcome = await fc.check(
    fc.asyncProperty(property.arbitrary(subject.description), async (input) => {
      const verdict = await property.check(input, bench);
      verdicts.push(verdict);
      return verdict.kind !== "violated";
    }),
    { numRuns: runs, seed, endOnFailure: true },
  );
  const last = verdicts[verdicts.length - 1];
  const violated = last?.kind === "violated" ? last : undefined;
  if (outcome.failed && violated === undefined) throw outcome.errorInstance;
  return { verdicts, violated };
}
