/** Mistakes in the vector activations besides softmax. */
import type { EquationId } from "../../spec/equations.js";
import type { Mutant } from "./mutant.js";
import { correct } from "./skeleton.js";
import type { OtherVectorActivation, Row, Steps, Trace } from "./steps.js";

type Named<Name extends OtherVectorActivation["name"]> = Extract<OtherVectorActivation, { readonly name: Name }>;

/** The step that treats one activation wrongly and the others right. */
function wrongValue<Name extends OtherVectorActivation["name"]>(
  name: Name,
  value: (f: Named<Name>, z: Row) => number[],
): () => Partial<Steps> {
  return () => ({
    vectorValue: (f, z, at) => (f.name === name ? value(f as Named<Name>, z) : correct.vectorValue(f, z, at)),
  });
}

function wrongBackward<Name extends OtherVectorActivation["name"]>(
  name: Name,
  backward: (f: Named<Name>, trace: Trace, dy: Row) => number[],
): () => Partial<Steps> {
  return () => ({
    vectorBackward: (f, trace, dy, at) =>
      f.name === name ? backward(f as Named<Name>, trace, dy) : correct.vectorBackward(f, trace, dy, at),
  });
}

const mutant = (id: string, title: string, equation: EquationId, steps: () => Partial<Steps>): Mutant => ({
  id,
  title,
  equation,
  steps,
});

const sum = (values: Row): number => values.reduce((total, value) => total + value, 0);
const mean = (values: Row): number => sum(values) / values.length;
const variance = (z: Row): number => mean(z.map((zi) => (zi - mean(z)) ** 2));

/** For each pre-activation the unit of which it is a piece, and whether it is the largest of them. */
const routes = (z: Row, pieces: number): { unit: number; isLargest: boolean }[] =>
  z.map((zi, i) => {
    const unit = Math.floor(i / pieces);
    return { unit, isLargest: zi === Math.max(...z.slice(unit * pieces, (unit + 1) * pieces)) };
  });

const maxout: readonly Mutant[] = [
  mutant(
    "maxout/gradient-to-all-pieces",
    "sends the gradient of a maxout unit to all of its pieces in place of the largest",
    "maxout-jacobian",
    wrongBackward("maxout", ({ pieces }, { z }, dy) => routes(z, pieces).map(({ unit }) => dy[unit] ?? NaN)),
  ),
  mutant(
    "maxout/gradient-to-first-piece",
    "sends the gradient of a maxout unit to its first piece, whichever is the largest",
    "maxout-jacobian",
    wrongBackward("maxout", ({ pieces }, { z }, dy) =>
      routes(z, pieces).map(({ unit }, i) => (i % pieces === 0 ? (dy[unit] ?? NaN) : 0)),
    ),
  ),
  mutant(
    "maxout/ties-counted-twice",
    "sends the whole gradient of a maxout unit to each of its pieces that tie",
    "maxout-jacobian",
    wrongBackward("maxout", ({ pieces }, { z }, dy) =>
      routes(z, pieces).map(({ unit, isLargest }) => (isLargest ? (dy[unit] ?? NaN) : 0)),
    ),
  ),
  mutant(
    "maxout/pieces-interleaved",
    "takes the pieces of unit j from j, j + M, j + 2M, … in place of neighbours",
    "maxout",
    wrongValue("maxout", ({ pieces }, z) => {
      const M = z.length / pieces;
      return Array.from({ length: M }, (_, j) => Math.max(...z.filter((_, i) => i % M === j)));
    }),
  ),
];

const logSoftmax: readonly Mutant[] = [
  mutant(
    "log-softmax/gradient-without-sum",
    "takes dy - p as the gradient below a log-softmax, right only where the dy add up to 1",
    "log-softmax-jacobian",
    wrongBackward("log-softmax", (_, { y }, dy) => y.map((yi, i) => (dy[i] ?? NaN) - Math.exp(yi))),
  ),
  mutant(
    "log-softmax/common-logarithm",
    "takes the logarithm to base 10 in log-softmax",
    "log-softmax",
    wrongValue("log-softmax", (_, z) => z.map((zi) => zi - Math.log10(sum(z.map(Math.exp))))),
  ),
  mutant(
    "log-softmax/not-shifted",
    "computes z - ln Σ e^z without subtracting the largest: overflow from 710 on",
    "log-softmax",
    wrongValue("log-softmax", (_, z) => z.map((zi) => zi - Math.log(sum(z.map(Math.exp))))),
  ),
  mutant(
    "log-softmax/log-of-softmax",
    "takes the logarithm of the softmax, which is -Infinity once it underflows",
    "log-softmax",
    wrongValue("log-softmax", (_, z) => {
      const e = z.map((zi) => Math.exp(zi - Math.max(...z)));
      return e.map((value) => Math.log(value / sum(e)));
    }),
  ),
];

