/** Mistakes in maxout, linear maps and polynomials. */
import type { Monomial } from "../../src/model/index.js";
import type { KnownMutant } from "./mutant.js";
import type { Row } from "./steps.js";
import { sum, wrongBackward, wrongValue } from "./vector-steps.js";

/** The backward pass of a polynomial, its monomials differentiated by z_i in that way. */
const wrongPolynomial = (derivative: (monomial: Monomial, z: Row, i: number) => number): KnownMutant["steps"] =>
  wrongBackward("polynomial", ({ outputs }, { z }, dy) =>
    z.map((_, i) =>
      sum(outputs.flatMap((monomials, j) => monomials.map((each) => (dy[j] ?? NaN) * derivative(each, z, i)))),
    ),
  );

/** For each pre-activation the unit of which it is a piece, and whether it is the largest of them. */
const routes = (z: Row, pieces: number): { unit: number; isLargest: boolean }[] =>
  z.map((zi, i) => {
    const unit = Math.floor(i / pieces);
    return { unit, isLargest: zi === Math.max(...z.slice(unit * pieces, (unit + 1) * pieces)) };
  });

const maxout: readonly KnownMutant[] = [
  {
    id: "maxout/gradient-to-all-pieces",
    title: "sends the gradient of a maxout unit to all of its pieces in place of the largest",
    equation: "maxout-jacobian",
    nearMiss: "near/ties-shared-declared",
    seen: [],
    steps: wrongBackward("maxout", ({ pieces }, { z }, dy) => routes(z, pieces).map(({ unit }) => dy[unit] ?? NaN)),
  },
  {
    id: "maxout/gradient-to-first-piece",
    title: "sends the gradient of a maxout unit to its first piece, whichever is the largest",
    equation: "maxout-jacobian",
    nearMiss: "near/maxout-mask",
    seen: [],
    steps: wrongBackward("maxout", ({ pieces }, { z }, dy) =>
      routes(z, pieces).map(({ unit }, i) => (i % pieces === 0 ? (dy[unit] ?? NaN) : 0)),
    ),
  },
  {
    id: "maxout/ties-counted-twice",
    title: "sends the whole gradient of a maxout unit to each of its pieces that tie",
    equation: "maxout-jacobian",
    nearMiss: "near/ties-halved-declared",
    seen: [],
    steps: wrongBackward("maxout", ({ pieces }, { z }, dy) =>
      routes(z, pieces).map(({ unit, isLargest }) => (isLargest ? (dy[unit] ?? NaN) : 0)),
    ),
  },
  {
    id: "maxout/pieces-interleaved",
    title: "takes the pieces of unit j from j, j + M, j + 2M, … in place of neighbours",
    equation: "maxout",
    nearMiss: "near/last-of-ties-declared",
    seen: [],
    steps: wrongValue("maxout", ({ pieces }, z) => {
      const M = z.length / pieces;
      return Array.from({ length: M }, (_, j) => Math.max(...z.filter((_, i) => i % M === j)));
    }),
  },
  {
    id: "maxout/smallest-piece",
    title: "takes the smallest of the pieces of a maxout unit, and sends the gradient to the largest",
    equation: "maxout",
    nearMiss: "near/last-of-ties-declared",
    seen: [],
    steps: wrongValue("maxout", ({ pieces }, z) =>
      Array.from({ length: z.length / pieces }, (_, j) => Math.min(...z.slice(j * pieces, (j + 1) * pieces))),
    ),
  },
];

const polynomials: readonly KnownMutant[] = [
  {
    id: "linear-map/gradient-not-transposed",
    title: "takes A dy in place of Aᵀ dy where A is square",
    equation: "linear-map",
    nearMiss: "near/column-by-column",
    seen: [],
    steps: wrongBackward("linear-map", ({ matrix }, { z }, dy) =>
      matrix.length === z.length
        ? matrix.map((row) => sum(row.map((a, i) => a * (dy[i] ?? NaN))))
        : z.map((_, i) => sum(dy.map((value, j) => value * (matrix[j]?.[i] ?? NaN)))),
    ),
  },
  {
    id: "polynomial/exponent-kept",
    title: "leaves the exponent as it was when it differentiates a power: p z^p",
    equation: "polynomial-jacobian",
    nearMiss: "near/library-powers",
    seen: [],
    steps: wrongPolynomial(
      ({ coefficient, powers }, z, i) =>
        coefficient * (powers[i] ?? NaN) * powers.reduce((y, p, l) => y * (z[l] ?? NaN) ** p, 1),
    ),
  },
  {
    id: "polynomial/other-factors-dropped",
    title: "differentiates one factor of a monomial and forgets the others",
    equation: "polynomial-jacobian",
    nearMiss: "near/library-powers",
    seen: [],
    steps: wrongPolynomial(({ coefficient, powers }, z, i) => {
      const p = powers[i] ?? NaN;
      return p === 0 ? 0 : coefficient * p * (z[i] ?? NaN) ** (p - 1);
    }),
  },
  {
    id: "polynomial/coefficient-dropped",
    title: "forgets the coefficient of a monomial when it differentiates it",
    equation: "polynomial-jacobian",
    nearMiss: "near/library-powers",
    seen: [],
    steps: wrongPolynomial(({ powers }, z, i) => {
      const p = powers[i] ?? NaN;
      return p === 0 ? 0 : p * powers.reduce((y, q, l) => y * (z[l] ?? NaN) ** (l === i ? q - 1 : q), 1);
    }),
  },
];

export const piecewiseMutants: readonly KnownMutant[] = [...maxout, ...polynomials];
