/** Whether there is any sense in asking the subject further. */
import { SubjectError, type Subject } from "../subject/index.js";
import { explainCrash } from "./findings.js";
import type { Property } from "./property.js";
import type { Search } from "./search.js";

/** Whether the subject can be asked about the next property. */
export class Health {
  readonly #subject: Subject;
  readonly #signal: AbortSignal | undefined;
  /** The last property in which it broke. */
  #brokenAt: string | undefined;
  /** Set once it cannot be asked any more. */
  #hindrance: string | undefined;

  /** @param signal - aborted when the run is to end. */
  constructor(subject: Subject, signal: AbortSignal | undefined) {
    this.#subject = subject;
    this.#signal = signal;
  }

  /** Whether the subject has not broken yet. */
  get isWhole(): boolean {
    return this.#brokenAt === undefined;
  }

  /** To be told of every search. */
  note({ id }: Property, { crash }: Search): void {
    if (crash?.error instanceof SubjectError) this.#brokenAt = id;
  }

  /** Makes the subject fit for the next property. @returns why that cannot be asked about; undefined when it can. */
  async hindrance(): Promise<string | undefined> {
    if (this.#signal?.aborted === true) return "the run was interrupted";
    this.#hindrance ??= await this.#unfitness();
    return this.#hindrance;
  }

  async #unfitness(): Promise<string | undefined> {
    const gone = `the subject could not be run any more after ${this.#brokenAt ?? "the start"}`;
    if (this.#subject.recover === undefined) return this.isWhole ? undefined : gone;
    return this.#subject.recover().then(
      () => undefined,
      (error: unknown) => `${gone}: ${explainCrash(error)}`,
    );
  }
}
