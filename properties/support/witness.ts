/** A question, what the subject answered, and what it may answer. */
import { certify } from "../../src/oracle/index.js";
import {
  completeConventions,
  copyOfCase,
  entriesOf,
  type Answer,
  type Case,
  type Conventions,
  type Description,
  type Quantity,
  type Ranges,
  type Reference,
} from "../../src/model/index.js";
import type { Bench, Verdict } from "../../src/gate/property.js";

export interface Witness {
  readonly question: Case;
  readonly answer: Answer;
  /** The answer's observed quantities, flat and copied at once: a subject may reuse its buffers for the next answer. */
  readonly entries: ReadonlyMap<Quantity, readonly number[]>;
  readonly reference: Reference;
}

/** One quantity of a witness, flat. */
export interface Observed {
  readonly quantity: Quantity;
  readonly got: readonly number[];
  readonly ranges: Ranges;
}

/** Thrown inside a law when the subject gave no answer; `judged` turns it into the verdict it carries. */
class NoAnswer extends Error {
  readonly verdict: Verdict;
  constructor(verdict: Verdict) {
    super("no answer");
    this.verdict = verdict;
  }
}

/** Runs a law; a question that the subject skipped or failed decides the verdict by itself. */
export async function judged(law: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await law();
  } catch (error) {
    if (error instanceof NoAnswer) return error.verdict;
    throw error;
  }
}

/** The subject's answer to a copy of the question: whether it would change the original is a law of its own. */
export function ask(bench: Bench, question: Case): Promise<Answer> {
  return askDirectly(bench, copyOfCase(question));
}

/** The subject's answer to this very question object. */
export async function askDirectly(bench: Bench, question: Case): Promise<Answer> {
  const reply = await bench.ask(question);
  if ("answer" in reply) return reply.answer;
  if ("skipped" in reply) throw new NoAnswer({ kind: "skipped", reason: reply.skipped.message });
  throw new NoAnswer({
    kind: "violated",
    question,
    mismatches: [],
    reason: `the subject failed: ${reply.error.message}`,
  });
}

const anyAtKink: Conventions["derivativeAtKink"] = {
  relu: "any",
  "leaky-relu": "any",
  "absolute-value": "any",
  maxout: "any",
  "multiclass-hinge": "any",
};

/**
 * The conventions under which the subject is judged. At core level a kink decides nothing: every legal subgradient, and every value of a step, is in
 * range, and the declared one is the business of the kink properties.
 */
export function conventionsOf(description: Description, level: "core" | "edge"): Conventions {
  const declared = completeConventions(description.conventions);
  if (level === "edge") return declared;
  return { ...declared, unitStepAtZero: "any", derivativeAtKink: anyAtKink };
}

/** The ranges by which the subject's answer to the question is judged. */
export function certified(bench: Bench, question: Case, level: "core" | "edge" = "core"): Reference {
  const { description } = bench;
  return derived(bench, level, question, () =>
    certify(question, conventionsOf(description, level), description.precision),
  );
}

/**
 * What follows from the question and the subject's description, and need not be derived for each subject that has the same.
 *
 * @param what - names what is derived.
 */
export function derived<T>({ memo, description }: Bench, what: string, question: Case, make: () => T): T {
  if (memo === undefined) return make();
  const { precision, conventions } = description;
  return memo.remember(`${what} ${precision} ${JSON.stringify(conventions)}`, question, make);
}

/** Asks and certifies. */
export async function witness(bench: Bench, question: Case, level: "core" | "edge" = "core"): Promise<Witness> {
  const { description } = bench;
  const answer = await ask(bench, question);
  return {
    question,
    answer,
    entries: entriesOfAnswer(question, answer, description.supports.observes),
    reference: certified(bench, question, level),
  };
}

/** The quantities of the answer, flat and copied. */
export function entriesOfAnswer(
  question: Case,
  answer: Answer,
  quantities: readonly Quantity[],
): ReadonlyMap<Quantity, readonly number[]> {
  return new Map(quantities.map((quantity) => [quantity, entriesOf(question, answer, quantity) ?? []]));
}

/** The quantities of the list that the subject observes. */
export function observed(bench: Bench, wanted: readonly Quantity[]): readonly Quantity[] {
  return wanted.filter((quantity) => bench.description.supports.observes.includes(quantity));
}

/** The witness's entries of an observed quantity. */
export function observe(from: Witness, quantity: Quantity): Observed {
  return { quantity, got: from.entries.get(quantity) ?? [], ranges: from.reference.ranges(quantity) };
}
