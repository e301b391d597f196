/** Everything that may explain a wrong answer: undeclared conventions first, then known mistakes. */
import { instantiate, mutants } from "../../../properties/mutants/index.js";
import type { Diagnosis } from "../../gate/index.js";
import type { Answer, Case, Conventions, DeclaredConventions } from "../../model/index.js";
import { undeclaredConventions } from "./conventions.js";

export interface Suspect extends Diagnosis {
  /** A fresh instance, so that a mistake about memory has a memory of its own. It may write into the question. */
  readonly open: () => (question: Case, conventions: Conventions) => Answer;
  /** The conventions under which the subject would be right, if that is what it is about. */
  readonly conventions?: Conventions;
  /** Whether correct implementations under these conventions may lie farther apart than under the declared ones. */
  readonly hasOwnRanges?: true;
}

const mistakes: readonly Suspect[] = mutants.map((mutant) => ({
  mutant: mutant.id,
  title: mutant.title,
  equation: mutant.equation,
  open: () => instantiate(mutant),
}));

/** @param declared - what the subject says of itself. */
export function suspectsAgainst(declared: DeclaredConventions | undefined): readonly Suspect[] {
  return [...undeclaredConventions(declared), ...mistakes];
}
