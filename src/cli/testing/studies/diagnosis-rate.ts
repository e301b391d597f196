/** How often the diagnosis names the mistake, when each known mistake is treated as an unknown black box. */
import { everythingFor } from "../../../../properties/support/further-questions.js";
import { mutantSubject, type Mutant } from "../../../../properties/mutants/index.js";
import type { Diagnosis } from "../../../gate/index.js";
import type { Case, Description } from "../../../model/index.js";
import type { DiagnosisRate, Named, Naming } from "../../../sensitivity/index.js";
import { ofSuspect } from "../../diagnosis/observation.js";
import { suspectsAgainst, type Suspect } from "../../diagnosis/suspects.js";
import { identical } from "../../diagnosis/transcript.js";
import { besides, diagnoser } from "../../diagnose.js";
import { after, firstViolations, reported, type Hunt } from "./first-violations.js";
import { median } from "./figures.js";

/** @param onProgress - awaited after each mistake. */
export async function diagnosisRate(
  hunt: Hunt,
  onProgress: (caught: number) => void | Promise<void> = () => undefined,
): Promise<DiagnosisRate> {
  const same = remembered(isSameFunction);
  const [known, unknown] = [new Tally(same), new Tally(same)];
  const unseen = new Set(hunt.mutants.map(({ id }) => id));
  for await (const violation of firstViolations(hunt)) {
    const { mutant, law } = violation;
    unseen.delete(mutant.id);
    const { counterexample, history } = await reported(violation);
    const suspects = suspectsAgainst(mutantSubject(mutant).description.conventions);
    for (const [tally, against] of [
      [known, suspects],
      [unknown, suspects.filter((suspect) => suspect.mutant !== mutant.id)],
    ] as const) {
      const subject = await after(history, mutant);
      const [first] = await diagnoser(subject, against)(counterexample);
      tally.add(mutant, law.id, first, (subject.history()?.length ?? NaN) - history.length);
    }
    await onProgress(hunt.mutants.length - unseen.size);
  }
  const { seed, runs, mutants } = hunt;
  return {
    seed,
    runs,
    mutants: mutants.length,
    caught: mutants.length - unseen.size,
    unseen: [...unseen],
    known: known.naming(),
    unknown: unknown.naming(),
  };
}

class Tally {
  #rightFirst = 0;
  readonly #asConvention: Named[] = [];
  readonly #sameFunction: Named[] = [];
  readonly #inPart: Named[] = [];
  readonly #none: Omit<Named, "name">[] = [];
  readonly #wrong: Named[] = [];
  readonly #questions: number[] = [];
  readonly #isSame: typeof isSameFunction;

  constructor(isSame: typeof isSameFunction) {
    this.#isSame = isSame;
  }

  add(mutant: Mutant, law: string, first: Diagnosis | undefined, questions: number): void {
    this.#questions.push(questions);
    if (first === undefined) this.#none.push({ mutant: mutant.id, law });
    else if (first.mutant === mutant.id) this.#rightFirst += 1;
    else this.#listFor(mutant, first).push({ mutant: mutant.id, law, name: first.mutant });
  }

  naming(): Naming {
    return {
      rightFirst: this.#rightFirst,
      asConvention: this.#asConvention,
      sameFunction: this.#sameFunction,
      inPart: this.#inPart,
      none: this.#none,
      wrong: this.#wrong,
      questionsAsked: { median: median(this.#questions), max: Math.max(0, ...this.#questions) },
    };
  }

  #listFor(mutant: Mutant, { mutant: name, title }: Diagnosis): Named[] {
    if (title.endsWith(besides)) return this.#inPart;
    if (!this.#isSame(name, mutant)) return this.#wrong;
    return /^(convention|deviation)\//.test(name) ? this.#asConvention : this.#sameFunction;
  }
}

/** Whether the name stands for a suspect that answers every question as the mutant does: then no question can tell them apart. */
export function isSameFunction(name: string, mutant: Mutant): boolean {
  const { description } = mutantSubject(mutant);
  const suspects = suspectsAgainst(description.conventions);
  const of = (id: string): Suspect | undefined => suspects.find((suspect) => suspect.mutant === id);
  const [a, b] = [of(name), of(mutant.id)];
  if (a === undefined || b === undefined) return false;
  return questionsFor(description).every((question) =>
    identical(ofSuspect(a, question, description), ofSuspect(b, question, description)),
  );
}

/** It takes a thousand questions, and is asked twice of the same. */
function remembered(isSame: typeof isSameFunction): typeof isSameFunction {
  const known = new Map<string, boolean>();
  return (name, mutant) => {
    const key = `${name} ${mutant.id}`;
    const result = known.get(key) ?? isSame(name, mutant);
    known.set(key, result);
    return result;
  };
}

/** Some 1,200 questions of every kind. */
function questionsFor(description: Description): Case[] {
  const draw = everythingFor(anything, description);
  return Array.from({ length: 100 }, (_, number) => draw(number)).flat();
}

const anything: Case = {
  network: { layers: [{ weights: [[1]], biases: [0], activation: { name: "identity" } }] },
  loss: { name: "squared-error" },
  regularizer: null,
  batch: { inputs: [[1]], targets: [[0]] },
};
