import fc from "fast-check";
import { scalarActivationNames, type Activation, type Monomial } from "../../model/index.js";
import { neighbours, swish } from "./own.js";

/** An activation, and how many pre-activations it has for the outputs that were asked for. */
export interface Sized {
  readonly activation: Activation;
  readonly preactivations: number;
}

/** Activations with a given number of outputs. */
export type OfOutputs = (outputs: number) => fc.Arbitrary<Sized>;

/** Activations with as many outputs as pre-activations. */
export const sameSize =
  (activations: fc.Arbitrary<Activation>): OfOutputs =>
  (outputs) =>
    activations.map((activation) => ({ activation, preactivations: outputs }));

/** Activations that bend a straight line at most at 0. */
export const piecewiseLinear: fc.Arbitrary<Activation> = fc.constantFrom<Activation>(
  { name: "identity" },
  { name: "relu" },
  { name: "leaky-relu", slope: 0.25 },
  { name: "absolute-value" },
);

/** Every activation with as many outputs as pre-activations. */
const anySameSize: fc.Arbitrary<Activation> = fc.oneof(
  fc
    .constantFrom(...scalarActivationNames)
    .map((name): Activation => (name === "leaky-relu" ? { name, slope: 0.25 } : { name })),
  fc.constantFrom<Activation>(
    { name: "softmax" },
    { name: "log-softmax" },
    { name: "layer-normalization", epsilon: 0.25 },
    swish,
  ),
);

const small = fc.integer({ min: -1, max: 1 });

/** Monomials of degree 2 at most: of two variables, the same one twice, one, or none. Variable 0 stands for 1. */
const monomial = (variables: number): fc.Arbitrary<Monomial> => {
  const variable = fc.integer({ min: 0, max: variables });
  return fc.tuple(small, variable, variable).map(([coefficient, ...factors]) => ({
    coefficient,
    powers: Array.from({ length: variables }, (_, i) => factors.filter((factor) => factor === i + 1).length),
  }));
};

/** Whether an output has products of pre-activations. */
export const multiplies = ({ name }: Activation): boolean => name === "polynomial" || name === "own";

/** Activations made of sums, products and choices, with any number of pre-activations. */
const anyWidth: OfOutputs = (outputs) =>
  fc.integer({ min: 1, max: 3 }).chain((n) => {
    const lists = <T>(entry: fc.Arbitrary<T>, minLength: number, maxLength: number): fc.Arbitrary<T[][]> =>
      fc.array(fc.array(entry, { minLength, maxLength }), { minLength: outputs, maxLength: outputs });
    return fc.oneof(
      fc.constant<Sized>({ activation: { name: "maxout", pieces: n }, preactivations: outputs * n }),
      lists(small, n, n).map((matrix): Sized => ({ activation: { name: "linear-map", matrix }, preactivations: n })),
      lists(monomial(n), 0, 2).map((polynomials): Sized => {
        return { activation: { name: "polynomial", outputs: polynomials }, preactivations: n };
      }),
      fc.constant<Sized>({ activation: neighbours, preactivations: outputs + 1 }),
    );
  });

/** Every activation whose values are exact for dyadic pre-activations. */
export const exactActivation: OfOutputs = (outputs) =>
  fc.oneof(sameSize(fc.oneof(piecewiseLinear, fc.constant<Activation>({ name: "unit-step" })))(outputs), {
    arbitrary: anyWidth(outputs),
    weight: 4,
  });

/** Every activation. */
export const anyActivation: OfOutputs = (outputs) =>
  fc.oneof({ arbitrary: sameSize(anySameSize)(outputs), weight: 3 }, { arbitrary: anyWidth(outputs), weight: 1 });
