/** What a subject, or a known mistake, answers to a question, as far as it can be seen. */
import { entriesOfAnswer } from "../../../properties/support/witness.js";
import type { Entries } from "../../compare/index.js";
import { completeConventions, copyOfCase, type Answer, type Case, type Description } from "../../model/index.js";
import { backpropagate } from "../../scalar/index.js";
import { ProtocolError, type Subject } from "../../subject/index.js";
import type { Suspect } from "./suspects.js";

/** The correct implementation. */
export const innocent: Suspect = {
  mutant: "none",
  title: "makes no mistake",
  equation: "derived-range",
  open: () => backpropagate,
};

/** The numbers; "failed" where there is an error or a wrong shape instead; undefined where the question was declined. */
export type Observation = Entries | "failed" | undefined;

/** @throws SubjectError when the subject cannot be run any more. */
export async function ofSubject(subject: Subject, question: Case): Promise<Observation> {
  try {
    const reply = await subject.run(copyOfCase(question));
    if ("skipped" in reply) return undefined;
    return "answer" in reply ? entriesSeen(question, reply.answer, subject.description) : "failed";
  } catch (error) {
    if (error instanceof ProtocolError) return "failed";
    throw error;
  }
}

/** What the known mistake would show in the place of the subject. */
export function ofSuspect(suspect: Suspect, question: Case, description: Description): Observation {
  try {
    const answer = suspect.open()(copyOfCase(question), completeConventions(description.conventions));
    return entriesSeen(question, answer, description);
  } catch {
    return "failed";
  }
}

/** The observed quantities of the answer. @throws ShapeError when one of them has the wrong shape. */
export function entriesSeen(question: Case, answer: Answer, { supports }: Description): Entries {
  return entriesOfAnswer(question, answer, supports.observes);
}
