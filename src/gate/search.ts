/** Asks a subject about one property, case by case, and makes the first case that violates it smaller. */
import * as fc from "fast-check";
import type { Case } from "../model/index.js";
import { SubjectError, type Subject } from "../subject/index.js";
import type { Property, Verdict } from "./property.js";
import type { Counts } from "./report.js";

type Violation = Extract<Verdict, { kind: "violated" }>;

/** Something other than a verdict came: the subject broke, or the property itself. */
export interface Crash {
  readonly error: unknown;
  /** What the subject was asked last, if anything; on the smallest case tried. */
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
  /** The number of the first case that is asked, counted from 0; without a path. */
  readonly from?: number;
  /** Asks only the case at the end of this path. */
  readonly path?: string | undefined;
  /** Called before each case that counts. */
  readonly onCase?: (number: number) => void | Promise<void>;
  /** Whether to make the case smaller too on which a subject that recovers has broken. */
  readonly shrinkCrash?: boolean;
  /** Asks nothing more once it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * How many cases may be tried in order to make a counterexample smaller. A count and not a time, so that the same seed
 * always ends on the same case. fast-check halves sizes, so that a few hundred attempts reach the smallest case as a rule.
 */
export const shrinkLimit = 1000;

/**
 * The same for a case on which the subject broke: each attempt on which it breaks again costs a restart, and a timeout if that is how it breaks.
 * fast-check tries the greatest steps first, so that three take most of the size away.
 */
export const crashLimits = { attempts: 50, crashes: 3 } as const;

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
      ...startingAt(options),
    });
    path = details.counterexamplePath ?? undefined;
  } catch (error) {
    // Thrown by the arbitrary, which is asked for the next case outside of `step`.
    hunt.crash = { error, question: undefined };
  }
  return hunt.result(path);
}

/** Each case is drawn from the seed and its number alone, so that those before it need not be drawn. */
function startingAt({ path, from = 0 }: SearchOptions): { path?: string } {
  if (path !== undefined) return { path };
  return from === 0 ? {} : { path: String(from) };
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
  #crashes = 0;
  crash: Crash | undefined;

  constructor(property: Property<Input>, subject: Subject, options: SearchOptions) {
    this.#property = property;
    this.#subject = subject;
    this.#options = options;
  }

  /** One case. Throwing is how fast-check is told that it failed. */
  async step(input: Input): Promise<void> {
    if (await this.#over()) throw new fc.PreconditionFailure(true);
    this.#asked += 1;
    const counts = this.#violation === undefined && this.crash === undefined;
    if (counts) await this.#options.onCase?.(this.#asked);
    else this.#attempts += 1;
    const verdict = await this.#judge(input);
    if (counts) this.#count(verdict);
    // What is made smaller after a crash is the crash.
    if (verdict.kind !== "violated" || this.crash !== undefined) return;
    this.#violation = verdict;
    throw new Error("violated");
  }

  result(path: string | undefined): Search {
    const { holds: held, ...others } = this.#tally;
    const cases = held + others.violated + others.undecided + others.skipped;
    const violation = this.#violation;
    const crash = this.crash;
    // fast-check took a crash among the attempts for one more step towards a smaller case.
    const isStep = violation !== undefined && crash !== undefined;
    const ownPath = isStep ? path?.replace(/:\d+$/, "") : path;
    return { counts: { cases, held, ...others }, violation, crash, path: ownPath, reasons: this.#reasons };
  }

  /** A replay asks one case; and at some point a case is small enough. */
  async #over(): Promise<boolean> {
    const replayed = this.#options.path !== undefined && this.#asked > 0;
    if (replayed || this.#options.signal?.aborted === true || this.#attempts >= shrinkLimit) return true;
    return this.crash !== undefined && !(await this.#canCrashAgain());
  }

  /** Whether the crash can be made smaller: only by a subject that recovers, and where it did not stop another search. */
  async #canCrashAgain(): Promise<boolean> {
    if (!(this.crash?.error instanceof SubjectError) || this.#violation !== undefined) return false;
    if (this.#options.shrinkCrash !== true || this.#subject.recover === undefined) return false;
    if (this.#attempts >= crashLimits.attempts || this.#crashes > crashLimits.crashes) return false;
    return this.#subject.recover().then(
      () => true,
      () => false,
    );
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
      if (!fc.PreconditionFailure.isFailure(error)) this.#note({ error, question: this.#lastQuestion });
      throw error;
    }
  }

  /** Of a subject that broke, the last case is the smallest. */
  #note(crash: Crash): void {
    this.#crashes += 1;
    if (this.crash === undefined || crash.error instanceof SubjectError) this.crash = crash;
  }

  #count(verdict: Verdict): void {
    this.#tally[verdict.kind] += 1;
    if (verdict.kind === "undecided" || verdict.kind === "skipped") this.#reasons[verdict.kind] ??= verdict.reason;
  }
}
