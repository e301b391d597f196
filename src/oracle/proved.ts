/** What an enclosure of an exact value proves: the double it rounds to, and its digits. */
import type { Ball } from "./ball.js";
import { exactly, nearestDouble, realsOf, sharedDigits, shortUp, toDigits, type Real } from "./decimal.js";
import { atMost } from "./radius.js";
import { isEven, nextDown, nextUp } from "./neighbours.js";

/** What is nearer to 0 than this comes of an exponential that is not computed any more (`farthest`), and from nothing else. */
const farAway = shortUp(realsOf(10).fromText("1e-40000"));

/** Significant digits that are proved. */
export const provedDigits = 40;

export interface Proved {
  /** The exact value rounded to nearest, ties to even. */
  readonly double: number;
  /**
   * The exact value with `provedDigits` significant digits, trailing zeros left out; "0 ± 1e-40000" where it is nearer to 0 than any digits are
   * computed.
   */
  readonly digits: string;
}

/**
 * The double and the digits to which every number of the ball rounds. The double is held against the midpoints between its neighbours, so
 * that nothing depends on how an engine reads decimal numbers.
 *
 * @param ball - made with u = 0, so that it holds the exact value and not what implementations return.
 * @returns undefined when the numbers of the ball round to several, or beyond the range of doubles.
 */
export function prove(ball: Ball): Proved | undefined {
  if (ball.unlimited) return undefined;
  // Whether a 0 has a sign is not the exact value's business.
  if (ball.radius === 0 && ball.mid.isZero()) return { double: 0, digits: "0" };
  if (ball.exact !== undefined) return { double: ball.exact.value, digits: toDigits(ball.mid, provedDigits) };
  if (ball.mid.isZero() && atMost(ball.radius, farAway)) return { double: 0, digits: `0 ± ${farAway.toString()}` };
  const digits = sharedDigits(ball.mid, ball.radius, provedDigits);
  const double = nearestDouble(ball.mid);
  return digits === undefined || !allRoundTo(double, ball) ? undefined : { double, digits };
}

/** Enough that sums of doubles and midpoints are not rounded. */
const unrounded = 1500;

/** Whether all numbers of the ball are nearer to the double than to any other; halfway, an even one is as good. */
function allRoundTo(double: number, { mid, radius }: Ball): boolean {
  const [low, high] = [nextDown(double), nextUp(double)];
  if (!Number.isFinite(low) || !Number.isFinite(high)) return false;
  const reals = realsOf(unrounded);
  const halfway = (neighbour: number): Real => reals.adopt(exactly(double)).plus(exactly(neighbour)).dividedBy(2);
  const [centre, reach] = [reals.adopt(mid), shortUp(radius)];
  const above = centre.minus(reach).comparedTo(halfway(low));
  const below = halfway(high).comparedTo(centre.plus(reach));
  const least = radius === 0 && isEven(double) ? 0 : 1;
  return above >= least && below >= least;
}