const layerNormalization: readonly Mutant[] = [
  mutant(
    "layer-normalization/unbiased-variance",
    "divides the sum of squares by D - 1 in layer normalization",
    "layer-normalization",
    wrongValue("layer-normalization", ({ epsilon }, z) => {
      const v = sum(z.map((zi) => (zi - mean(z)) ** 2)) / Math.max(1, z.length - 1);
      return z.map((zi) => (zi - mean(z)) / Math.sqrt(v + epsilon));
    }),
  ),
  mutant(
    "layer-normalization/epsilon-outside-root",
    "adds epsilon to the root of the variance in place of the variance",
    "layer-normalization",
    wrongValue("layer-normalization", ({ epsilon }, z) =>
      z.map((zi) => (zi - mean(z)) / (Math.sqrt(variance(z)) + epsilon)),
    ),
  ),
  mutant(
    "layer-normalization/mean-not-subtracted",
    "divides by the root of the mean square without subtracting the mean",
    "layer-normalization",
    wrongValue("layer-normalization", ({ epsilon }, z) =>
      z.map((zi) => zi / Math.sqrt(mean(z.map((zj) => zj * zj)) + epsilon)),
    ),
  ),
  mutant(
    "layer-normalization/statistics-held-constant",
    "treats mean and variance as constants in the backward pass",
    "layer-normalization-gradient",
    wrongBackward("layer-normalization", ({ epsilon }, { z }, dy) =>
      dy.map((value) => value / Math.sqrt(variance(z) + epsilon)),
    ),
  ),
  mutant(
    "layer-normalization/variance-held-constant",
    "treats the variance as a constant in the backward pass",
    "layer-normalization-gradient",
    wrongBackward("layer-normalization", ({ epsilon }, { z }, dy) =>
      dy.map((value) => (value - mean(dy)) / Math.sqrt(variance(z) + epsilon)),
    ),
  ),
];

const polynomials: readonly Mutant[] = [
  mutant(
    "linear-map/gradient-not-transposed",
    "takes A dy in place of Aᵀ dy where A is square",
    "linear-map",
    wrongBackward("linear-map", ({ matrix }, { z }, dy) =>
      matrix.length === z.length
        ? matrix.map((row) => sum(row.map((a, i) => a * (dy[i] ?? NaN))))
        : z.map((_, i) => sum(dy.map((value, j) => value * (matrix[j]?.[i] ?? NaN)))),
    ),
  ),
  mutant(
    "polynomial/exponent-kept",
    "leaves the exponent as it was when it differentiates a power: p z^p",
    "polynomial-jacobian",
    wrongBackward("polynomial", ({ outputs }, { z }, dy) =>
      z.map((_, i) =>
        sum(
          outputs.flatMap((monomials, j) =>
            monomials.map(
              ({ coefficient, powers }) =>
                (dy[j] ?? NaN) *
                coefficient *
                (powers[i] ?? NaN) *
                powers.reduce((y, p, l) => y * (z[l] ?? NaN) ** p, 1),
            ),
          ),
        ),
      ),
    ),
  ),
  mutant(
    "polynomial/other-factors-dropped",
    "differentiates one factor of a monomial and forgets the others",
    "polynomial-jacobian",
    wrongBackward("polynomial", ({ outputs }, { z }, dy) =>
      z.map((zi, i) =>
        sum(
          outputs.flatMap((monomials, j) =>
            monomials.map(({ coefficient, powers }) => {
              const p = powers[i] ?? NaN;
              return p === 0 ? 0 : (dy[j] ?? NaN) * coefficient * p * zi ** (p - 1);
            }),
          ),
        ),
      ),
    ),
  ),
];

export const vectorMutants: readonly Mutant[] = [...maxout, ...logSoftmax, ...layerNormalization, ...polynomials];
