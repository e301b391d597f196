/**
 * maxout on balls: the largest of each unit's pieces. The selection itself is exact in every implementation; where the balls
 * do not tell which piece is the largest, admissible implementations may choose any of those that may be.
 */
import type { Conventions, DerivativeAtKink } from "../../model/index.js";
import { betweenZeroAndOne } from "../activations.js";
import type { Ball, Balls } from "../ball.js";
import { magnitudeAbove, magnitudeBelow } from "../decimal.js";
import type { ActivatedLayer, Side } from "../layer.js";
import { below, larger, times, total, type Radius } from "../radius.js";

/** One unit: its largest piece, and with which weight dy goes to each. */
interface Unit {
  readonly y: Ball;
  /** Shape [pieces]. */
  readonly weights: readonly Ball[];
  readonly side: Side;
}

/**
 * y_j = max of the pieces of unit j, dz_i = w_i dy_j (maxout and maxout-jacobian, spec/activations.md; 003 L314-315).
 *
 * @param pieces - how many pre-activations each unit has; D is a multiple of it.
 * @param z - Shape [D].
 * @param conventions - Read: derivativeAtKink.maxout.
 */
export function maxout(
  balls: Balls,
  pieces: number,
  z: readonly Ball[],
  conventions: Conventions,
): Omit<ActivatedLayer, "head"> {
  const units = Array.from({ length: z.length / pieces }, (_, j) =>
    maxoutUnit(balls, z.slice(j * pieces, (j + 1) * pieces), conventions.derivativeAtKink.maxout),
  );
  return {
    y: units.map(({ y }) => y),
    backward: (dy) => units.flatMap(({ weights }, j) => weights.map((w) => weighted(balls, w, dy[j] as Ball))),
    sides: units.map(({ side }) => side),
  };
}

function maxoutUnit(balls: Balls, z: readonly Ball[], atTie: DerivativeAtKink["maxout"]): Unit {
  if (z.some((piece) => piece.unlimited))
    return { y: balls.unlimited, weights: z.map(() => balls.unlimited), side: undefined };
  const candidates = z.flatMap((piece, i) => (z.some((other) => isAbove(balls, other, piece)) ? [] : [i]));
  const largest = candidates.map((i) => z[i] as Ball);
  const first = largest[0] as Ball;
  const decided = largest.length === 1 || largest.every((piece) => equalsExactly(piece, first));
  const among = decided ? tieWeights(balls, candidates.length, atTie) : candidates.map(() => betweenZeroAndOne(balls));
  return {
    y: decided ? first : highest(balls, largest),
    weights: z.map((_, i) => among[candidates.indexOf(i)] ?? balls.zero),
    side: decided ? candidates.join(" ") : undefined,
  };
}

/** Whether every number of a is above every number of b. */
function isAbove(balls: Balls, a: Ball, b: Ball): boolean {
  const gap = a.mid.minus(b.mid);
  const width = total(a.radius, b.radius, times(2 * balls.unit, magnitudeAbove(gap)));
  return !gap.isNegative() && below(magnitudeBelow(gap), width) !== 0;
}

function equalsExactly(a: Ball, b: Ball): boolean {
  return a.exact !== undefined && a.exact.value === b.exact?.value;
}

/** Every value that the largest of the balls may have: max is 1-Lipschitz in the largest error. */
function highest(balls: Balls, candidates: readonly Ball[]): Ball {
  const mid = candidates.map((ball) => ball.mid).reduce((a, b) => (b.greaterThan(a) ? b : a));
  return balls.limited(mid, candidates.map((ball) => ball.radius).reduce<Radius>(larger, 0));
}

/** The weights of m pieces that are equal to the last bit. */
function tieWeights(balls: Balls, m: number, atTie: DerivativeAtKink["maxout"]): Ball[] {
  if (m === 1) return [balls.one];
  return Array.from({ length: m }, (_, position) => {
    switch (atTie) {
      case "first":
        return position === 0 ? balls.one : balls.zero;
      case "last":
        return position === m - 1 ? balls.one : balls.zero;
      case "split":
        return balls.divide(balls.one, balls.fromDouble(m));
      case "average":
        // Each later tie of the running maximum halves what came before it.
        return balls.fromDouble(2 ** -(position === 0 ? m - 1 : m - position));
      case "any":
        return betweenZeroAndOne(balls);
    }
  });
}

/** What is routed to one piece alone is not multiplied by anything. */
function weighted(balls: Balls, weight: Ball, dy: Ball): Ball {
  return weight === balls.one ? dy : balls.multiply(weight, dy);
}
