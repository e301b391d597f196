/** An answer depends on the case alone: no memory, no mutation, no chance. These laws demand equality to the last bit. */
import * as fc from "fast-check";
import type { Mismatch } from "../src/compare/index.js";
import type { Bench, Property, Verdict } from "../src/gate/property.js";
import {
  copyOfCase,
  placeOf,
  ShapeError,
  quantities,
  type Answer,
  type Case,
  type Description,
} from "../src/model/index.js";
import { cases } from "./arbitraries/cases.js";
import { requires } from "./support/laws.js";
import { ask, askDirectly, entriesOfAnswer, judged } from "./support/witness.js";

export type Copy = ReturnType<typeof entriesOfAnswer>;

export function copyOf(bench: Bench, question: Case, answer: Answer): Copy {
  return entriesOfAnswer(question, answer, bench.description.supports.observes);
}

/** Every entry has the same bits, NaN equal to NaN. */
export function identical(question: Case, before: Copy, after: Copy): Verdict {
  const mismatches: Mismatch[] = [];
  for (const [quantity, entries] of before) {
    entries.forEach((expected, position) => {
      const got = after.get(quantity)?.[position] ?? NaN;
      if (Object.is(got, expected)) return;
      mismatches.push({
        ...placeOf(question, quantity, position),
        got,
        exact: String(expected),
        range: [expected, expected],
        factor: Infinity,
      });
    });
  }
  return mismatches.length > 0 ? { kind: "violated", question, mismatches } : { kind: "holds" };
}

/** Two questions of the same shape but other numbers, so that a stale buffer fits. */
interface Pair {
  readonly question: Case;
  readonly other: Case;
}

/** The same network and batch shape with other numbers, representable where the first ones were. */
function moved(question: Case): Case {
  const other = (x: number): number => (x === 0 ? 1 : -x);
  return {
    ...question,
    network: {
      layers: question.network.layers.map((layer) => ({
        ...layer,
        weights: layer.weights.map((row) => row.map(other)),
        biases: layer.biases.map(other),
      })),
    },
  };
}

function pairs(description: Description): fc.Arbitrary<Pair> {
  return fc
    .record({ question: cases(description), unrelated: cases(description), sameShape: fc.boolean() })
    .map(({ question, unrelated, sameShape }) => ({
      question,
      other: sameShape ? moved(question) : unrelated,
    }));
}

const repeatable: Property<Case> = {
  id: "state/repeatable",
  title: "the same question gives the same bits",
  equations: ["pure-function"],
  level: "core",
  requires: requires({ some: quantities }),
  arbitrary: (description) => cases(description),
  check: (question, bench) =>
    judged(async () => {
      const first = copyOf(bench, question, await ask(bench, question));
      return identical(question, first, copyOf(bench, question, await ask(bench, question)));
    }),
};

const noMemory: Property<Pair> = {
  id: "state/no-memory",
  title: "an earlier question leaves no trace",
  equations: ["pure-function"],
  level: "core",
  requires: requires({ some: quantities }),
  arbitrary: pairs,
  check: ({ question, other }, bench) =>
    judged(async () => {
      const first = copyOf(bench, question, await ask(bench, question));
      await ask(bench, other);
      return identical(question, first, copyOf(bench, question, await ask(bench, question)));
    }),
};

const inProcessOnly = ({ inProcess }: { readonly inProcess: boolean }): string | undefined =>
  inProcess ? undefined : "a process shares no memory with the gate";

const unmutated: Property<Case> = {
  id: "state/inputs-unmutated",
  title: "asking does not change the question",
  equations: ["pure-function"],
  level: "core",
  requires: requires({ some: quantities, unless: inProcessOnly }),
  arbitrary: (description) => cases(description),
  check: (question, bench) =>
    judged(async () => {
      const before = copyOfCase(question);
      await askDirectly(bench, question);
      const where = firstDifference(before, question, []);
      return where === undefined
        ? { kind: "holds" }
        : {
            kind: "violated",
            question: before,
            mismatches: [],
            reason: `the subject changed ${where} of the question`,
          };
    }),
};

/** The path of the first number that differs, such as network.layers[0].weights[1][2]. */
export function firstDifference(a: unknown, b: unknown, path: readonly (string | number)[]): string | undefined {
  if (typeof a !== "object" || a === null) {
    if (Object.is(a, b)) return undefined;
    return path
      .map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))
      .join("")
      .slice(1);
  }
  for (const [key, value] of Object.entries(a)) {
    const inner = (b as Record<string, unknown>)[key];
    const found = firstDifference(value, inner, [...path, Array.isArray(a) ? Number(key) : key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

const keptAnswer: Property<Pair> = {
  id: "state/kept-answer",
  title: "a kept answer does not change",
  equations: ["pure-function"],
  level: "core",
  requires: requires({ some: quantities, unless: inProcessOnly }),
  arbitrary: pairs,
  check: ({ question, other }, bench) =>
    judged(async () => {
      const kept = await ask(bench, question);
      const before = copyOf(bench, question, kept);
      await ask(bench, other);
      return identicalShape(question, () => identical(question, before, copyOf(bench, question, kept)));
    }),
};

/** An answer that has another shape by now is not the same answer. */
export function identicalShape(question: Case, judge: () => Verdict): Verdict {
  try {
    return judge();
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    return {
      kind: "violated",
      question,
      mismatches: [],
      reason: `the kept answer changed its shape: ${error.message}`,
    };
  }
}

export const stateProperties = [repeatable, noMemory, unmutated, keptAnswer] as const;
