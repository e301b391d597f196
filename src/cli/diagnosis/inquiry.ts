/** Asks the subject where the suspects disagree, until one of them is left. */
import { isWrong, likeness, type Entries } from "../../compare/index.js";
import {
  completeConventions,
  precisions,
  unitRoundoff,
  type Case,
  type Conventions,
  type Reference,
} from "../../model/index.js";
import { certify } from "../../oracle/index.js";
import type { Subject } from "../../subject/index.js";
import { ofSubject, ofSuspect, type Observation } from "./observation.js";
import type { Suspect } from "./suspects.js";

/** A question that the subject has answered. */
export interface Witnessed {
  readonly question: Case;
  readonly seen: Entries | "failed";
  readonly reference: Reference;
}

/** A suspect that no answer has cleared, with the distance of its worst one. */
export interface Standing {
  readonly suspect: Suspect;
  readonly distance: number;
}

/** The subject under questions. */
export class Inquiry {
  readonly #subject: Subject;
  readonly #conventions: Conventions;
  readonly #unit: number;
  /** How many questions may still be asked. */
  left: number;

  constructor(subject: Subject, questions: number) {
    this.#subject = subject;
    this.#conventions = completeConventions(subject.description.conventions);
    this.#unit = unitRoundoff(precisions[subject.description.precision]);
    this.left = questions;
  }

  /** @returns undefined when the subject declines, or no question is left. @throws SubjectError */
  async ask(question: Case): Promise<Witnessed | undefined> {
    if (this.left === 0) return undefined;
    this.left -= 1;
    const seen = await ofSubject(this.#subject, question);
    if (seen === undefined) return undefined;
    return { question, seen, reference: certify(question, this.#conventions, this.#subject.description.precision) };
  }

  isWrong({ seen, reference }: Witnessed): boolean {
    return seen === "failed" || isWrong(reference, seen);
  }

  /** Whether the suspect's answer to the same question is wrong. */
  wouldBeWrong(suspect: Suspect, { question, reference }: Witnessed): boolean {
    const shown = this.answer(suspect, question);
    return shown === "failed" || (shown !== undefined && isWrong(reference, shown));
  }

  /** The suspects that answer alike; only those that are wrong where the subject is, if that is asked for. */
  alike(standing: readonly Standing[], witnessed: Witnessed, wrongToo: boolean): Standing[] {
    return standing.flatMap(({ suspect, distance }) => {
      const like = this.#likeness(suspect, witnessed);
      return like === undefined || (wrongToo && !like.wrong)
        ? []
        : [{ suspect, distance: Math.max(distance, like.distance) }];
    });
  }

  #likeness(suspect: Suspect, { question, seen, reference }: Witnessed): ReturnType<typeof likeness> {
    const shown = this.answer(suspect, question);
    if (shown === "failed" || seen === "failed") return shown === seen ? { distance: 0, wrong: true } : undefined;
    if (shown === undefined) return undefined;
    const like = likeness(reference, seen, shown, this.#unit);
    if (like !== undefined || suspect.hasOwnRanges === undefined) return like;
    const own = certify(question, suspect.conventions ?? this.#conventions, this.#subject.description.precision);
    const within = likeness(own, seen, shown, this.#unit);
    return within && { ...within, wrong: isWrong(reference, seen) && isWrong(reference, shown) };
  }

  answer(suspect: Suspect, question: Case): Observation {
    return ofSuspect(suspect, question, this.#subject.description);
  }

  /** Whether two observations differ by more than roundings as a rule do. */
  differ(a: Observation, b: Observation): boolean {
    return differ(a, b, this.#unit);
  }
}

/** In formats of a few digits, what counts as a difference all the same. */
const noticeable = 2 ** -4;

/**
 * Whether two observations differ by more than roundings as a rule do.
 *
 * @param unit - the subject's unit roundoff.
 */
export function differ(a: Observation, b: Observation, unit: number): boolean {
  if (a === undefined || b === undefined || a === "failed" || b === "failed") return a !== b;
  const least = Math.min(noticeable, 2 ** 10 * unit);
  return [...a].some(([quantity, values]) =>
    values.some((x, i) => {
      const y = b.get(quantity)?.[i] ?? NaN;
      return !Object.is(x, y) && !(Math.abs(x - y) <= least * Math.max(Math.abs(x), Math.abs(y)));
    }),
  );
}
