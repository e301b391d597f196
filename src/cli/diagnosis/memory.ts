/** Mistakes about memory: the suspects hold the same conversation as the subject, after having been asked the same before. */
import { isWrong, likeness } from "../../compare/index.js";
import {
  completeConventions,
  copyOfCase,
  precisions,
  unitRoundoff,
  type Case,
  type Reference,
} from "../../model/index.js";
import { certify } from "../../oracle/index.js";
import { ProtocolError, type Subject } from "../../subject/index.js";
import { isWatched } from "./history.js";
import { differ } from "./inquiry.js";
import { innocent, ofSuspect, type Observation } from "./observation.js";
import { answering, suspectsWithMemory } from "./remembering.js";
import type { Suspect } from "./suspects.js";
import { inconsistencies, scriptOf, showsMemory, transcriptOf, type Answering, type Step } from "./transcript.js";

/** A suspect with a memory, and how much of the subject's history it has been through. */
interface Shadow {
  readonly suspect: Suspect;
  readonly answer: ReturnType<Suspect["open"]>;
  /** Undefined when the history is not known to the end. */
  asked: number | undefined;
}

/** How many of the subject's last questions are tried before all of them. */
const recent = 100;

/** What the subject has been asked in a row, and has answered. */
interface Conversation {
  readonly script: readonly Case[];
  readonly steps: readonly Step[];
  readonly references: ReadonlyMap<Case, Reference>;
}

/** Compares memories; one for each subject, whose questions it follows. */
export class Memory {
  readonly #subject: Subject;
  readonly #suspects: readonly Suspect[];
  #shadows: readonly Shadow[] | undefined;

  constructor(subject: Subject, suspects: readonly Suspect[]) {
    this.#subject = subject;
    this.#suspects = suspects;
  }

  /** Whether the subject remembers, or touches what is not its own. @throws SubjectError */
  async shows(question: Case): Promise<boolean> {
    const { description } = this.#subject;
    return showsMemory(await transcriptOf(scriptOf(question, description), (given) => this.#ask(given), description));
  }

  /** The suspects that remember as the subject does, best first. @throws SubjectError */
  async of(question: Case): Promise<readonly Suspect[]> {
    const { description } = this.#subject;
    const script = scriptOf(question, description);
    const shadows = (this.#shadows ??= await this.#thoseWithMemory(script));
    const past = [...(this.#history() ?? [])];
    const steps = await transcriptOf(script, (given) => this.#ask(given), description);
    const conversation = { script, steps, references: new Map(script.map((asked) => [asked, this.#certified(asked)])) };
    // As a rule the last questions are all that is remembered, and asking those again costs little.
    const soon = await this.#alike(
      conversation,
      shadows.map(({ suspect }) => this.#shadowAfter(suspect, past.slice(-recent))),
    );
    if (soon.length > 0 || past.length <= recent) return soon;
    for (const shadow of shadows) this.#follow(shadow, past);
    return this.#alike(conversation, shadows);
  }

  /** Those that hold the same conversation, best first. */
  async #alike({ script, steps, references }: Conversation, shadows: readonly Shadow[]): Promise<readonly Suspect[]> {
    const standing: { suspect: Suspect; distance: number }[] = [];
    for (const shadow of shadows) {
      const others = await transcriptOf(
        script,
        answering(shadow.answer, this.#subject.description),
        this.#subject.description,
      );
      if (shadow.asked !== undefined) shadow.asked += script.length;
      const distance = this.#distance(steps, others, references, shadow.asked === undefined);
      if (distance !== undefined) standing.push({ suspect: shadow.suspect, distance });
    }
    return standing.sort((a, b) => a.distance - b.distance).map(({ suspect }) => suspect);
  }

  async #thoseWithMemory(script: readonly Case[]): Promise<readonly Shadow[]> {
    const asked = isWatched(this.#subject) ? 0 : undefined;
    const { description } = this.#subject;
    return (await suspectsWithMemory(this.#suspects, script, description)).map((suspect) => ({
      suspect,
      answer: suspect.open(),
      asked,
    }));
  }

  /** All questions so far, where they are known. */
  #history(): readonly Case[] | undefined {
    return isWatched(this.#subject) ? this.#subject.history() : undefined;
  }

  /** A new one that has been asked these questions; where the subject's are not known, its first answer tells nothing. */
  #shadowAfter(suspect: Suspect, past: readonly Case[]): Shadow {
    const shadow: Shadow = { suspect, answer: suspect.open(), asked: this.#history() === undefined ? undefined : 0 };
    if (shadow.asked !== undefined) this.#follow(shadow, past);
    return shadow;
  }

  /** Asks the suspect what the subject has been asked since. */
  #follow(shadow: Shadow, past: readonly Case[]): void {
    if (this.#history() === undefined) shadow.asked = undefined;
    if (shadow.asked === undefined) return;
    const conventions = completeConventions(this.#subject.description.conventions);
    for (const question of past.slice(shadow.asked)) shadow.answer(copyOfCase(question), conventions);
    shadow.asked = past.length;
  }

  /** @param warmUp - leaves out the first answer, which tells of a past that is not known. */
  #distance(
    steps: readonly Step[],
    others: readonly Step[],
    references: ReadonlyMap<Case, Reference>,
    warmUp: boolean,
  ): number | undefined {
    let distance = 0;
    const from = warmUp ? 1 : 0;
    const changing = inconsistencies(steps.slice(from));
    let shown = [...inconsistencies(others.slice(from))].some((quantity) => changing.has(quantity));
    for (const [i, { question, seen, leftAs, changedLater }] of steps.entries()) {
      const other = others[i] as Step;
      if (leftAs !== other.leftAs || changedLater !== other.changedLater) return undefined;
      shown ||= leftAs !== undefined || changedLater;
      if (i < from) continue;
      const reference = references.get(question);
      if (typeof seen !== "object" || typeof other.seen !== "object" || reference === undefined) {
        if (seen !== other.seen) return undefined;
        continue;
      }
      const like = likeness(reference, seen, other.seen, this.#unit);
      if (like === undefined) return undefined;
      distance = Math.max(distance, like.distance);
      // A mistake as small as a rounding would explain every mistake as small.
      shown ||= isWrong(reference, seen) && like.wrong && differ(other.seen, this.#correctly(question), this.#unit);
    }
    return shown ? distance : undefined;
  }

  get #unit(): number {
    return unitRoundoff(precisions[this.#subject.description.precision]);
  }

  #correctly(question: Case): Observation {
    return ofSuspect(innocent, question, this.#subject.description);
  }

  #certified(question: Case): Reference {
    const { conventions, precision } = this.#subject.description;
    return certify(question, completeConventions(conventions), precision);
  }

  async #ask(given: Case): ReturnType<Answering> {
    try {
      const reply = await this.#subject.run(given);
      if ("skipped" in reply) return undefined;
      return "answer" in reply ? reply.answer : "failed";
    } catch (error) {
      if (error instanceof ProtocolError) return "failed";
      throw error;
    }
  }
}
