/**
 * One instance through a whole sequence of questions: what a single question, or a question between two others, does not show.
 *
 * The sequence is data, a list of small records, and not a list of fast-check's commands: so it shrinks like every other input (fewer
 * steps, simpler questions), prints as what it is, and the gate's replay token, which holds a seed and a path, finds it again.
 */
import * as fc from "fast-check";
import { compareAnswer } from "../src/compare/index.js";
import type { Bench, Property, Verdict } from "../src/gate/property.js";
import { copyOfCase, quantities, type Answer, type Case, type Description } from "../src/model/index.js";
import { cases } from "./arbitraries/cases.js";
import { choice } from "./arbitraries/numbers.js";
import { copyOf, firstDifference, identical, identicalShape, type Copy } from "./state.js";
import { all, requires } from "./support/laws.js";
import { askDirectly, certified, judged, observed } from "./support/witness.js";

const changes = {
  same: (question: Case): Case => question,
  /** The same shapes with other numbers, no larger than they were. */
  "other-numbers": (question: Case): Case => ({
    ...question,
    network: {
      layers: question.network.layers.map((layer) => ({
        ...layer,
        weights: layer.weights.map((row) => row.map((w) => 0 - w)),
        biases: layer.biases.map((b) => 0 - b),
      })),
    },
  }),
  /** The same network and targets, other inputs. */
  "other-inputs": (question: Case): Case => ({
    ...question,
    batch: { ...question.batch, inputs: negated(question.batch.inputs) },
  }),
  "one-example": ({ batch, ...question }: Case): Case => ({
    ...question,
    batch: { inputs: batch.inputs.slice(0, 1), targets: batch.targets.slice(0, 1) },
  }),
  "twice-the-examples": ({ batch, ...question }: Case): Case => ({
    ...question,
    batch: {
      inputs: [...batch.inputs, ...negated(batch.inputs)],
      targets: [...batch.targets, ...batch.targets],
    },
  }),
} as const;

function negated(rows: readonly (readonly number[])[]): number[][] {
  return rows.map((row) => row.map((x) => 0 - x));
}

/** Ask about one of the questions, changed in some way. */
interface Step {
  readonly first: boolean;
  readonly change: keyof typeof changes;
}

interface Sequence {
  readonly question: Case;
  readonly other: Case;
  readonly steps: readonly Step[];
}

function sequences(description: Description): fc.Arbitrary<Sequence> {
  const change = choice<Step["change"]>("same", "other-inputs", "other-numbers", "one-example", "twice-the-examples");
  return fc.record({
    question: cases(description),
    other: cases(description),
    steps: fc.array(fc.record({ first: fc.boolean(), change }), { minLength: 2, maxLength: 7, size: "max" }),
  });
}

/** A question as it was asked, what came, and a copy of that made at once. */
interface Asked {
  readonly question: Case;
  readonly answer: Answer;
  readonly entries: Copy;
}

/** Asks one step. @returns a verdict where the step itself breaks the law. */
async function ask(bench: Bench, question: Case): Promise<Asked | Verdict> {
  const handed = copyOfCase(question);
  const answer = await askDirectly(bench, handed);
  const where = bench.inProcess ? firstDifference(question, handed, []) : undefined;
  if (where !== undefined)
    return { kind: "violated", question, mismatches: [], reason: `the subject changed ${where} of the question` };
  return { question, answer, entries: copyOf(bench, question, answer) };
}

/** Answers kept all the while are what they were when they came. */
function kept(bench: Bench, history: readonly Asked[]): Verdict {
  for (const { question, answer, entries } of history) {
    const verdict = identicalShape(question, () => identical(question, entries, copyOf(bench, question, answer)));
    if (verdict.kind !== "holds") return verdict;
  }
  return { kind: "holds" };
}

/** What is known of one question of a sequence. */
interface Known {
  readonly question: Case;
  first?: Asked;
}

/**
 * Agreement of an answer with its reference, where it can tell of memory: one who got another form of the same question right, and now
 * this one wrong, may have confused the two. Wrong from the start is the business of other laws, and so are ranges too wide to tell.
 */
class Judge {
  readonly #bench: Bench;
  readonly #right = new Set<boolean>();

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  judge({ question, answer }: Asked, which: boolean): Verdict {
    const { mismatches } = compareAnswer(certified(this.#bench, question), answer, observed(this.#bench, quantities));
    if (mismatches.length === 0) this.#right.add(which);
    else if (this.#right.has(which)) return { kind: "violated", question, mismatches };
    return { kind: "holds" };
  }
}

const sequence: Property<Sequence> = {
  id: "state/sequence",
  title: "each answer in a sequence is its own, and stays",
  equations: ["pure-function"],
  level: "core",
  requires: requires({ some: quantities }),
  arbitrary: sequences,
  check: ({ question, other, steps }, bench) =>
    judged(async () => {
      const known = new Map<string, Known>();
      const history: Asked[] = [];
      const agreement = new Judge(bench);
      for (const { first, change } of steps) {
        const key = `${first} ${change}`;
        const entry = known.get(key) ?? { question: changes[change](first ? question : other) };
        known.set(key, entry);
        const asked = await ask(bench, entry.question);
        if ("kind" in asked) return asked;
        history.push(asked);
        // Bit for bit from the second time on, and then there is nothing new to compare with the reference.
        const itself =
          entry.first === undefined
            ? agreement.judge(asked, first)
            : identical(entry.question, entry.first.entries, asked.entries);
        entry.first ??= asked;
        const verdict = all(itself, bench.inProcess ? kept(bench, history) : itself);
        if (verdict.kind !== "holds") return verdict;
      }
      return { kind: "holds" };
    }),
};

export const sequenceProperties: readonly Property<Sequence>[] = [sequence];
