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
import type { Suspect } from "./suspects.js";

interface Choice {
  readonly declared: DeclaredConventions;
  /** What an implementation that keeps it does. */
  readonly does: string;
  readonly equation: EquationId;
}

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
  const kept = completeConventions(declared);
  const plainOnes = plain
    .filter((choice) => Object.entries(choice.declared).some(([name, value]) => kept[name as "l2"] !== value))
    .map((choice) => suspect(choice.declared, choice.does, choice.equation, kept));
  return [...plainOnes, ...atKinks(declared, kept), ...layouts(kept)];
}

/** The kinks of the derivatives, and the step of the unit step. */
function atKinks(declared: DeclaredConventions, kept: Conventions): Suspect[] {
  const names = Object.keys(kinks) as (keyof Kinks)[];
  const derivatives = names.flatMap((name) => {
    const { at, equation, choices } = kinks[name] as Kink<keyof Kinks>;
    const spoken = declared.derivativeAtKink?.[name] !== undefined;
    return choices
      .filter((choice) => choice !== kept.derivativeAtKink[name])
      .map((choice) => {
        const does = holdsAs(at, choice, kept.derivativeAtKink[name], spoken);
        return suspect({ derivativeAtKink: { [name]: choice } }, does, equation, kept);
      });
  });
  const steps = ([0, 0.5, 1] as const)
    .filter((choice) => choice !== kept.unitStepAtZero)
    .map((choice) => {
      const spoken = declared.unitStepAtZero !== undefined;
      const does = holdsAs("the unit step at 0", choice, kept.unitStepAtZero, spoken);
      return suspect({ unitStepAtZero: choice }, does, "unit-step", kept);
    });
  return [...derivatives, ...steps];
}

/** @param spoken - whether the subject itself has declared the other one, or it is the default. */
function holdsAs(at: string, choice: unknown, other: unknown, spoken: boolean): string {
  return `holds as ${at} = ${String(choice)}, but ${String(other)} is ${spoken ? "declared" : "the default"}`;
}

function suspect(declared: DeclaredConventions, does: string, equation: EquationId, kept: Conventions): Suspect {
  const derivativeAtKink = { ...kept.derivativeAtKink, ...declared.derivativeAtKink };
  const conventions: Conventions = { ...kept, ...declared, derivativeAtKink };
  return {
    ...named(declared, does, equation),
    conventions,
    open: () => (question) => backpropagate(question, conventions),
  };
}

function named(declared: DeclaredConventions, does: string, equation: EquationId): Omit<Suspect, "open"> {
  return {
    mutant: `convention/${JSON.stringify(declared).replaceAll(/["{}]/g, "")}`,
    title: `${does}: a legitimate convention, to be declared as "conventions": ${JSON.stringify(declared)}`,
    equation,
  };
}

/**
 * The layouts, which only show as wrong numbers where a layer is square: anywhere else the answer has the wrong shape, and the
 * subject is told so.
 */
function layouts(kept: Conventions): Suspect[] {
  const weights = kept.weights === "out-in" ? "in-out" : "out-in";
  const gradients = kept.gradients === "transposed" ? "same-as-weights" : "transposed";
  return [
    {
      ...named({ weights }, `reads weights as ${weights}`, "vector-affine"),
      open: () => (question, conventions) =>
        withWeights(backpropagate(transposedWeights(question), conventions), transpose),
    },
    {
      ...named({ gradients }, `returns the gradients by the weights as ${gradients}`, "vector-weight-gradient"),
      open: () => (question, conventions) => withWeights(backpropagate(question, conventions), transpose),
    },
  ];
}

function withWeights(answer: ReturnType<typeof backpropagate>, change: (matrix: Matrix) => Matrix): Answer {
  return { ...answer, gradients: { ...answer.gradients, weights: answer.gradients.weights.map(change) } };
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
