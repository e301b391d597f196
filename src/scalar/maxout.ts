import type { DerivativeAtKink } from "../model/index.js";
import { largest } from "./largest.js";

type TieChoice = DerivativeAtKink["maxout"];

/**
 * The maxout units of a layer: unit j has the k consecutive pieces z_((j-1)k+1) .. z_(jk).
 *
 * maxout (spec/activations.md; 003 L314-315):  y_j = max over the pieces of unit j
 *
 * @param z - z^(k). Shape [D(k) + 1], position 0 unused.
 * @param pieces - the number of pieces of each unit; D(k) is a multiple of it.
 * @returns y^(k). Shape [D(k) / pieces + 1], position 0 unused.
 * Special values: NaN among the pieces of a unit makes its y NaN.
 * Rounding: none.
 * @example maxout([NaN, 1, 7, -2, -3], 2) // [NaN, 7, -2]
 */
export function maxout(z: readonly number[], pieces: number): number[] {
  const y = [NaN];
  for (let j = 1; j <= (z.length - 1) / pieces; j++) y[j] = largest(piecesOf(z, pieces, j));
  return y;
}

/**
 * dDiv/dz^(k) of a layer of maxout units.
 *
 * maxout-jacobian (spec/activations.md):  dy_j/dz_i = 1 for the largest piece of unit j, else 0
 *
 * Each z_i is a piece of one unit alone, so that one term is left of the sum over j.
 *
 * @param z - z^(k). Shape [D(k) + 1], position 0 unused; so are `dy`, which is dDiv/dy^(k), of shape [D(k) / pieces + 1], and
 * the result, of the shape of z.
 * @param tie - how dy_j is divided among pieces that are all the largest.
 * Special values: NaN among the pieces of a unit makes the dz of all its pieces NaN.
 */
export function maxoutGradient(z: readonly number[], pieces: number, dy: readonly number[], tie: TieChoice): number[] {
  const dz = [NaN];
  for (let j = 1; j < dy.length; j++) {
    const share = maxoutJacobian(piecesOf(z, pieces, j), tie);
    // vector-activation-gradient: dDiv/dz_i = dDiv/dy_j dy_j/dz_i for piece i of unit j
    for (let piece = 1; piece <= pieces; piece++) dz[(j - 1) * pieces + piece] = dy[j] * share[piece];
  }
  return dz;
}

/**
 * The derivatives of one unit by its pieces; at a tie weights that sum to 1.
 *
 * maxout-jacobian (spec/activations.md):  1 for the largest piece, else 0
 *
 * @param z - the pieces of the unit. Shape [pieces + 1], position 0 unused; so is the result.
 * @param tie - "first" or "last" of the largest pieces takes all; "split" gives each of them the same; under "average" the
 * running maximum of the pieces, from the first to the last, is halved at each tie; "any" takes the default, the first.
 * Special values: NaN among the pieces makes all derivatives NaN.
 * @example maxoutJacobian([NaN, 5, 5, 1, 5], "average") // [NaN, 0.25, 0.25, 0, 0.5]
 */
export function maxoutJacobian(z: readonly number[], tie: TieChoice): number[] {
  const max = largest(z);
  if (Number.isNaN(max)) return z.map(() => NaN);
  const tied: number[] = [];
  for (let piece = 1; piece < z.length; piece++) if (z[piece] === max) tied.push(piece);

  const share = [NaN];
  for (let piece = 1; piece < z.length; piece++) share[piece] = 0;
  tied.forEach((piece, place) => (share[piece] = shareAtTie(tie, place + 1, tied.length)));
  return share;
}

/** What the place-th of m tied pieces gets. */
function shareAtTie(tie: TieChoice, place: number, m: number): number {
  switch (tie) {
    case "last":
      return place === m ? 1 : 0;
    case "split":
      return 1 / m;
    // the place-th enters with 1/2, the first with 1; each that follows halves what is there
    case "average":
      return (place === 1 ? 1 : 0.5) * 0.5 ** (m - place);
    case "first":
    case "any":
      return place === 1 ? 1 : 0;
  }
}

/** The pieces of unit j. Shape [pieces + 1], position 0 unused. */
function piecesOf(z: readonly number[], pieces: number, j: number): number[] {
  return [NaN, ...z.slice((j - 1) * pieces + 1, j * pieces + 1)];
}
