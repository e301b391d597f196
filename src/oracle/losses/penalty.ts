/** The L2 penalty on balls. */
import type { Conventions } from "../../model/index.js";
import type { Ball, Balls } from "../ball.js";
import { magnitudeAbove } from "../decimal.js";
import { larger, plus } from "../radius.js";

/** The running total of which the penalty may be a part. */
export interface Total {
  /** Roundings that it adds to each term. */
  readonly moreRoundings: number;
  /** Whether these are none as long as all terms are exact. */
  readonly exactly: boolean;
}

/** Σ w² over all weights times λ/2, or λ, which may stand before the sum or in each of its terms (l2-penalty). */
export function penalty(
  balls: Balls,
  weights: readonly Ball[],
  lambda: number,
  conventions: Conventions,
  { moreRoundings, exactly }: Total,
): Ball {
  const factor = balls.multiply(balls.fromDouble(lambda), balls.fromDouble(conventions.l2 === "half" ? 0.5 : 1));
  const squares = weights.map((w) => [w, w] as const);
  const before = balls.multiply(factor, balls.sumOfProducts(squares, [], moreRoundings, exactly));
  const terms = weights.map((w) => [balls.multiply(factor, w), w] as const);
  const within = balls.sumOfProducts(terms, [], moreRoundings, exactly);
  if (before.unlimited || within.unlimited) return balls.unlimited;
  if (before.exact !== undefined && within.exact !== undefined) return before;
  const apart = magnitudeAbove(before.mid.minus(within.mid));
  return balls.limited(before.mid, larger(before.radius, plus(apart, within.radius)));
}

/** λ w, or 2 λ w (l2-gradient). */
export function penaltyGradient(balls: Balls, w: Ball, lambda: number, conventions: Conventions): Ball {
  return balls.multiply(
    balls.multiply(balls.fromDouble(lambda), w),
    balls.fromDouble(conventions.l2 === "half" ? 1 : 2),
  );
}
