/** The right form of a vector activation, forward and backward: same operations in the same order as the per-index implementation. */
import { doubles, type DerivativeAtKink, type Monomial } from "../../src/model/index.js";
import type { OtherVectorActivation, Row, Rows, Trace } from "./steps.js";

/** y of a vector activation. z of shape [D], the result of shape [M]. */
export function vectorValue(f: OtherVectorActivation, z: Row): number[] {
  switch (f.name) {
    case "log-softmax":
      return logSoftmax(z);
    case "maxout":
      return unitsOf(z, f.pieces).map((pieces) => Math.max(...pieces));
    case "linear-map":
      return f.matrix.map((row) => sum(row.map((a, i) => a * (z[i] ?? NaN))));
    case "layer-normalization":
      return z.map((zi) => (zi - mean(z)) / deviation(z, f.epsilon));
    case "polynomial":
      return f.outputs.map((monomials) => sum(monomials.map((m) => timesPowers(m.coefficient, m.powers, z))));
    case "own":
      return [...f.value(doubles, z)];
  }
}

/** dz of a vector activation. dy of shape [M], the result of shape [D]. */
export function vectorBackward(f: OtherVectorActivation, { z, y }: Trace, dy: Row, kinks: DerivativeAtKink): number[] {
  switch (f.name) {
    case "log-softmax": {
      const p = stableSoftmax(z);
      return throughJacobian(z, dy, (i, j) => (i === j ? 1 : 0) - (p[i] ?? NaN));
    }
    case "maxout":
      return unitsOf(z, f.pieces).flatMap((pieces, j) =>
        pieceShares(pieces, kinks.maxout).map((share) => (dy[j] ?? NaN) * share),
      );
    case "linear-map":
      return throughJacobian(z, dy, (i, j) => f.matrix[j]?.[i] ?? NaN);
    case "layer-normalization":
      return normalizationBackward(z, f.epsilon, y, dy);
    case "polynomial":
      return throughJacobian(z, dy, (i, j) => polynomialSlope(f.outputs[j] ?? [], z, i));
    case "own":
      return [...f.gradient(doubles, z, dy)];
  }
}

/** dz by a Jacobian with the entry dy_j/dz_i. */
function throughJacobian(z: Row, dy: Row, entry: (i: number, j: number) => number): number[] {
  return z.map((_, i) => sum(dy.map((value, j) => value * entry(i, j))));
}

export function stableSoftmax(z: Row): number[] {
  const max = Math.max(...z);
  const exponentials = z.map((zi) => Math.exp(zi - max));
  return exponentials.map((e) => e / sum(exponentials));
}

/** dz of a softmax. */
export function softmaxBackward(y: Row, dy: Row): number[] {
  return throughJacobian(y, dy, (i, j) => (y[j] ?? NaN) * ((i === j ? 1 : 0) - (y[i] ?? NaN)));
}

function logSoftmax(z: Row): number[] {
  const max = Math.max(...z);
  const logarithm = Math.log(sum(z.map((zi) => Math.exp(zi - max))));
  return z.map((zi) => zi - max - logarithm);
}

/** The pre-activations of each maxout unit. */
function unitsOf(z: Row, pieces: number): Rows {
  return Array.from({ length: z.length / pieces }, (_, j) => z.slice(j * pieces, (j + 1) * pieces));
}

/** The derivatives of one maxout unit by its pieces. */
function pieceShares(pieces: Row, tie: DerivativeAtKink["maxout"]): number[] {
  const max = Math.max(...pieces);
  if (Number.isNaN(max)) return pieces.map(() => NaN);
  const m = pieces.filter((piece) => piece === max).length;
  let place = 0;
  return pieces.map((piece) => {
    if (piece !== max) return 0;
    place += 1;
    if (tie === "split") return 1 / m;
    if (tie === "average") return 2 ** -(place === 1 ? m - 1 : m - place + 1);
    return place === (tie === "last" ? m : 1) ? 1 : 0;
  });
}

function deviation(z: Row, epsilon: number): number {
  const m = mean(z);
  return Math.sqrt(mean(z.map((zi) => (zi - m) * (zi - m))) + epsilon);
}

function normalizationBackward(z: Row, epsilon: number, y: Row, dy: Row): number[] {
  const shift = mean(dy);
  const slope = mean(dy.map((value, i) => value * (y[i] ?? NaN)));
  return dy.map((value, i) => (value - shift - (y[i] ?? NaN) * slope) / deviation(z, epsilon));
}

function polynomialSlope(monomials: readonly Monomial[], z: Row, i: number): number {
  const terms = monomials.flatMap(({ coefficient, powers }) => {
    const p = powers[i] ?? NaN;
    return p === 0 ? [] : [timesPowers(coefficient * p, powers.with(i, p - 1), z)];
  });
  return sum(terms);
}

function timesPowers(factor: number, powers: Row, z: Row): number {
  let product = factor;
  powers.forEach((power, i) => {
    for (let n = 1; n <= power; n++) product *= z[i] ?? NaN;
  });
  return product;
}

function mean(values: Row): number {
  return sum(values) / values.length;
}

function sum(values: Row): number {
  return values.reduce((total, value) => total + value, 0);
}
