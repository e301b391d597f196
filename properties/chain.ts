/**
 * An answer against itself: each number follows from its neighbours in the same answer. No exact value is asked for, so that these
 * laws hold an implementation to the equations one step at a time.
 */
import type { EquationId } from "../spec/equations.js";
import type { Property } from "../src/gate/property.js";
import { lossNames, type Case, type Quantity } from "../src/model/index.js";
import { cases, ordinaryRegime, possible, type Regime } from "./arbitraries/cases.js";
import {
  activationGradientRelations,
  biasGradientRelations,
  weightedSumRelations,
  weightGradientRelations,
} from "./chain/backward.js";
import { activationRelations, affineRelations, outputRelations } from "./chain/forward.js";
import { headRelations, lossRelations, outputGradientRelations } from "./chain/losses.js";
import { readerOf, type Reader } from "./chain/reader.js";
import { requires } from "./support/laws.js";
import { judgeRelations, type Group } from "./support/relations.js";
import { judged, witness } from "./support/witness.js";

interface ChainLaw {
  readonly id: string;
  readonly title: string;
  readonly equations: readonly EquationId[];
  /** All of these must be observed, and one of `some`. */
  readonly all: readonly Quantity[];
  readonly some?: readonly Quantity[];
  readonly regime?: Partial<Regime>;
  readonly relations: readonly ((reader: Reader) => Group[])[];
}

function chainLaw({ id, title, equations, all, some, regime, relations }: ChainLaw): Property<Case> {
  const drawn: Regime = { ...ordinaryRegime, ...regime };
  return {
    id,
    title,
    equations,
    level: "core",
    requires: requires({ all, ...(some === undefined ? {} : { some }), unless: possible(drawn) }),
    arbitrary: (description) => cases(description, drawn),
    check: (question, bench) =>
      judged(async () => {
        const reader = readerOf(bench, await witness(bench, question), "core");
        return judgeRelations(
          question,
          relations.flatMap((relate) => relate(reader)),
        );
      }),
  };
}

const forward = [affineRelations, activationRelations, outputRelations];
const outputGradient = [outputGradientRelations, headRelations];
const backward = [activationGradientRelations, weightedSumRelations];
const parameters = [weightGradientRelations, biasGradientRelations];

/** All that is known to relate the numbers of an answer. */
export const allRelations = [...forward, lossRelations, ...outputGradient, ...backward, ...parameters] as const;

export const chainProperties: readonly Property<Case>[] = [
  chainLaw({
    id: "chain/forward",
    title: "each layer follows from the answer's layer below",
    equations: ["affine", "activation", "output"],
    all: ["preactivations"],
    relations: forward,
  }),
  chainLaw({
    id: "chain/loss",
    title: "the loss follows from the answer's outputs",
    equations: ["squared-error", "multiclass-hinge", "batch-loss", "l2-penalty"],
    all: ["loss", "outputs"],
    regime: { losses: ["squared-error", "multiclass-hinge"] },
    relations: [lossRelations],
  }),
  chainLaw({
    id: "chain/output-gradient",
    title: "the last dy follows from the answer's outputs",
    equations: [
      "output-gradient",
      "squared-error-gradient",
      "cross-entropy-gradient",
      "negative-log-of-sum-gradient",
      "binary-cross-entropy-gradient",
      "multiclass-hinge-gradient",
      "softmax-cross-entropy-gradient",
      "logistic-cross-entropy-gradient",
    ],
    all: ["gradients.activations"],
    some: ["outputs", "activations"],
    regime: { losses: lossNames },
    relations: outputGradient,
  }),
  chainLaw({
    id: "chain/backward",
    title: "dz and dy follow from the answer's layer above",
    equations: ["preactivation-gradient", "vector-activation-gradient", "activation-gradient", "input-gradient"],
    all: ["gradients.preactivations"],
    some: ["gradients.activations", "gradients.inputs"],
    relations: backward,
  }),
  chainLaw({
    id: "chain/parameters",
    title: "dW and db follow from the answer's dz",
    equations: ["weight-gradient", "bias-gradient", "batch-gradient", "l2-gradient"],
    all: ["gradients.preactivations"],
    some: ["gradients.weights", "gradients.biases"],
    relations: parameters,
  }),
];
