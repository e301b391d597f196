/** Which known mistake, or which undeclared convention, gives the same wrong answers. */
import type { Counterexample, Diagnosis } from "../gate/index.js";
import type { Subject } from "../subject/index.js";
import { Examination } from "./diagnosis/examination.js";
import { Memory } from "./diagnosis/memory.js";
import { suspectsAgainst } from "./diagnosis/suspects.js";

export { watched } from "./diagnosis/history.js";
export { locator } from "./diagnosis/location.js";

/** More than these would not help anyone to decide. */
const named = 3;

/**
 * Asks the subject about the counterexample again and names what reproduces its answers, conventions first. Where several do, it
 * asks about other cases on which they differ; a mistake about memory is told by a conversation. No name is an honest answer.
 *
 * @param subject - watched (diagnosis/history.ts) from its first question on, if a mistake that remembers all of its past is to be told too.
 */
export function diagnoser(subject: Subject): (counterexample: Counterexample) => Promise<readonly Diagnosis[]> {
  const suspects = suspectsAgainst(subject.description.conventions);
  const memory = new Memory(subject, suspects);
  return async ({ case: question }) => {
    const examined = (await memory.shows(question)) ? [] : await new Examination(subject, suspects).of(question);
    // What no single question explains may still come of the one before.
    const left = examined?.length === 0 ? await memory.of(question) : (examined ?? []);
    return left.slice(0, named).map(({ mutant, title, equation }) => ({ mutant, title, equation }));
  };
}
