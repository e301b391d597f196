/** One counterexample: which suspects explain it, and which of them is left when the subject is asked where they disagree. */
import type { Case } from "../../model/index.js";
import { backpropagate } from "../../scalar/index.js";
import type { Subject } from "../../subject/index.js";
import { Inquiry, type Standing, type Witnessed } from "./inquiry.js";
import type { Observation } from "./observation.js";
import { everythingFor, familyOf, variationsOf, type Draw } from "../../../properties/support/further-questions.js";
import type { Suspect } from "./suspects.js";

/** How many questions an examination may cost. */
const limit = 24;

/** How many questions on which it shows a name must stand beside the counterexample. */
const confirmations = 3;

/** How many portions of cases are looked through for one on which suspects disagree. */
const portions = { variations: 2, family: 8, everything: 24 } as const;

/** The correct implementation. */
const innocent: Suspect = {
  mutant: "none",
  title: "makes no mistake",
  equation: "derived-range",
  open: () => backpropagate,
};

export class Examination {
  readonly #inquiry: Inquiry;
  readonly #subject: Subject;
  readonly #suspects: readonly Suspect[];

  constructor(subject: Subject, suspects: readonly Suspect[]) {
    this.#inquiry = new Inquiry(subject, limit);
    this.#subject = subject;
    this.#suspects = suspects;
  }

  /**
   * The suspects that are left, best first; none when no known mistake explains what the subject answers.
   *
   * @returns undefined when no question by itself shows anything wrong.
   * @throws SubjectError
   */
  async of(question: Case): Promise<readonly Suspect[] | undefined> {
    const root = await this.#firstWrong(question);
    if (root === undefined) return undefined;
    const { description } = this.#subject;
    const all = this.#suspects.map((suspect) => ({ suspect, distance: 0 }));
    let standing = this.#inquiry.alike(all, root, true);
    standing = await this.#narrowed(standing, variationsOf(root.question, description), portions.variations, true);
    standing = await this.#confirmed(standing, variationsOf(root.question, description), portions.variations);
    standing = await this.#narrowed(standing, familyOf(root.question, description), portions.family, true);
    standing = await this.#confirmed(standing, familyOf(root.question, description), portions.family);
    // Where activations and losses come in that the counterexample has not, something else may be wrong as well.
    standing = await this.#narrowed(standing, everythingFor(root.question, description), portions.everything, false);
    return [...standing].sort((a, b) => a.distance - b.distance).map(({ suspect }) => suspect);
  }

  /** The counterexample or, where it takes several questions to show the mistake, another one that shows it alone. */
  async #firstWrong(question: Case): Promise<Witnessed | undefined> {
    const { description } = this.#subject;
    const others = [variationsOf, familyOf, everythingFor].flatMap((draws) =>
      draws(question, description)(0).slice(0, 3),
    );
    for (const candidate of [question, ...others]) {
      const witnessed = await this.#inquiry.ask(candidate);
      if (witnessed !== undefined && this.#inquiry.isWrong(witnessed)) return witnessed;
    }
    return undefined;
  }

  /** @param clears - whether a question that none of them explains clears them all; otherwise it says nothing. */
  async #narrowed(start: Standing[], draw: Draw, count: number, clears: boolean): Promise<Standing[]> {
    let standing = start;
    for (let number = 0; number < count; number++) {
      const candidates = [...(standing.length > 1 ? draw(number) : [])];
      for (let next = this.#mostTelling(standing, candidates); next !== undefined;) {
        candidates.splice(candidates.indexOf(next), 1);
        const witnessed = await this.#inquiry.ask(next);
        const alike = witnessed === undefined ? standing : this.#inquiry.alike(standing, witnessed, false);
        if (alike.length > 0 || clears) standing = alike;
        if (this.#inquiry.left === 0) return standing;
        next = this.#mostTelling(standing, candidates);
      }
    }
    return standing;
  }

  /** Those that also explain further questions on which they differ from a correct implementation. */
  async #confirmed(start: Standing[], draw: Draw, count: number): Promise<Standing[]> {
    let standing = start;
    let asked = 0;
    for (let number = 0; number < count && standing.length > 0; number++) {
      for (const question of draw(number)) {
        const [first] = standing;
        if (first === undefined || asked === confirmations) return standing;
        if (this.#classes([first, { suspect: innocent, distance: 0 }], question) < 2) continue;
        const witnessed = await this.#inquiry.ask(question);
        if (witnessed !== undefined) standing = this.#inquiry.alike(standing, witnessed, false);
        asked += 1;
      }
    }
    return standing;
  }

  /** The question on which the suspects give the largest number of different answers; undefined when they agree on all. */
  #mostTelling(standing: readonly Standing[], candidates: readonly Case[]): Case | undefined {
    if (standing.length < 2) return undefined;
    let best: Case | undefined;
    let most = 1;
    for (const candidate of candidates) {
      const count = this.#classes(standing, candidate);
      if (count > most) [best, most] = [candidate, count];
      if (count === standing.length) return candidate;
    }
    return best;
  }

  /** How many different answers the suspects give. */
  #classes(standing: readonly Standing[], question: Case): number {
    const different: Observation[] = [];
    for (const { suspect } of standing) {
      const shown = this.#inquiry.answer(suspect, question);
      if (!different.some((other) => !this.#inquiry.differ(other, shown))) different.push(shown);
    }
    return different.length;
  }
}
