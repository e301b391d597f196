/** Whether a ball holds a number that was computed without it. */
import type { Ball } from "../ball.js";
import { exactly, type Real } from "../decimal.js";
import { compare, product, rational, rationalOf, sum, type Rational } from "./rational.js";

/** In exact arithmetic. */
export function encloses(ball: Ball, x: Rational): boolean {
  if (ball.unlimited) return true;
  const radius = rationalOf(exactly(ball.radius));
  const off = sum(x, product(rational(-1), rationalOf(ball.mid)));
  return compare(off, radius) <= 0 && compare(product(rational(-1), off), radius) <= 0;
}

/** For decimals with more digits than the ball's. */
export function enclosesReal(ball: Ball, x: Real): boolean {
  return ball.unlimited || x.minus(ball.mid).abs().lessThanOrEqualTo(exactly(ball.radius));
}
