/** The three implementations, and short ways to write a question down. */
import * as fc from "fast-check";
import {
  defaultConventions,
  outputsOf,
  type Activation,
  type Case,
  type Conventions,
  type FullAnswer,
  type Layer,
  type Matrix,
  type PlainActivationName,
} from "../../../src/model/index.js";
import { backpropagate as graph } from "../../../src/graph/index.js";
import { backpropagate as scalar } from "../../../src/scalar/index.js";
import { backpropagate as vectorized } from "../../../src/vectorized/index.js";

export type Backpropagate = (question: Case, conventions: Conventions) => FullAnswer;

export const implementations: readonly (readonly [string, Backpropagate])[] = [
  ["scalar", scalar],
  ["vectorized", vectorized],
  ["graph", graph],
];

/** A layer; the slope of leaky-relu is 1/4 unless the activation says otherwise. */
export function layer(
  weights: Matrix,
  biases: readonly number[],
  activation: PlainActivationName | Activation = "identity",
): Layer {
  return { weights, biases, activation: typeof activation === "string" ? { name: activation } : activation };
}

/** A question under squared error without a penalty, with targets of 0 unless given. */
export function questionOf(layers: readonly Layer[], inputs: Matrix, extra: Partial<Case> = {}): Case {
  const outputs = Array.from({ length: outputsOf(layers[layers.length - 1]) }, () => 0);
  return {
    network: { layers },
    loss: { name: "squared-error" },
    regularizer: null,
    batch: { inputs, targets: inputs.map(() => outputs) },
    ...extra,
  };
}

/** The question with these targets. */
export function withTargets(question: Case, targets: Matrix): Case {
  return { ...question, batch: { ...question.batch, targets } };
}

/** The answer under the default conventions, or others. */
export function answer(run: Backpropagate, question: Case, conventions: Partial<Conventions> = {}): FullAnswer {
  return run(question, { ...defaultConventions, ...conventions });
}

/** Nested numbers with every 0 positive: the sign of a 0 is no part of these laws. */
export function unsigned<T>(value: T): T {
  if (typeof value === "number") return (value + 0) as T;
  return (Array.isArray(value) ? value.map(unsigned) : value) as T;
}

export const integer = fc.integer({ min: -3, max: 3 });

export const vectorOf = (length: number): fc.Arbitrary<number[]> =>
  fc.array(integer, { minLength: length, maxLength: length });

export const matrixOf = (rows: number, columns: number): fc.Arbitrary<number[][]> =>
  fc.array(vectorOf(columns), { minLength: rows, maxLength: rows });

/** Activations that send integers to multiples of 1/4, so that nothing is rounded. */
export const exactActivation: fc.Arbitrary<Activation> = fc.constantFrom<Activation>(
  { name: "identity" },
  { name: "relu" },
  { name: "leaky-relu", slope: 0.25 },
  { name: "absolute-value" },
);

/** Questions of 1 to `maxLayers` layers of 1 to 4 units over small integers: every number on the way is a double. */
export function exactQuestions(maxLayers = 3, sizes: readonly number[] = [1, 2, 4]): fc.Arbitrary<Case> {
  const widths = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: maxLayers + 1 });
  return fc.tuple(widths, fc.constantFrom(...sizes)).chain(([D, T]) =>
    fc.record({
      network: fc.record({
        layers: fc.tuple(
          ...D.slice(1).map((units, l) =>
            fc.record({ weights: matrixOf(units, D[l]), biases: vectorOf(units), activation: exactActivation }),
          ),
        ),
      }),
      loss: fc.constant({ name: "squared-error" as const }),
      regularizer: fc.constant(null),
      batch: fc.record({ inputs: matrixOf(T, D[0]), targets: matrixOf(T, D[D.length - 1]) }),
    }),
  );
}
