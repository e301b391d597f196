/** The batch: a mean (or sum) over examples, whatever their order and grouping. */
import * as fc from "fast-check";
import type { Property, Verdict } from "../src/gate/property.js";
import { batchSize, completeConventions, type Case, type Description, type Quantity } from "../src/model/index.js";
import { cases, ordinaryRegime, type Regime } from "./arbitraries/cases.js";
import { all, parameterGradients, requires } from "./support/laws.js";
import { judgeLinear, type Instance, type Term } from "./support/linear.js";
import { judged, observe, observed, witness, type Witness } from "./support/witness.js";

/** What a batch adds up over its examples. */
const reduced = ["loss", ...parameterGradients] as const satisfies readonly Quantity[];
/** What each example has for itself. */
const perExample = ["outputs", "gradients.inputs"] as const satisfies readonly Quantity[];

/** The penalty is counted once per question, so the laws about several questions leave it out. */
const severalExamples: Regime = { ...ordinaryRegime, regularizer: false, maxLayers: 3, batchSizes: [2, 2, 3, 4, 5] };

/** The question with only these examples, counted from 0. */
export function selectExamples(question: Case, examples: readonly number[]): Case {
  const pick = (rows: readonly (readonly number[])[]): (readonly number[])[] => examples.map((t) => rows[t] ?? []);
  return { ...question, batch: { inputs: pick(question.batch.inputs), targets: pick(question.batch.targets) } };
}

function isMean(description: Description): boolean {
  return completeConventions(description.conventions).reduction === "mean";
}

/** weight of the whole · whole = Σ weight of the part · part, for loss and parameter gradients. */
function combine(whole: Witness, parts: readonly Witness[], mean: boolean, quantities: readonly Quantity[]): Verdict {
  const weight = (of: Witness): number => (mean ? batchSize(of.question) : 1);
  return all(
    ...quantities.map((quantity) => {
      const all = observe(whole, quantity);
      const pieces = parts.map((part) => ({ weight: weight(part), from: observe(part, quantity) }));
      const instances = all.got.map((_, position): Instance => {
        const others = pieces.map((piece): Term => ({ coefficient: -piece.weight, from: piece.from, position }));
        return { terms: [{ coefficient: weight(whole), from: all, position }, ...others] };
      });
      return judgeLinear(whole.question, instances);
    }),
  );
}

/** Rows of `whole` in the given order are the rows of `part`, up to the factor between their reductions. */
function sameRows(
  whole: Witness,
  part: Witness,
  examples: readonly number[],
  mean: boolean,
  quantities: readonly Quantity[],
): Verdict {
  return all(
    ...quantities.map((quantity) => {
      const a = observe(whole, quantity);
      const b = observe(part, quantity);
      const length = a.got.length / batchSize(whole.question);
      // Gradients by the inputs carry the 1/T of their batch; outputs do not.
      const scaled = quantity === "gradients.inputs" && mean;
      const [p, q] = scaled ? [batchSize(whole.question), batchSize(part.question)] : [1, 1];
      const instances = b.got.map((_, position): Instance => {
        const row = examples[Math.floor(position / length)] ?? 0;
        return {
          terms: [
            { coefficient: p, from: a, position: row * length + (position % length) },
            { coefficient: -q, from: b, position },
          ],
        };
      });
      return judgeLinear(whole.question, instances);
    }),
  );
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}

interface BatchLaw<Input> {
  readonly id: string;
  readonly title: string;
  readonly equations: Property["equations"];
  readonly arbitrary: (description: Description) => fc.Arbitrary<Input>;
  readonly question: (input: Input) => Case;
  /** The groups of examples whose answers are compared with the whole. */
  readonly groups: (input: Input, T: number) => readonly (readonly number[])[];
}

/** Loss and gradients of the whole are made of those of the groups; each group's rows are rows of the whole. */
function batchLaw<Input>(law: BatchLaw<Input>): Property<Input> {
  return {
    id: law.id,
    title: law.title,
    equations: law.equations,
    level: "core",
    requires: requires({ some: [...reduced, ...perExample] }),
    arbitrary: law.arbitrary,
    check: (input, bench) =>
      judged(async () => {
        const question = law.question(input);
        const mean = isMean(bench.description);
        const whole = await witness(bench, question);
        const groups = law.groups(input, batchSize(question));
        const parts: Witness[] = [];
        for (const examples of groups) parts.push(await witness(bench, selectExamples(question, examples)));
        return all(
          combine(whole, parts, mean, observed(bench, reduced)),
          ...parts.map((part, g) => sameRows(whole, part, groups[g] ?? [], mean, observed(bench, perExample))),
        );
      }),
  };
}

interface Cut {
  readonly question: Case;
  readonly at: number;
}

/** A permutation of T examples from any numbers: sorted by them. */
function orderOf(keys: readonly number[], T: number): number[] {
  return range(0, T).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || b - a);
}

export const batchProperties = [
  batchLaw<Case>({
    id: "batch/mean-of-examples",
    title: "a batch is the mean of its examples",
    equations: ["batch-loss", "batch-gradient"],
    arbitrary: (description) => cases(description, severalExamples),
    question: (question) => question,
    groups: (_, T) => range(0, T).map((t) => [t]),
  }),
  batchLaw<{ question: Case; keys: readonly number[] }>({
    id: "batch/permutation",
    title: "the order of examples does not matter",
    equations: ["batch-permutation"],
    arbitrary: (description) =>
      fc.record({
        question: cases(description, { ...ordinaryRegime, batchSizes: [2, 3, 4, 5] }),
        keys: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 5, maxLength: 5 }),
      }),
    question: ({ question }) => question,
    groups: ({ keys }, T) => [orderOf(keys, T)],
  }),
  batchLaw<Cut>({
    id: "batch/union",
    title: "a union's mean is the weighted mean",
    equations: ["batch-union"],
    arbitrary: (description) => fc.record({ question: cases(description, severalExamples), at: fc.nat(3) }),
    question: ({ question }) => question,
    groups: ({ at }, T) => {
      const cut = 1 + (at % (T - 1));
      return [range(0, cut), range(cut, T)];
    },
  }),
  duplication(),
] as const;

/** Every example twice: the mean stays, the sum doubles. */
function duplication(): Property<Case> {
  return {
    id: "batch/duplication",
    title: "doubling every example keeps the mean",
    equations: ["batch-loss", "batch-gradient"],
    level: "core",
    requires: requires({ some: reduced }),
    arbitrary: (description) => cases(description, { ...severalExamples, batchSizes: [1, 2, 3] }),
    check: (question, bench) =>
      judged(async () => {
        const T = batchSize(question);
        const doubled = selectExamples(question, [...range(0, T), ...range(0, T)]);
        const once = await witness(bench, question);
        return combine(
          await witness(bench, doubled),
          [once, once],
          isMean(bench.description),
          observed(bench, reduced),
        );
      }),
  };
}
