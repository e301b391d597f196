/** Activations with their own parameters, drawn as records that fit a layer of any width. */
import * as fc from "fast-check";
import type { Activation, ActivationName, Monomial, OwnActivation } from "../../src/model/index.js";
import { choice, pool } from "./numbers.js";

/** An activation before its layer's width is known. */
export interface Draft {
  readonly name: ActivationName | "own";
  readonly slope: number;
  readonly pieces: number;
  readonly epsilon: number;
  /** M of the activations that choose it. */
  readonly outputs: number;
  /** Entries of a matrix, coefficients of monomials. */
  readonly numbers: readonly number[];
  /** Which pre-activations a monomial multiplies, -1 for none. */
  readonly factors: readonly number[];
  readonly own: OwnActivation | undefined;
}

/** What a draft must know of where it will stand. */
export interface DraftRegime {
  readonly numbers: fc.Arbitrary<number>;
  readonly slopes: readonly number[];
}

const degree = 3;

/** Drafts of the named activation, or of a user's own. Parameters that it does not have stay constant, so that nothing shrinks idly. */
export function draft(activation: ActivationName | OwnActivation, regime: DraftRegime): fc.Arbitrary<Draft> {
  const name = typeof activation === "string" ? activation : "own";
  const when = <T>(names: readonly string[], arbitrary: fc.Arbitrary<T>, otherwise: T): fc.Arbitrary<T> =>
    names.includes(name) ? arbitrary : fc.constant(otherwise);
  return fc.record<Draft>({
    name: fc.constant(name),
    slope: when(["leaky-relu"], fc.constantFrom(...regime.slopes), 0),
    pieces: when(["maxout"], choice(2, 3, 1), 1),
    epsilon: when(["layer-normalization"], choice(1, 0.25, 2 ** -10, 1e-5), 1),
    outputs: when(["linear-map", "polynomial"], fc.integer({ min: 1, max: 3 }), 1),
    numbers: when(["linear-map", "polynomial"], pool(regime.numbers, 9), []),
    factors: when(["polynomial"], fc.array(fc.integer({ min: -1, max: 5 }), { maxLength: 12, size: "max" }), []),
    own: fc.constant(typeof activation === "string" ? undefined : activation),
  });
}

/** D, the pre-activations of a layer with this activation that is to have `units` units. */
export function preactivationsOf({ name, pieces }: Draft, units: number): number {
  return name === "maxout" ? units * pieces : units;
}

/**
 * The draft for a layer of D pre-activations.
 *
 * @param M - how many outputs, where that is free to choose.
 */
export function activationOf(draft: Draft, D: number, M: number): Activation {
  const numberAt = (i: number): number => draft.numbers[i] ?? (i % (D + 1) === 0 ? 1 : 0);
  switch (draft.name) {
    case "leaky-relu":
      return { name: "leaky-relu", slope: draft.slope };
    case "maxout":
      return { name: "maxout", pieces: draft.pieces };
    case "layer-normalization":
      return { name: "layer-normalization", epsilon: draft.epsilon };
    case "linear-map":
      return {
        name: "linear-map",
        matrix: Array.from({ length: M }, (_, j) => Array.from({ length: D }, (_, i) => numberAt(j * D + i))),
      };
    case "polynomial":
      return { name: "polynomial", outputs: Array.from({ length: M }, (_, j) => monomials(draft, D, j)) };
    case "own":
      return draft.own as OwnActivation;
    default:
      return { name: draft.name };
  }
}

/** Up to two monomials of up to three factors for output j. */
function monomials({ numbers, factors }: Draft, D: number, j: number): Monomial[] {
  return [2 * j, 2 * j + 1].flatMap((position): Monomial[] => {
    const own = factors.slice(position * degree, (position + 1) * degree).filter((i) => i >= 0);
    const coefficient = numbers[position] ?? 1;
    const isFirst = position === 2 * j;
    if (own.length === 0 && !isFirst) return [];
    // Output j without factors of its own is z_j: the plainest polynomial.
    const powers = Array.from({ length: D }, (_, i) => own.filter((factor) => factor % D === i).length);
    if (own.length === 0) powers[j % D] = 1;
    return [{ coefficient, powers }];
  });
}

/** A bound of |f(z)| for D pre-activations with |z| ≤ bound; a guess for a user's own. */
export function reachOf(activation: Activation, D: number, bound: number): number {
  switch (activation.name) {
    case "logistic":
    case "tanh":
    case "softmax":
    case "unit-step":
      return 1;
    case "softplus":
    case "own":
      return bound + 1;
    case "log-softmax":
      return 2 * bound + D;
    case "layer-normalization":
      return Math.sqrt(D);
    case "linear-map":
      return bound * Math.max(...activation.matrix.map((row) => row.reduce((sum, a) => sum + Math.abs(a), 0)));
    case "polynomial":
      return Math.max(...activation.outputs.map((output) => output.reduce((sum, m) => sum + size(m, bound), 0)));
    default:
      return bound;
  }
}

function size({ coefficient, powers }: Monomial, bound: number): number {
  return Math.abs(coefficient) * Math.max(1, bound) ** powers.reduce((sum, power) => sum + power, 0);
}
