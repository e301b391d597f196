import type { DerivativeAtKink } from "../model/index.js";
import { largest, pick } from "./columns.js";
import { node, type NodeDefinition } from "./graph.js";
import { names } from "./names.js";
import type { Site } from "./site.js";

/**
 * Piece q of all units as one column, and the largest of these columns. Under "average" the columns are compared in pairs, each
 * with the largest of those before it, and every tie is halved.
 *
 * maxout, maxout-jacobian (spec/activations.md; 003 L314-315)
 *
 * @param pieces - Of each unit; D is a multiple.
 * @param atTie - "any" takes the default.
 * Special values: NaN in one piece of a unit gives NaN, to the gradients of all its pieces too.
 */
export function maxoutNodes(pieces: number, atTie: DerivativeAtKink["maxout"], { z, D, y }: Site): NodeDefinition[] {
  const numbers = Array.from({ length: pieces }, (_, position) => position + 1);
  const piece = (q: number): string => names.of(`piece ${q}`, z);
  const picked = numbers.map((q) => node(piece(q), pick(...placesOf(q, pieces, D)), z));
  if (atTie !== "average" || pieces === 1) {
    const tie = atTie === "split" || atTie === "last" ? atTie : "first";
    return [...picked, node(y, largest(tie), ...numbers.map(piece))];
  }
  const upTo = (q: number): string =>
    q === 1 ? piece(1) : q === pieces ? y : names.of(`largest of pieces 1 to ${q}`, z);
  return [...picked, ...numbers.slice(1).map((q) => node(upTo(q), largest("split"), upTo(q - 1), piece(q)))];
}

/** The places, counted from 0, of piece q of each unit: the pieces of a unit stand side by side. */
function placesOf(q: number, pieces: number, D: number): number[] {
  return Array.from({ length: D / pieces }, (_, unit) => unit * pieces + q - 1);
}
