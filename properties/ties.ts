/** Whatever a maxout unit does on a tie, its pieces together pass on what one piece alone would. */
import type { Bench, Property } from "../src/gate/property.js";
import {
  activationNames,
  depth,
  layerOf,
  preactivationWidth,
  width,
  type Activation,
  type ActivationName,
  type Case,
} from "../src/model/index.js";
import { cases, ordinaryRegime, possible, type Regime } from "./arbitraries/cases.js";
import { all, parameterGradients, requires } from "./support/laws.js";
import { equalities, judgeLinear, type Instance, type Term } from "./support/linear.js";
import { biasPosition, weightPosition } from "./support/questions.js";
import { changed } from "./support/rewriting.js";
import {
  ask,
  certified,
  entriesOfAnswer,
  judged,
  observe,
  observed,
  witness,
  type Witness,
} from "./support/witness.js";

/** Two: no convention has a share for them that is rounded. */
const copies = 2;

const kinked = new Set<ActivationName>(["maxout", "relu", "leaky-relu", "absolute-value", "unit-step"]);

/** No kink but the ties. Every weight is there twice afterwards, and so would its penalty be. */
const regime: Regime = {
  ...ordinaryRegime,
  activations: activationNames.filter((name) => !kinked.has(name)),
  output: ["identity"],
  losses: ["squared-error"],
  maxLayers: 3,
  regularizer: false,
};

const repeated = <T>(values: readonly T[]): T[] => values.flatMap((value) => Array<T>(copies).fill(value));

/** The question with two copies of each identity unit, joined by another activation of M outputs. */
function doubled(question: Case, joined: (M: number) => Activation): Case {
  return changed(question, (layer) =>
    layer.activation.name === "identity"
      ? {
          activation: joined(layer.biases.length),
          weights: repeated(layer.weights),
          biases: repeated(layer.biases),
        }
      : layer,
  );
}

const largest = (): Activation => ({ name: "maxout", pieces: copies });

/** Parts of two equal numbers that add up to one of them. Neither is a power of two, so that each product with one is rounded. */
const parts = [3 / 8, 5 / 8] as const;
const weighed = (M: number): Activation => ({
  name: "linear-map",
  matrix: Array.from({ length: M }, (_, j) =>
    Array.from({ length: M * copies }, (_, i) => (Math.floor(i / copies) === j ? (parts[i % copies] ?? NaN) : 0)),
  ),
});

/**
 * The ranges are those of the weighed copies. Two equal pieces need not tie any more once they are rounded, but whatever
 * share each of them takes, the sum is the same and has no more roundings in it.
 */
async function doubledWitness(bench: Bench, question: Case): Promise<Witness> {
  const { description } = bench;
  const asked = doubled(question, largest);
  const answer = await ask(bench, asked);
  return {
    question: asked,
    answer,
    entries: entriesOfAnswer(asked, answer, description.supports.observes),
    reference: certified(bench, doubled(question, weighed)),
  };
}

/** Every row of a gradient is the sum of the rows of its copies. */
function rowSums(plain: Witness, other: Witness, quantity: (typeof parameterGradients)[number]): Instance[] {
  const { question } = plain;
  const [a, b] = [observe(plain, quantity), observe(other, quantity)];
  const instances: Instance[] = [];
  for (let k = 1; k <= depth(question.network); k++) {
    const isDoubled = layerOf(question.network, k).activation.name === "identity";
    const columns = quantity === "gradients.biases" ? 1 : width(question.network, k - 1);
    for (let row = 0; row < preactivationWidth(question.network, k); row++) {
      for (let input = 0; input < columns; input++) {
        const at = (where: Case, r: number): number =>
          quantity === "gradients.biases" ? biasPosition(where, k, r) : weightPosition(where, k, r, input);
        const rows = isDoubled ? Array.from({ length: copies }, (_, i) => copies * row + i) : [row];
        const others = rows.map((r): Term => ({ coefficient: -1, from: b, position: at(other.question, r) }));
        instances.push({ terms: [{ coefficient: 1, from: a, position: at(question, row) }, ...others] });
      }
    }
  }
  return instances;
}

const same = ["outputs", "loss", "gradients.inputs"] as const;

const equalPieces: Property<Case> = {
  id: "maxout/equal-pieces",
  title: "equal pieces of a maxout unit share one gradient",
  equations: ["maxout", "maxout-jacobian"],
  level: "core",
  requires: requires({
    some: [...same, ...parameterGradients],
    activations: ["maxout", "identity"],
    losses: ["squared-error"],
    unless: possible(regime),
  }),
  arbitrary: (description) => cases(description, regime),
  check: (question, bench) =>
    judged(async () => {
      const plain = await witness(bench, question);
      const other = await doubledWitness(bench, question);
      const seen = (quantity: (typeof same)[number] | (typeof parameterGradients)[number]): boolean =>
        observed(bench, [quantity]).length > 0;
      return all(
        ...same
          .filter(seen)
          .map((quantity) => judgeLinear(question, equalities(observe(plain, quantity), observe(other, quantity)))),
        ...parameterGradients.filter(seen).map((quantity) => judgeLinear(question, rowSums(plain, other, quantity))),
      );
    }),
};

export const tieProperties: readonly Property<Case>[] = [equalPieces];
