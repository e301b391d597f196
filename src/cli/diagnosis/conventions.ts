/** Conventions that a subject may keep without having declared them. */
import type { EquationId } from "../../../spec/equations.js";
import {
  completeConventions,
  depth,
  layerOf,
  ShapeError,
  type Answer,
  type Case,
  type Conventions,
  type DeclaredConventions,
  type Matrix,
} from "../../model/index.js";
import { backpropagate } from "../../scalar/index.js";
import { transpose } from "../../subject/index.js";
import { otherDeviations, type Deviating } from "./deviations.js";
import { named } from "./naming.js";
import type { Suspect } from "./suspects.js";

/** A convention, or a deviation, that the subject may keep. */
export interface Choice {
  readonly declared: DeclaredConventions;
  /** What an implementation that keeps it does. */
  readonly does: string;
  readonly equation: EquationId;
  /** What it makes of an implementation besides: how that reads its question, and shows its answer. */
  readonly layout?: (run: Implementation) => Implementation;
  /** What it does on purpose that is another function. */
  readonly deviation?: Deviating;
}

type Implementation = (question: Case, conventions: Conventions) => Answer;

const plain: readonly Choice[] = [
  { declared: { reduction: "sum" }, does: "sums loss and gradients over the batch", equation: "batch-loss" },
  { declared: { reduction: "mean" }, does: "averages loss and gradients over the batch", equation: "batch-loss" },
  { declared: { squaredError: "full" }, does: "leaves out the ½ of the squared error", equation: "squared-error" },
  { declared: { squaredError: "half" }, does: "has a ½ in the squared error", equation: "squared-error" },
  { declared: { l2: "full" }, does: "leaves out the ½ of the penalty", equation: "l2-penalty" },
  { declared: { l2: "half" }, does: "has a ½ in the penalty", equation: "l2-penalty" },
];

type Kinks = NonNullable<DeclaredConventions["derivativeAtKink"]>;

/** What is chosen at a kink, in words, and the choices. */
interface Kink<Name extends keyof Kinks> {
  readonly at: string;
  readonly equation: EquationId;
  readonly choices: readonly Exclude<Kinks[Name], "any" | undefined>[];
}

const kinks: { readonly [Name in keyof Kinks]-?: Kink<Name> } = {
  relu: { at: "relu'(0)", equation: "relu-derivative", choices: [0, 0.5, 1] },
  "leaky-relu": { at: "leaky-relu'(0)", equation: "leaky-relu-derivative", choices: ["slope", 1, "average"] },
  "absolute-value": { at: "the derivative of |z| at 0", equation: "absolute-value-derivative", choices: [0, 1, -1] },
  maxout: {
    at: "the piece that a tied maxout unit sends its gradient to",
    equation: "maxout-jacobian",
    choices: ["first", "last", "split", "average"],
  },
  "multiclass-hinge": {
    at: "the derivative of the hinge at its margin",
    equation: "multiclass-hinge-gradient",
    choices: [0, 0.5, 1],
  },
};

/**
 * One suspect for each convention that the subject has not declared, and that its answer does not show by its shape.
 *
 * @param declared - what the subject says of itself.
 */
export function undeclaredConventions(declared: DeclaredConventions = {}): readonly Suspect[] {
  return choicesAgainst(declared).map((choice) => suspect([choice], completeConventions(declared)));
}

/**
 * One suspect for each set of so many such conventions, no two of which are about the same thing.
 *
 * @param declared - what the subject says of itself.
 * @param matters - whether a convention, as a suspect alone, can have a part in it.
 */
export function combinedConventions(
  declared: DeclaredConventions = {},
  count: number,
  matters: (alone: Suspect) => boolean,
): readonly Suspect[] {
  const kept = completeConventions(declared);
  const choices = choicesAgainst(declared).filter((choice) => matters(suspect([choice], kept)));
  return setsOf(choices, count).map((set) => suspect(set, kept));
}

function setsOf(choices: readonly Choice[], count: number): readonly (readonly Choice[])[] {
  if (count === 0) return [[]];
  return choices.flatMap((first, position) => {
    const others = choices.slice(position + 1).filter((other) => topicOf(other) !== topicOf(first));
    return setsOf(others, count - 1).map((rest) => [first, ...rest]);
  });
}

/** "derivativeAtKink.relu" */
function topicOf({ declared: { derivativeAtKink, ...others }, deviation }: Choice): string {
  if (deviation !== undefined) return `deviations.${deviation.name}`;
  return [
    ...Object.keys(others),
    ...Object.keys(derivativeAtKink ?? {}).map((name) => `derivativeAtKink.${name}`),
  ].join();
}

