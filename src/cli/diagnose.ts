/** Which known mistake, or which undeclared convention, gives the same wrong answers. */
import type { Counterexample, Diagnosis } from "../gate/index.js";
import type { Case } from "../model/index.js";
import type { Subject } from "../subject/index.js";
import { combinedConventions } from "./diagnosis/conventions.js";
import { Examination, type Examined } from "./diagnosis/examination.js";
import { Memory } from "./diagnosis/memory.js";
import { innocent, ofSuspect } from "./diagnosis/observation.js";
import { identical } from "./diagnosis/transcript.js";
import { isWellFormed } from "./diagnosis/well-formed.js";
import { suspectsAgainst, type Suspect } from "./diagnosis/suspects.js";

export { watched } from "./diagnosis/history.js";
export { locator } from "./diagnosis/location.js";

/** More than these would not help anyone to decide. */
const named = 3;

/** What is said of a mistake that explains the counterexample and what is like it, but not all that is wrong. */
export const besides = ", and something else is wrong besides";

/** As many undeclared conventions at once may be told apart. */
const mostConventions = 3;

/**
 * Asks the subject about the counterexample again and names what reproduces its answers, conventions first. Where several do, it
 * asks about other cases on which they differ; a mistake about memory is told by a conversation. No name is an honest answer.
 *
 * @param subject - watched (diagnosis/history.ts) from its first question on, if a mistake that remembers all of its past is to be told too.
 * @param suspects - all there are, unless told otherwise.
 */
export function diagnoser(
  subject: Subject,
  suspects: readonly Suspect[] = suspectsAgainst(subject.description.conventions),
): (counterexample: Counterexample) => Promise<readonly Diagnosis[]> {
  const memory = new Memory(subject, suspects);
  return async ({ case: question }) => {
    if (!isWellFormed(question)) return [];
    const examined = (await memory.shows(question)) ? none : await examinedBy(subject, suspects, question);
    if (examined === undefined) return [];
    if (examined.left.length > 0) return diagnoses(examined);
    // What no single question explains may still come of the one before.
    return diagnoses({ left: await memory.of(question), unexplained: undefined });
  };
}

const none: Examined = { left: [], unexplained: undefined };

/** Where no suspect alone explains all answers, several undeclared conventions at once may. */
async function examinedBy(
  subject: Subject,
  suspects: readonly Suspect[],
  question: Case,
): Promise<Examined | undefined> {
  const alone = await new Examination(subject, suspects).of(question);
  const open = alone?.unexplained;
  if (open === undefined) return alone;
  const matters = (suspect: Suspect): boolean => [open, question].some((given) => isVisible(suspect, given, subject));
  for (let count = 2; count <= mostConventions; count++) {
    const sets = combinedConventions(subject.description.conventions, count, matters);
    const together = await new Examination(subject, sets).of(open, [question]);
    if (together !== undefined && together.left.length > 0 && together.unexplained === undefined) return together;
  }
  return alone;
}

/** Whether the suspect answers otherwise than a correct implementation. */
function isVisible(suspect: Suspect, question: Case, { description }: Subject): boolean {
  return !identical(ofSuspect(suspect, question, description), ofSuspect(innocent, question, description));
}

function diagnoses({ left, unexplained }: Examined): readonly Diagnosis[] {
  const isAll = unexplained === undefined;
  return left.slice(0, named).map(({ mutant, title, equation, declare }) => ({
    mutant,
    title: isAll ? title : `${title}${besides}`,
    equation,
    // Where something else is wrong besides, declaring it does not make the answers right.
    ...(declare === undefined || !isAll ? {} : { declare }),
  }));
}
