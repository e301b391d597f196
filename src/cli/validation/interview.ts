/** Asks a subject that may break on any question, and goes on as long as that makes sense. */
import type { Case } from "../../model/index.js";
import { SubjectError, type Reply, type Subject } from "../../subject/index.js";

/** A reply; or how the subject broke; or why it was not asked. */
export type Outcome = Reply | { readonly failure: string } | { readonly unasked: string };

/** Where this many questions broke the subject, the others would hardly tell more; and each may have been a timeout. */
export const mostFailures = 5;

export class Interview {
  readonly #subject: Subject;
  #failures = 0;
  #over: string | undefined;

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  /** Asks all of them at once. */
  async ask(questions: readonly Case[]): Promise<readonly Outcome[]> {
    const { run } = this.#subject;
    if (this.#over !== undefined) return questions.map(() => ({ unasked: this.#over as string }));
    const outcomes = await Promise.all(questions.map((question) => run(question).catch(failureOf)));
    if (outcomes.some((outcome) => "failure" in outcome)) await this.#mend();
    return outcomes;
  }

  /** The first of `ask`. */
  async askOne(question: Case): Promise<Outcome> {
    const [outcome] = await this.ask([question]);
    return outcome as Outcome;
  }

  async #mend(): Promise<void> {
    this.#failures += 1;
    if (this.#failures >= mostFailures) {
      this.#over = `not asked, after ${mostFailures} questions that broke the subject`;
      return;
    }
    try {
      await this.#subject.recover?.();
    } catch (error) {
      this.#over = `not asked, since the subject could not be started again: ${(error as Error).message}`;
    }
  }
}

function failureOf(error: unknown): Outcome {
  if (error instanceof SubjectError) return { failure: error.message };
  throw error;
}
