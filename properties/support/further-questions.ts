/** Further questions, drawn from a first one, so that the same counterexample always leads to the same questions. */
import * as fc from "fast-check";
import { cases, ordinaryRegime, possible } from "../arbitraries/cases.js";
import { ordinary } from "../arbitraries/numbers.js";
import { edgeProperties } from "../edges.js";
import { fnv1a } from "../../src/gate/index.js";
import { isOwn, type ActivationName, type Case, type Description, type LossName } from "../../src/model/index.js";

/** Cases are drawn so many at a time: as a rule the first few tell all there is to tell. */
const portion = 12;

/** A portion of cases, the same one for the same number. */
export type Draw = (number: number) => readonly Case[];

/** The question with other numbers: its own in another order, and ordinary ones. All shapes stay, and so do targets that say a class. */
export function variationsOf(question: Case, { precision }: Description): Draw {
  const number = fc.oneof(fc.constantFrom(...numbersOf(question)), ordinary(precision));
  const length = numbersOf(question).length;
  const varied = fc
    .array(number, { minLength: length, maxLength: length })
    .map((values) => withNumbers(question, values));
  return (number) => fc.sample(varied, { seed: seedOf(question) + number, numRuns: portion });
}

/** Questions of any shape with the activations and the loss of this one, ordinary ones and edge cases. */
export function familyOf(question: Case, description: Description): Draw {
  return drawn(question, likeOf(question, description));
}

/** Whatever the subject can be asked. */
export function everythingFor(question: Case, description: Description): Draw {
  return drawn(question, description);
}

/** The description of a subject that can do no more than this question takes. */
function likeOf({ network, loss, regularizer }: Case, description: Description): Description {
  const activations = network.layers.map(({ activation }) => activation);
  const names = new Set(activations.flatMap((f) => (f.name === "own" ? [] : [f.name])));
  const losses: LossName[] = loss.name === "own" ? [] : [loss.name];
  return {
    ...description,
    supports: {
      ...description.supports,
      activations: [...names] as ActivationName[],
      losses,
      regularizers: regularizer === null ? [] : ["l2"],
    },
    own: { activations: activations.filter((f) => f.name === "own"), divergences: isOwn(loss) ? [loss] : [] },
  };
}

/** Ordinary cases and, in every other portion, edge cases of one kind after the other. */
function drawn(question: Case, description: Description): Draw {
  const edges = edgeProperties.filter(
    ({ requires }) => requires.missing?.({ description, inProcess: true }) === undefined,
  );
  const kinds = possible(ordinaryRegime)({ description }) === undefined ? [cases(description)] : [];
  const arbitraries = [...kinds, ...edges.flatMap((edge) => [edge.arbitrary(description), ...kinds])];
  return (number) => {
    const arbitrary = arbitraries[number % arbitraries.length];
    return arbitrary === undefined ? [] : fc.sample(arbitrary, { seed: seedOf(question) + number, numRuns: portion });
  };
}

function seedOf(question: Case): number {
  return fnv1a(JSON.stringify(question));
}

function numbersOf({ network, batch, loss }: Case): number[] {
  const parameters = network.layers.flatMap(({ weights, biases }) => [...weights.flat(), ...biases]);
  return [...parameters, ...batch.inputs.flat(), ...(loss.name === "squared-error" ? batch.targets.flat() : [])];
}

function withNumbers(question: Case, values: readonly number[]): Case {
  let position = 0;
  const row = (numbers: readonly number[]): number[] => numbers.map(() => values[position++] ?? 0);
  const layers = question.network.layers.map((layer) => ({
    ...layer,
    weights: layer.weights.map(row),
    biases: row(layer.biases),
  }));
  const inputs = question.batch.inputs.map(row);
  const targets = question.loss.name === "squared-error" ? question.batch.targets.map(row) : question.batch.targets;
  return { ...question, network: { layers }, batch: { inputs, targets } };
}
