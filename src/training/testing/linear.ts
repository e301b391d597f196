import fc from "fast-check";
import type { Batch, Case } from "../../model/index.js";
import { backpropagate } from "../../scalar/index.js";
import type { Descent } from "../descent.js";

/** One linear unit with squared error on the batch: linear least squares. */
export function linearCase(batch: Batch, weights: readonly number[], bias: number): Case {
  return {
    network: { layers: [{ weights: [weights], biases: [bias], activation: { name: "identity" } }] },
    loss: { name: "squared-error" },
    regularizer: null,
    batch,
  };
}

const integer = fc.integer({ min: -3, max: 3 });

/** Linear least squares on integer data with an integer start, of `size` examples and one or two inputs. */
export function linearCases(size: fc.Arbitrary<number>): fc.Arbitrary<Case> {
  const rows = (length: number, width: number): fc.Arbitrary<number[][]> =>
    fc.array(fc.array(integer, { minLength: width, maxLength: width }), { minLength: length, maxLength: length });
  return fc
    .tuple(size, fc.integer({ min: 1, max: 2 }))
    .chain(([T, width]) =>
      fc.tuple(fc.record({ inputs: rows(T, width), targets: rows(T, 1) }), rows(1, width), integer),
    )
    .map(([batch, [weights], bias]) => linearCase(batch, weights, bias));
}

/**
 * The trace of the second derivatives of the loss of `linearCase`, (1/T) Σ_t (|x_t|² + 1): no eigenvalue is larger, so
 * the gradient changes by at most this much per unit of distance.
 */
export function trace({ inputs }: Batch): number {
  const squares = inputs.map((x) => x.reduce((sum, entry) => sum + entry * entry, 1));
  return squares.reduce((sum, square) => sum + square, 0) / inputs.length;
}

/** The largest power of two that is no larger than x: a factor that rounds nothing. */
export function powerOfTwoBelow(x: number): number {
  let power = 1;
  while (power > x) power /= 2;
  while (2 * power <= x) power *= 2;
  return power;
}

/** Training by the loops implementation, for so many steps unless the loss stands still. */
export function steps(question: Case, learningRate: Descent["learningRate"], maximumSteps: number): Descent {
  return { question, backpropagate, learningRate, threshold: 0, maximumSteps };
}
