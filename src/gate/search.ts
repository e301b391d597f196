/** Asks a subject about one property, case by case, and makes the first case that violates it smaller. */
import * as fc from "fast-check";
import type { Case } from "../model/index.js";
import type { Subject } from "../subject/index.js";
import type { Property, Verdict } from "./property.js";
import type { Counts } from "./report.js";

type Violation = Extract<Verdict, { kind: "violated" }>;

/** Something other than a verdict came: the subject broke, or the property itself. */
export interface Crash {
  readonly error: unknown;
  /** What the subject was asked last, if anything. */
  readonly question: Case | undefined;
}

export interface Search {
  /** Up to the first violation. */
  readonly counts: Counts;
  /** On the smallest case found. */
  readonly violation: Violation | undefined;
  readonly crash: Crash | undefined;
  /** fast-check's path to the violation, or else to the crash. */
  readonly path: string | undefined;
  /** The first reason of each kind. */
  readonly reasons: { readonly undecided?: string; readonly skipped?: string };
}

export interface SearchOptions {
  readonly seed: number;
  readonly runs: number;
  /** Asks only the case at the end of this path. */
  readonly path?: string | undefined;
  /** Called before each case that counts. */
  readonly onCase?: (number: number) => void | Promise<void>;
}

/**
 * How many cases may be tried in order to make a counterexample smaller. A count and not a time, so that the same seed
 * always ends on the same case. fast-check halves sizes, so that a few hundred attempts reach the smallest case as a rule.
 */
export const shrinkLimit = 1000;

/** Never throws: what goes wrong is in the result. */
export async function search<Input>(
  property: Property<Input>,
  subject: Subject,
  options: SearchOptions,
): Promise<Search> {
  const hunt = new Hunt(property, subject, options);
  let path: string | undefined;
  try {
    const predicate = fc.asyncProperty(property.arbitrary(subject.description), (input) => hunt.step(input));
    const details = await fc.check(predicate, {
      seed: options.seed,
      numRuns: options.runs,
      verbose: fc.VerbosityLevel.None,
      endOnFailure: options.path !== undefined,
      ...(options.path === undefined ? {} : { path: options.path }),
    });
    path = details.counterexamplePath ?? undefined;
  } catch (error) {
    // Thrown by the arbitrary, which is asked for the next case outside of `step`.
    hunt.crash = { error, question: undefined };
  }
  return hunt.result(path);
}

/** What is known so far. */
class Hunt<Input> {
  readonly #property: Property<Input>;
  readonly #subject: Subject;
  readonly #options: SearchOptions;
  readonly #tally = { holds: 0, violated: 0, undecided: 0, skipped: 0 };
  readonly #reasons: { undecided?: string; skipped?: string } = {};
  #violation: Violation | undefined;
  #lastQuestion: Case | undefined;
  #asked = 0;
  #attempts = 0;
  crash: Crash | undefined;

  constructor(property: Property<Input>, subject: Subject, options: SearchOptions) {
    this.#property = property;
    this.#subject = subject;
    this.#options = options;
  }

  /** One case. Throwing is how fast-check is told that it failed. */
  async step(input: Input): Promise<void> {
    if (this.#over()) throw new fc.PreconditionFailure(true);
    this.#asked += 1;
    if (this.#violation === undefined) await this.#options.onCase?.(this.#asked);
    else this.#attempts += 1;
    const verdict = await this.#judge(input);
    if (this.#violation === undefined) this.#count(verdict);
    if (verdict.kind !== "violated") return;
    this.#violation = verdict;
    throw new Error("violated");
  }

  result(path: string | undefined): Search {
    const { holds: held, ...others } = this.#tally;
    const cases = held + others.violated + others.undecided + others.skipped;
    const [violation, crash] = [this.#violation, this.crash];
    // fast-check took a crash among the attempts for one more step towards a smaller case.
    const isStep = violation !== undefined && crash !== undefined;
    const ownPath = isStep ? path?.replace(/:\d+$/, "") : path;
    return { counts: { cases, held, ...others }, violation, crash, path: ownPath, reasons: this.#reasons };
  }

  /** After a crash no further case makes sense; a replay asks one; and at some point a case is small enough. */
  #over(): boolean {
    const replayed = this.#options.path !== undefined && this.#asked > 0;
    return this.crash !== undefined || replayed || this.#attempts >= shrinkLimit;
  }

  async #judge(input: Input): Promise<Verdict> {
    const { description, inProcess } = this.#subject;
    this.#lastQuestion = undefined;
    const ask = (question: Case): ReturnType<Subject["run"]> => {
      this.#lastQuestion = question;
      return this.#subject.run(question);
    };
    try {
      return await this.#property.check(input, { description, inProcess, ask });
    } catch (error) {
      if (!fc.PreconditionFailure.isFailure(error)) this.crash = { error, question: this.#lastQuestion };
      throw error;
    }
  }

  #count(verdict: Verdict): void {
    this.#tally[verdict.kind] += 1;
    if (verdict.kind === "undecided" || verdict.kind === "skipped") this.#reasons[verdict.kind] ??= verdict.reason;
  }
}
