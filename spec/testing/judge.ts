/** One answer against the oracle, in double precision. */
import { compareAnswer } from "../../src/compare/index.js";
import {
  completeConventions,
  quantities,
  valueOf,
  type Answer,
  type Case,
  type DeclaredConventions,
} from "../../src/model/index.js";
import { certify } from "../../src/oracle/index.js";

export interface Judged {
  /** The quantities with an entry outside its range, in the lecture's order. */
  readonly wrong: readonly string[];
  /** How many entries were compared. */
  readonly entries: number;
  /** How many of them could have told nothing. */
  readonly undecided: number;
}

/** Every quantity that the answer holds, entry by entry, under what is declared. */
export function judge(question: Case, answer: Answer, declared: DeclaredConventions = {}): Judged {
  const held = quantities.filter((quantity) => valueOf(answer, quantity) !== undefined);
  const reference = certify(question, completeConventions(declared), "f64");
  const { mismatches, entries, undecided } = compareAnswer(reference, answer, held);
  return { wrong: [...new Set(mismatches.map(({ quantity }) => quantity))], entries, undecided };
}
