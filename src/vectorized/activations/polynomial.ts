import type { Monomial } from "../../model/index.js";
import { columnSums, fromRows, map, zip, type Matrix } from "../matrix.js";
import type { BatchActivation } from "./batch-activation.js";

/** A sum of monomials; without any it is 0. */
type Polynomial = readonly Monomial[];

/**
 * y_j is a polynomial of z. M = the number of polynomials.
 *
 * polynomial-activation, polynomial-jacobian (spec/activations.md), lecture 000 L762. The entries of J are polynomials as well, those
 * that differentiation gives, so that value and derivative are evaluated alike, from one table of powers.
 */
export function polynomial(outputs: readonly Polynomial[]): BatchActivation {
  return {
    forward: (Z) => evaluate(outputs, powersOf(Z, outputs)),
    backward: (Z, _Y, dY) => {
      const powers = powersOf(Z, outputs);
      // dz_i = Σ_j ∂y_j/∂z_i dy_j, one row for all examples
      const gradientBy = (i: number): number[] => {
        const column = evaluate(
          outputs.map((y) => derivative(y, i)),
          powers,
        );
        return columnSums(zip(column, dY, (slope, dy) => slope * dy));
      };
      return fromRows(Array.from({ length: Z.rows }, (_, i) => gradientBy(i)));
    },
  };
}

/** Z^0, Z^1, ... entry by entry, up to the highest power in use; 0^0 = 1. Each of shape [D][T]. */
function powersOf(Z: Matrix, outputs: readonly Polynomial[]): Matrix[] {
  const highest = Math.max(0, ...outputs.flat().flatMap(({ powers }) => powers));
  const table = [map(Z, () => 1)];
  while (table.length <= highest) table.push(zip(table[table.length - 1], Z, (power, z) => power * z));
  return table;
}

/** The polynomials' values. Shape [polynomials][T]. */
function evaluate(polynomials: readonly Polynomial[], table: readonly Matrix[]): Matrix {
  const T = table[0].cols;
  const at = (t: number) => (sum: number, monomial: Monomial) => sum + valueOf(monomial, table, t);
  return fromRows(polynomials.map((terms) => Array.from({ length: T }, (_, t) => terms.reduce(at(t), 0))));
}

/** c Π_i z_i^p_i in example t, counted from 0. */
function valueOf({ coefficient, powers }: Monomial, table: readonly Matrix[], t: number): number {
  return powers.reduce((product, p, i) => product * table[p].data[i * table[p].cols + t], coefficient);
}

/** ∂/∂z_i: c z_i^p becomes c p z_i^(p-1), and a monomial without z_i vanishes. i is counted from 0. */
function derivative(terms: Polynomial, i: number): Polynomial {
  return terms
    .filter(({ powers }) => powers[i] > 0)
    .map(({ coefficient, powers }) => ({
      coefficient: coefficient * powers[i],
      powers: powers.with(i, powers[i] - 1),
    }));
}
