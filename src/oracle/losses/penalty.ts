/** The L2 penalty on balls. */
import type { Conventions } from "../../model/index.js";
import type { Ball, Balls } from "../ball.js";

/**
 * Σ w² over all weights times λ/2, or λ (l2-penalty).
 *
 * @param moreRoundings - of the sum, where it is part of a longer running total.
 */
export function penalty(
  balls: Balls,
  weights: readonly Ball[],
  lambda: number,
  conventions: Conventions,
  moreRoundings: number,
): Ball {
  const sum = balls.sumOfProducts(
    weights.map((w) => [w, w] as const),
    [],
    moreRoundings,
  );
  return balls.multiply(
    balls.multiply(balls.fromDouble(lambda), sum),
    balls.fromDouble(conventions.l2 === "half" ? 0.5 : 1),
  );
}

/** λ w, or 2 λ w (l2-gradient). */
export function penaltyGradient(balls: Balls, w: Ball, lambda: number, conventions: Conventions): Ball {
  return balls.multiply(
    balls.multiply(balls.fromDouble(lambda), w),
    balls.fromDouble(conventions.l2 === "half" ? 1 : 2),
  );
}
