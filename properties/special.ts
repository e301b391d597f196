/**
 * NaN, infinities and a batch without examples. A program may always refuse these, in words; what it may not do is to lose them on
 * the way, so that a number comes back which looks like any other, or to answer NaN where nothing was asked. Only a subject that
 * declares `supports.specialValues` is asked: the others need not be able to read them.
 */
import * as fc from "fast-check";
import type { EquationId } from "../spec/equations.js";
import type { Bench, Property, Verdict } from "../src/gate/property.js";
import {
  copyOfCase,
  entriesOf,
  quantities,
  type ActivationName,
  type Answer,
  type Case,
  type Description,
  type Layer,
} from "../src/model/index.js";
import { cases, ordinaryRegime, possible, type Regime } from "./arbitraries/cases.js";
import { requires, type Needs } from "./support/laws.js";
import { observed } from "./support/witness.js";

/** Where the special number stands: an input, a weight of the first layer or a bias, whichever the number chooses. */
interface Planted {
  readonly question: Case;
  readonly at: number;
  readonly value: number;
}

/** Activations whose every form passes NaN on. A relu written z > 0 ? z : 0 is as good as any other, and drops it. */
const passing: readonly ActivationName[] = ["identity", "tanh", "logistic", "softplus"];

const nowhereZero: fc.Arbitrary<number> = fc.constantFrom(1, -1, 0.5, -0.5, 2, -2);

const regimeWith = (activations: readonly ActivationName[]): Regime => ({
  ...ordinaryRegime,
  numbers: () => nowhereZero,
  activations,
  losses: ["squared-error"],
  maxLayers: 3,
  batchSizes: [1, 2, 3],
  regularizer: false,
});

/** A program may leave out what is multiplied by 0, so nothing is. */
function withoutZeros(question: Case): Case {
  const filled = (row: readonly number[]): number[] => row.map((x) => (x === 0 ? 1 : x));
  const layers = question.network.layers.map((layer) => ({
    ...layer,
    weights: layer.weights.map(filled),
    biases: filled(layer.biases),
  }));
  return { ...question, network: { layers }, batch: { ...question.batch, inputs: question.batch.inputs.map(filled) } };
}

/** The question with the value in its place: what comes after it is multiplied by weights alone, none of which is 0. */
function planted({ question, at, value }: Planted): Case {
  const { network, batch } = question;
  const places = batch.inputs.flat().length + (network.layers[0]?.weights.flat().length ?? 0);
  const biases = network.layers.reduce((total, layer) => total + layer.biases.length, 0);
  let left = at % (places + biases);
  const row = (numbers: readonly number[]): number[] => numbers.map((x) => (left-- === 0 ? value : x));
  const inputs = batch.inputs.map(row);
  const layers = network.layers.map((layer, position): Layer => ({
    ...layer,
    weights: position === 0 ? layer.weights.map(row) : layer.weights,
    biases: row(layer.biases),
  }));
  return { ...question, network: { layers }, batch: { ...batch, inputs } };
}

/** y^(N) as if every activation were the identity, by the rules of IEEE 754 alone. Shape [T][M(N)]. */
function arriving({ network, batch }: Case): number[][] {
  return batch.inputs.map((x) =>
    network.layers.reduce<number[]>(
      (y, { weights, biases }) =>
        weights.map((row, j) => row.reduce((z, w, i) => z + w * (y[i] ?? NaN), biases[j] ?? NaN)),
      [...x],
    ),
  );
}

/** What one number of the answer is, where `due` arrives; undefined where that is what it may be. */
type Fault = (got: number, due: number) => string | undefined;

const nanLost: Fault = (got, due) => (Number.isNaN(due) && !Number.isNaN(got) ? "NaN" : undefined);

/** NaN will do for an infinity: a compensated sum subtracts it from itself. */
const infinityLost: Fault = (got, due) => {
  if (Number.isFinite(due) || Number.isNaN(got) || got === due) return undefined;
  return Number.isNaN(due) && !Number.isFinite(got) ? undefined : String(due);
};

