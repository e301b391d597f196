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
import type { Suspect } from "./suspects.js";
import {
  identical,
  inconsistencies,
  scriptOf,
  showsMemory,
  transcriptOf,
  type Answering,
  type Step,
} from "./transcript.js";

/** A suspect with a memory, and how much of the subject's history it has been through. */
interface Shadow {
  readonly suspect: Suspect;
  readonly answer: ReturnType<Suspect["open"]>;
  /** Undefined when the history is not known to the end. */
  asked: number | undefined;
}

/** Scalar and vector units above each other, so that whatever a suspect remembers has a place to show. */
const allRound: Case = {
  network: {
    layers: [
      {
        weights: [
          [1, -0.5],
          [0.75, 2],
        ],
        biases: [0.5, -1],
        activation: { name: "tanh" },
      },
      {
        weights: [
          [1, 2],
          [-0.5, 1],
        ],
        biases: [0.25, 1],
        activation: { name: "softmax" },
      },
    ],
  },
  loss: { name: "cross-entropy" },
  regularizer: { name: "l2", lambda: 0.5 },
  batch: {
    inputs: [
      [1, 0.5],
      [-0.25, 2],
    ],
    targets: [
      [1, 0],
      [0.5, 0.25],
    ],
  },
};

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
    for (const shadow of shadows) this.#follow(shadow);
    const steps = await transcriptOf(script, (given) => this.#ask(given), description);
    const references = new Map(script.map((asked) => [asked, this.#certified(asked)]));
    const standing: { suspect: Suspect; distance: number }[] = [];
    for (const shadow of shadows) {
      const others = await transcriptOf(script, this.#answering(shadow.answer), description);
      if (shadow.asked !== undefined) shadow.asked += script.length;
      const distance = this.#distance(steps, others, references, shadow.asked === undefined);
      if (distance !== undefined) standing.push({ suspect: shadow.suspect, distance });
    }
    return standing.sort((a, b) => a.distance - b.distance).map(({ suspect }) => suspect);
  }

  /** Those of which an instance that has been asked before is no longer a fresh one. */
  async #thoseWithMemory(first: readonly Case[]): Promise<readonly Shadow[]> {
    const { description } = this.#subject;
    const script = [...first, ...scriptOf(allRound, description)];
    const asked = isWatched(this.#subject) ? 0 : undefined;
    const shadows: Shadow[] = [];
    for (const suspect of this.#suspects) {
      // Conventions are about single answers.
      if (suspect.conventions !== undefined) continue;
      const old = await transcriptOf(script, this.#answering(suspect.open()), description);
      const fresh = await transcriptOf(script, async (given) => this.#answering(suspect.open())(given), description);
      const remembers = showsMemory(old) || old.some(({ seen }, i) => !identical(seen, fresh[i]?.seen));
      if (remembers) shadows.push({ suspect, answer: suspect.open(), asked });
    }
    return shadows;
  }

  /** Asks the suspect what the subject has been asked since. */
  #follow(shadow: Shadow): void {
    const history = isWatched(this.#subject) ? this.#subject.history() : undefined;
    if (history === undefined || shadow.asked === undefined) {
      shadow.asked = undefined;
      return;
    }
    const conventions = completeConventions(this.#subject.description.conventions);
    for (const question of history.slice(shadow.asked)) shadow.answer(copyOfCase(question), conventions);
    shadow.asked = history.length;
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
      const like = likeness(reference, seen, other.seen, unitRoundoff(precisions[this.#subject.description.precision]));
      if (like === undefined) return undefined;
      distance = Math.max(distance, like.distance);
      shown ||= isWrong(reference, seen) && like.wrong;
    }
    return shown ? distance : undefined;
  }

  #certified(question: Case): Reference {
    const { conventions, precision } = this.#subject.description;
    return certify(question, completeConventions(conventions), precision);
  }

  #answering(answer: ReturnType<Suspect["open"]>): Answering {
    const conventions = completeConventions(this.#subject.description.conventions);
    return (given) => {
      try {
        return Promise.resolve(answer(given, conventions));
      } catch {
        return Promise.resolve("failed");
      }
    };
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