function choicesAgainst(declared: DeclaredConventions): readonly Choice[] {
  const kept = completeConventions(declared);
  const plainOnes = plain.filter((choice) =>
    Object.entries(choice.declared).some(([name, value]) => kept[name as "l2"] !== value),
  );
  return [...plainOnes, ...atKinks(declared, kept), ...layouts(kept), ...deviating(kept)];
}

function deviating(kept: Conventions): Choice[] {
  return otherDeviations(kept).map((deviation) => ({
    declared: {},
    does: deviation.does,
    equation: deviation.name,
    deviation,
  }));
}

/** The kinks of the derivatives, and the step of the unit step. */
function atKinks(declared: DeclaredConventions, kept: Conventions): Choice[] {
  const names = Object.keys(kinks) as (keyof Kinks)[];
  const derivatives = names.flatMap((name) => {
    const { at, equation, choices } = kinks[name] as Kink<keyof Kinks>;
    const spoken = declared.derivativeAtKink?.[name] !== undefined;
    return choices
      .filter((choice) => choice !== kept.derivativeAtKink[name])
      .map((choice) => {
        const does = holdsAs(at, choice, kept.derivativeAtKink[name], spoken);
        return { declared: { derivativeAtKink: { [name]: choice } }, does, equation };
      });
  });
  const steps = ([0, 0.5, 1] as const)
    .filter((choice) => choice !== kept.unitStepAtZero)
    .map((choice) => {
      const spoken = declared.unitStepAtZero !== undefined;
      const does = holdsAs("the unit step at 0", choice, kept.unitStepAtZero, spoken);
      return { declared: { unitStepAtZero: choice }, does, equation: "unit-step" as const };
    });
  return [...derivatives, ...steps];
}

/** @param spoken - whether the subject itself has declared the other one, or it is the default. */
function holdsAs(at: string, choice: unknown, other: unknown, spoken: boolean): string {
  return `holds, but with ${at} = ${String(choice)} instead of ${String(other)}, which is ${spoken ? "declared" : "the default"}`;
}

/** @param choices - at least one. */
function suspect(choices: readonly Choice[], kept: Conventions): Suspect {
  const declared = choices.reduce<DeclaredConventions>((all, choice) => {
    const derivativeAtKink = { ...all.derivativeAtKink, ...choice.declared.derivativeAtKink };
    return { ...all, ...choice.declared, ...(Object.keys(derivativeAtKink).length === 0 ? {} : { derivativeAtKink }) };
  }, {});
  const deviations = choices.reduce((all, { deviation }) => deviation?.apply(all) ?? all, kept.deviations);
  const conventions: Conventions = {
    ...kept,
    ...declared,
    derivativeAtKink: { ...kept.derivativeAtKink, ...declared.derivativeAtKink },
    deviations,
  };
  const run = choices.reduce<Implementation>((inner, { layout }) => layout?.(inner) ?? inner, backpropagate);
  return {
    ...named(deviations === kept.deviations ? declared : { ...declared, deviations }, choices),
    conventions,
    ...(choices.length === 1 && deviations !== kept.deviations ? { hasOwnRanges: true } : {}),
    open: () => (question) => run(question, conventions),
  };
}

/**
 * The layouts, which only show as wrong numbers where a layer is square: anywhere else the answer has the wrong shape, and the
 * subject is told so.
 */
function layouts(kept: Conventions): Choice[] {
  const weights = kept.weights === "out-in" ? "in-out" : "out-in";
  const gradients = kept.gradients === "transposed" ? "same-as-weights" : "transposed";
  return [
    {
      declared: { weights },
      does: `reads weights as ${weights}`,
      equation: "vector-affine",
      layout: (run) => (question, conventions) => withWeights(run(transposedWeights(question), conventions), transpose),
    },
    {
      declared: { gradients },
      does: `returns the gradients by the weights as ${gradients}`,
      equation: "vector-weight-gradient",
      layout: (run) => (question, conventions) => withWeights(run(question, conventions), transpose),
    },
  ];
}

function withWeights(answer: Answer, change: (matrix: Matrix) => Matrix): Answer {
  return { ...answer, gradients: { ...answer.gradients, weights: (answer.gradients?.weights ?? []).map(change) } };
}

/** @throws ShapeError when some layer is not square: what a subject does with such a transpose is its own affair. */
function transposedWeights(question: Case): Case {
  const layers = Array.from({ length: depth(question.network) }, (_, position) => {
    const layer = layerOf(question.network, position + 1);
    const [rows, columns] = [layer.weights.length, (layer.weights[0] ?? []).length];
    if (rows !== columns)
      throw new ShapeError({
        what: "weights",
        layer: position + 1,
        expected: "a square",
        got: `[${rows}][${columns}]`,
      });
    return { ...layer, weights: transpose(layer.weights) };
  });
  return { ...question, network: { layers } };
}
