/** The vector activations there and back, with a rounding after every operation. */
import type { Monomial } from "../../src/model/index.js";
import { correct, type Steps } from "../mutants/index.js";
import type { RoundedArithmetic } from "./rounding.js";

type Row = readonly number[];
type VectorSteps = Pick<Steps, "softmax" | "softmaxBackward" | "vectorValue" | "vectorBackward">;

export function roundedVectors(a: RoundedArithmetic): VectorSteps {
  return {
    softmax: (z) => softmax(a, z),
    softmaxBackward: (y, dy) =>
      throughJacobian(a, y, dy, (i, j) => a.multiply(y[j] ?? NaN, a.subtract(i === j ? 1 : 0, y[i] ?? NaN))),
    vectorValue: (f, z, at) => {
      switch (f.name) {
        case "log-softmax": {
          const max = Math.max(...z);
          const shifted = z.map((zi) => a.subtract(zi, max));
          const logarithm = a.ln(a.sum(shifted.map(a.exp)));
          return shifted.map((s) => a.subtract(s, logarithm));
        }
        case "linear-map":
          return f.matrix.map((row) => a.dot(row, z));
        case "layer-normalization":
          return normalized(a, z, f.epsilon);
        case "polynomial":
          return f.outputs.map((monomials) => a.sum(monomials.map((m) => product(a, m.coefficient, m.powers, z))));
        case "own":
          return [...f.value(a, z)];
        case "maxout":
          return correct.vectorValue(f, z, at);
      }
    },
    vectorBackward: (f, trace, dy, at) => {
      const { z, y } = trace;
      switch (f.name) {
        case "log-softmax": {
          const p = softmax(a, z);
          return throughJacobian(a, z, dy, (i, j) => a.subtract(i === j ? 1 : 0, p[i] ?? NaN));
        }
        case "linear-map":
          return throughJacobian(a, z, dy, (i, j) => f.matrix[j]?.[i] ?? NaN);
        case "layer-normalization":
          return normalizationBackward(a, z, f.epsilon, y, dy);
        case "polynomial":
          return throughJacobian(a, z, dy, (i, j) => polynomialSlope(a, f.outputs[j] ?? [], z, i));
        case "own":
          return [...f.gradient(a, z, dy)];
        case "maxout":
          // The shares of a tie between three pieces are no numbers of any format.
          return correct
            .vectorBackward(
              f,
              trace,
              dy.map(() => 1),
              at,
            )
            .map((share, i) => a.multiply(a.constant(share), dy[Math.floor(i / f.pieces)] ?? NaN));
      }
    },
  };
}

function softmax(a: RoundedArithmetic, z: Row): number[] {
  const max = Math.max(...z);
  const exponentials = z.map((zi) => a.exp(a.subtract(zi, max)));
  const total = a.sum(exponentials);
  return exponentials.map((e) => a.divide(e, total));
}

/** dz by a Jacobian with the entry dy_j/dz_i. */
function throughJacobian(a: RoundedArithmetic, z: Row, dy: Row, entry: (i: number, j: number) => number): number[] {
  return z.map((_, i) =>
    a.dot(
      dy,
      dy.map((_, j) => entry(i, j)),
    ),
  );
}

function mean(a: RoundedArithmetic, values: Row): number {
  return a.divide(a.sum(values), values.length);
}

/** z - mean, and √(variance + epsilon). */
function centred(a: RoundedArithmetic, z: Row, epsilon: number): { c: number[]; deviation: number } {
  const m = mean(a, z);
  const c = z.map((zi) => a.subtract(zi, m));
  const variance = mean(
    a,
    c.map((ci) => a.multiply(ci, ci)),
  );
  return { c, deviation: a.squareRoot(a.add(variance, epsilon)) };
}

function normalized(a: RoundedArithmetic, z: Row, epsilon: number): number[] {
  const { c, deviation } = centred(a, z, epsilon);
  return c.map((ci) => a.divide(ci, deviation));
}

function normalizationBackward(a: RoundedArithmetic, z: Row, epsilon: number, y: Row, dy: Row): number[] {
  const { deviation } = centred(a, z, epsilon);
  const shift = mean(a, dy);
  const slope = mean(
    a,
    dy.map((value, i) => a.multiply(value, y[i] ?? NaN)),
  );
  return dy.map((value, i) =>
    a.divide(a.subtract(a.subtract(value, shift), a.multiply(y[i] ?? NaN, slope)), deviation),
  );
}

function polynomialSlope(a: RoundedArithmetic, monomials: readonly Monomial[], z: Row, i: number): number {
  const terms = monomials.flatMap(({ coefficient, powers }) => {
    const p = powers[i] ?? NaN;
    return p === 0 ? [] : [product(a, a.multiply(coefficient, p), powers.with(i, p - 1), z)];
  });
  return a.sum(terms);
}

/** factor · Π z_i^powers[i] by repeated multiplication. */
function product(a: RoundedArithmetic, factor: number, powers: Row, z: Row): number {
  const factors = powers.flatMap((power, i) => Array.from({ length: power }, () => z[i] ?? NaN));
  return factors.reduce(a.multiply, factor);
}
