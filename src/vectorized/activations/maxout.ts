import type { DerivativeAtKink } from "../../model/index.js";
import type { BatchActivation } from "./batch-activation.js";
import { columnwise } from "./columnwise.js";

/**
 * y_j is the largest of the pieces (j-1)·pieces + 1 .. j·pieces; dy_j goes to that piece alone. M = D / pieces.
 *
 * maxout, maxout-jacobian (spec/activations.md), lecture 003 L314-315
 *
 * Special values: NaN among the pieces of a unit is NaN in its y and in the dz of all its pieces. A piece that is not the largest
 * gets 0, whatever dy is.
 * Rounding: none where one piece is the largest.
 *
 * @param choice - What each of several largest pieces gets; "any" stands for the default, first.
 */
export function maxout(pieces: number, choice: DerivativeAtKink["maxout"]): BatchActivation {
  const share = shares[choice];
  return columnwise(
    (z) => unitsOf(z, pieces).map((unit) => Math.max(...unit)),
    (z, dy) => unitsOf(z, pieces).flatMap((unit, j) => weights(unit, share).map((w) => (w === 0 ? 0 : w * dy[j]))),
  );
}

/** What the s-th, counted from 0, of m tied pieces gets of dy; the m numbers sum to 1. */
type Share = (s: number, m: number) => number;

const first: Share = (s) => (s === 0 ? 1 : 0);

const shares: Readonly<Record<DerivativeAtKink["maxout"], Share>> = {
  first,
  last: (s, m) => (s === m - 1 ? 1 : 0),
  split: (_s, m) => 1 / m,
  // Halved by each tie of the running maximum from its own on; the first piece has no tie of its own.
  average: (s, m) => 2 ** (Math.max(s, 1) - m),
  any: first,
};

/** The row of J that belongs to one unit, on the unit's own pieces. Shape [pieces]. */
function weights(unit: readonly number[], share: Share): number[] {
  const top = Math.max(...unit);
  if (Number.isNaN(top)) return unit.map(() => NaN);
  const tied = unit.flatMap((z, piece) => (z === top ? [piece] : []));
  const w = unit.map(() => 0);
  tied.forEach((piece, s) => (w[piece] = share(s, tied.length)));
  return w;
}

/** The pieces of each unit, which stand next to each other. Shape [D] to [M][pieces]. */
function unitsOf(z: readonly number[], pieces: number): (readonly number[])[] {
  return Array.from({ length: z.length / pieces }, (_, j) => z.slice(j * pieces, (j + 1) * pieces));
}
