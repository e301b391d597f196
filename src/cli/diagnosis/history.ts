/** Everything that a subject has been asked, so that a mistake about memory can be put through the same. */
import { copyOfCase, type Case } from "../../model/index.js";
import type { Subject } from "../../subject/index.js";

/** A subject that keeps count of its questions. */
export interface Watched extends Subject {
  /** All questions so far, in order, as they were before they were asked; undefined once they are too many to keep. */
  readonly history: () => readonly Case[] | undefined;
}

/** How many questions are kept: a run with the usual number of cases stays below, and asking them again takes seconds. */
export const historyLimit = 50_000;

/** The same subject, watched from here on. */
export function watched(subject: Subject, limit: number = historyLimit): Watched {
  let asked: Case[] | undefined = [];
  return {
    ...subject,
    run(question) {
      asked?.push(copyOfCase(question));
      if (asked !== undefined && asked.length > limit) asked = undefined;
      return subject.run(question);
    },
    history: () => asked,
  };
}

export function isWatched(subject: Subject): subject is Watched {
  return "history" in subject;
}
