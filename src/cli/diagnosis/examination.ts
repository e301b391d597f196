/** One counterexample: which suspects explain it, and which of them is left when the subject is asked where they disagree. */
import type { Case } from "../../model/index.js";
import type { Subject } from "../../subject/index.js";
import { further, remembered } from "./further.js";
import { Inquiry, type Standing, type Witnessed } from "./inquiry.js";
import { innocent, type Observation } from "./observation.js";
import { everythingFor, familyOf, variationsOf, type Draw } from "../../../properties/support/further-questions.js";
import type { Suspect } from "./suspects.js";

/** How many questions an examination may cost. */
const limit = 96;

/** How many questions on which it shows a name must stand beside the counterexample: of its shape, of its family, of any kind. */
const confirmations = { variations: 3, family: 8, everything: 8 } as const;

/** How many portions of cases are looked through for one on which suspects disagree. */
const portions = { variations: 2, family: 8, everything: 24 } as const;

/** Where the counterexample by itself shows nothing wrong: the portions that are asked, and how many cases of each. */
const elsewhere = [
  { draws: variationsOf, portions: 1, cases: 3 },
  { draws: familyOf, portions: 4, cases: 2 },
  // An ordinary one and one of edge cases.
  { draws: everythingFor, portions: 2, cases: Infinity },
] as const;

/** Cases with whatever the subject can do, a few of each kind. */
const anyKind = { portions: portions.everything, most: confirmations.everything, isVaried: true } as const;

export interface Examined {
  /** The suspects that explain the counterexample and all that is like it, best first. */
  readonly left: readonly Suspect[];
  /** A wrong answer that the best of them, or any where none is left, does not explain; undefined when there is none. */
  readonly unexplained: Case | undefined;
}

export class Examination {
  readonly #inquiry: Inquiry;
  readonly #subject: Subject;
  readonly #suspects: readonly Suspect[];
  readonly #asked: Witnessed[] = [];

  constructor(subject: Subject, suspects: readonly Suspect[]) {
    this.#inquiry = new Inquiry(subject, limit);
    this.#subject = subject;
    this.#suspects = suspects;
  }

  /**
   * @param others - what has to be explained as well.
   * @returns undefined when no question by itself shows anything wrong.
   * @throws SubjectError
   */
  async of(question: Case, others: readonly Case[] = []): Promise<Examined | undefined> {
    const root = await this.#firstWrong(question);
    if (root === undefined) return undefined;
    const { description } = this.#subject;
    const variations = remembered(variationsOf(root.question, description));
    const family = remembered(familyOf(root.question, description));
    const everything = remembered(everythingFor(root.question, description));
    let standing = this.#inquiry.alike(
      this.#suspects.map((suspect) => ({ suspect, distance: 0 })),
      root,
      true,
    );
    for (const other of others) standing = await this.#left(standing, other);
    standing = await this.#narrowed(standing, variations, portions.variations, true);
    standing = await this.#confirmed(standing, variations, "variations");
    standing = await this.#narrowed(standing, family, portions.family, true);
    standing = await this.#confirmed(standing, family, "family");
    // Where activations and losses come in that the counterexample has not, something else may be wrong as well.
    standing = await this.#narrowed(standing, everything, portions.everything, false);
    standing = await this.#unrefuted(standing, everything);
    standing = standing.filter((each) => this.#isNoticeable(each)).sort((a, b) => a.distance - b.distance);
    return { left: standing.map(({ suspect }) => suspect), unexplained: await this.#unexplained(standing, everything) };
  }

  /** The counterexample or, where it takes several questions to show the mistake, another one that shows it alone. */
  async #firstWrong(question: Case): Promise<Witnessed | undefined> {
    const { description } = this.#subject;
    const others = elsewhere.flatMap(({ draws, portions: count, cases }) =>
      Array.from({ length: count }, (_, number) => draws(question, description)(number).slice(0, cases)).flat(),
    );
    for (const candidate of [question, ...others]) {
      const witnessed = await this.#ask(candidate);
      if (witnessed !== undefined && this.#inquiry.isWrong(witnessed)) return witnessed;
    }
    return undefined;
  }

  /** Those that explain the question too. */
  async #left(standing: Standing[], question: Case): Promise<Standing[]> {
    const witnessed = await this.#ask(question);
    return witnessed === undefined ? standing : this.#inquiry.alike(standing, witnessed, false);
  }

  async #ask(question: Case): Promise<Witnessed | undefined> {
    const witnessed = await this.#inquiry.ask(question);
    if (witnessed !== undefined) this.#asked.push(witnessed);
    return witnessed;
  }

  /** @param clears - whether a question that none of them explains clears them all; otherwise it says nothing. */
  async #narrowed(start: Standing[], draw: Draw, count: number, clears: boolean): Promise<Standing[]> {
    let standing = start;
    for (let number = 0; number < count; number++) {
      const candidates = [...(standing.length > 1 ? draw(number) : [])];
      for (let next = this.#mostTelling(standing, candidates); next !== undefined;) {
        candidates.splice(candidates.indexOf(next), 1);
        const alike = await this.#left(standing, next);
        if (alike.length > 0 || clears) standing = alike;
        if (this.#inquiry.left === 0) return standing;
        next = this.#mostTelling(standing, candidates);
      }
    }
    return standing;
  }

  /** Those that also explain further questions on which they differ from a correct implementation. */
  async #confirmed(start: Standing[], draw: Draw, by: "variations" | "family"): Promise<Standing[]> {
    let standing = start;
    const plan = { portions: portions[by], most: confirmations[by], isVaried: by === "family" };
    for (const question of further(draw, plan, (given) => this.#shows(standing[0]?.suspect, given)))
      standing = await this.#left(standing, question);
    return standing;
  }

  /** Without those that are wrong somewhere where the subject is right. */
  async #unrefuted(start: Standing[], draw: Draw): Promise<Standing[]> {
    let standing = start;
    for (const question of further(draw, anyKind, (given) => this.#shows(standing[0]?.suspect, given))) {
      const witnessed = await this.#ask(question);
      if (witnessed === undefined || this.#inquiry.isWrong(witnessed)) continue;
      standing = standing.filter(({ suspect }) => !this.#inquiry.wouldBeWrong(suspect, witnessed));
    }
    return standing;
  }

  /** A wrong answer that the first of them does not explain, in cases of any kind, among them those in which it shows nothing. */
  async #unexplained([first]: readonly Standing[], draw: Draw): Promise<Case | undefined> {
    if (first !== undefined)
      for (const question of further(draw, anyKind, (given) => !this.#shows(first.suspect, given)))
        await this.#ask(question);
    const isExplained = (witnessed: Witnessed): boolean =>
      first !== undefined && this.#inquiry.alike([first], witnessed, false).length === 1;
    // The last one is what has cleared the last suspect.
    return this.#asked.findLast((witnessed) => this.#inquiry.isWrong(witnessed) && !isExplained(witnessed))?.question;
  }

  /** A mistake as small as a rounding explains every mistake as small; it must have shown otherwise. */
  #isNoticeable({ suspect }: Standing): boolean {
    return this.#asked.some(({ question }) => this.#shows(suspect, question));
  }

  /** Whether the suspect's answer is noticeably another than a correct implementation's. */
  #shows(suspect: Suspect | undefined, question: Case): boolean {
    if (suspect === undefined) return false;
    return this.#inquiry.differ(this.#inquiry.answer(suspect, question), this.#inquiry.answer(innocent, question));
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