function judgeArrival(question: Case, bench: Bench, answer: Answer, fault: Fault): Verdict {
  const due = arriving(question).flat();
  const [outputs = [], loss = []] = (["outputs", "loss"] as const).map((quantity) =>
    observed(bench, [quantity]).length === 0 ? [] : (entriesOf(question, answer, quantity) ?? []),
  );
  const width = due.length / question.batch.inputs.length;
  for (const [position, got] of outputs.entries()) {
    const lost = fault(got, due[position] ?? NaN);
    const where = `output ${(position % width) + 1} of example ${Math.floor(position / width) + 1}`;
    if (lost !== undefined) return violated(question, `${where} is ${got}, although ${lost} arrives there`);
  }
  const worst = due.some(Number.isNaN) ? NaN : Math.max(...due.map(Math.abs));
  const lost = loss.map((got) => fault(got, worst)).find((each) => each !== undefined);
  return lost === undefined
    ? { kind: "holds" }
    : violated(question, `the loss is ${loss[0]}, although ${lost} arrives there`);
}

const violated = (question: Case, reason: string): Verdict => ({ kind: "violated", question, mismatches: [], reason });

/** @param judge - an answer; a refusal is one too, and always right. */
async function asked(bench: Bench, question: Case, judge: (answer: Answer) => Verdict): Promise<Verdict> {
  const reply = await bench.ask(copyOfCase(question));
  if ("skipped" in reply) return { kind: "skipped", reason: reply.skipped.message };
  return "error" in reply ? { kind: "holds" } : judge(reply.answer);
}

const undeclared: NonNullable<Needs["unless"]> = ({ description }) =>
  description.supports.specialValues === true ? undefined : "the subject does not declare specialValues";

interface Arrival {
  readonly id: string;
  readonly title: string;
  readonly equations: readonly EquationId[];
  readonly activations: readonly ActivationName[];
  readonly values: readonly number[];
  readonly fault: Fault;
}

function arrival({ id, title, equations, activations, values, fault }: Arrival): Property<Case> {
  const regime = regimeWith(activations);
  return {
    id,
    title,
    equations,
    level: "edge",
    requires: requires({
      some: ["loss", "outputs"],
      unless: (subject) => undeclared(subject) ?? possible(regime)(subject),
    }),
    arbitrary: (description) =>
      fc
        .record({
          question: cases(description, regime).map(withoutZeros),
          at: fc.nat(60),
          value: fc.constantFrom(...values),
        })
        .map(planted),
    check: (question, bench) => asked(bench, question, (answer) => judgeArrival(question, bench, answer, fault)),
  };
}

/** Any question, with its examples taken away. */
function empty(description: Description): fc.Arbitrary<Case> {
  return cases(description).map((question) => ({ ...question, batch: { inputs: [], targets: [] } }));
}

function judgeEmpty(question: Case, bench: Bench, answer: Answer): Verdict {
  const wrong = observed(bench, quantities).find((quantity) =>
    (entriesOf(question, answer, quantity) ?? []).some((value) => !Number.isFinite(value)),
  );
  return wrong === undefined
    ? { kind: "holds" }
    : violated(question, `a batch without examples is answered, and ${wrong} is no number`);
}

const emptyBatch: Property<Case> = {
  id: "special/empty-batch",
  title: "a batch without examples is refused, not NaN",
  equations: ["batch-loss"],
  level: "edge",
  requires: requires({ some: quantities, unless: undeclared }),
  arbitrary: empty,
  check: (question, bench) => asked(bench, question, (answer) => judgeEmpty(question, bench, answer)),
};

export const specialProperties: readonly Property<Case>[] = [
  arrival({
    id: "special/nan",
    title: "NaN arrives where it must, or is refused",
    equations: ["affine", "squared-error", "batch-loss"],
    activations: passing,
    values: [NaN],
    fault: nanLost,
  }),
  arrival({
    id: "special/infinity",
    title: "an infinity arrives where it must, or is refused",
    equations: ["affine", "identity", "squared-error"],
    activations: ["identity"],
    values: [Infinity, -Infinity],
    fault: infinityLost,
  }),
  emptyBatch,
];
