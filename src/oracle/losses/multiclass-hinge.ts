/** The multiclass hinge on balls: each margin stands on one side of its kink, on it, or cannot be told. */
import type { Conventions } from "../../model/index.js";
import type { Ball, Balls } from "../ball.js";
import { total } from "../radius.js";
import type { Divergence } from "./divergence.js";

/**
 * Σ_{j≠c} max(0, y_j - y_c + 1), c the place of the 1 in d (multiclass-hinge, multiclass-hinge-gradient; spec/losses.md).
 *
 * @param conventions - Read: derivativeAtKink["multiclass-hinge"].
 */
export function multiclassHinge(balls: Balls, conventions: Conventions): Divergence {
  const atKink = conventions.derivativeAtKink["multiclass-hinge"];
  return {
    terms: ({ y }, d) => rivals(balls, y, d).margins.map((margin) => [balls.one, positivePart(balls, margin)] as const),
    half: false,
    gradient: ({ y }, d) => {
      const { c, margins } = rivals(balls, y, d);
      const slopes = margins.map((margin) => slope(balls, margin, atKink));
      const ofClass = balls.negate(balls.sumOfProducts([], slopes));
      return [...slopes.slice(0, c), ofClass, ...slopes.slice(c)];
    },
    fused: () => undefined,
    summed: ({ y }, d) => {
      const { c, margins } = rivals(balls, y, d);
      const slopes = margins.map((margin) => slope(balls, margin, atKink).bound);
      return { terms: slopes.length, gradient: [...slopes.slice(0, c), total(...slopes), ...slopes.slice(c)] };
    },
    sides: ({ y }, d) => rivals(balls, y, d).margins.map((margin) => margin.side),
  };
}

/** c, counted from 0, and y_j - y_c + 1 for j ≠ c, in any order of the three. */
function rivals(balls: Balls, y: readonly Ball[], d: readonly Ball[]): { c: number; margins: Ball[] } {
  const c = d.findIndex((di) => di.exact?.value === 1);
  const minusClass = balls.negate(y[c] as Ball);
  const others = y.filter((_, j) => j !== c);
  return { c, margins: others.map((yj) => balls.sumOfProducts([], [yj, minusClass, balls.one])) };
}

/** max(0, margin), which follows its margin at most one to one. */
function positivePart(balls: Balls, margin: Ball): Ball {
  if (margin.unlimited || margin.side === 1) return margin;
  if (margin.side !== undefined) return balls.zero;
  return margin.mid.isNegative() ? balls.limited(balls.reals.zero, margin.radius) : margin;
}

/** The derivative of max(0, ·): 1, 0, what was declared, or anything between 0 and 1. */
function slope(balls: Balls, margin: Ball, atKink: number | "any"): Ball {
  if (margin.unlimited) return margin;
  if (margin.side === 1) return balls.one;
  if (margin.side === -1) return balls.zero;
  if (margin.side === 0 && atKink !== "any") return balls.fromDouble(atKink);
  return balls.limited(balls.reals.fromDouble(0.5), 0.5);
}
