/** On which side of one ball another lies, and balls by their ends. */
import type { Ball, Balls } from "./ball.js";
import { magnitudeAbove, magnitudeBelow, shortUp, type Real } from "./decimal.js";
import { below, larger, plus, times, total } from "./radius.js";

/** 1 when every number of a is above every number of b, -1 when below, 0 when both are one and the same; undefined otherwise. */
export function sideOf(balls: Balls, a: Ball, b: Ball): 1 | -1 | 0 | undefined {
  if (a.unlimited || b.unlimited) return undefined;
  if (a.exact !== undefined && b.exact !== undefined) return Math.sign(a.exact.value - b.exact.value) as 1 | -1 | 0;
  const gap = a.mid.minus(b.mid);
  const width = total(a.radius, b.radius, times(2 * balls.unit, magnitudeAbove(gap)));
  if (below(magnitudeBelow(gap), width) === 0) return undefined;
  return gap.isNegative() ? -1 : 1;
}

/** The lowest and the highest number of a ball, each off by one unit in the last place of its digits. */
export interface Ends {
  readonly low: Real;
  readonly high: Real;
}

/** @param ball - not unlimited. */
export function endsOf({ mid, radius }: Ball): Ends {
  return { low: mid.minus(shortUp(radius)), high: mid.plus(shortUp(radius)) };
}

/** The ball of all numbers between two ends. */
export function between(balls: Balls, { low, high }: Ends): Ball {
  const half = magnitudeAbove(high.minus(low).dividedBy(2));
  const own = times(4 * balls.unit, larger(magnitudeAbove(low), magnitudeAbove(high)));
  return balls.limited(low.plus(high).dividedBy(2), plus(half, own));
}

/** The ball of all numbers of either ball, and of those between them. */
export function hull(balls: Balls, a: Ball, b: Ball): Ball {
  if (a.unlimited || b.unlimited) return balls.unlimited;
  const [p, q] = [endsOf(a), endsOf(b)];
  return between(balls, {
    low: p.low.lessThan(q.low) ? p.low : q.low,
    high: p.high.greaterThan(q.high) ? p.high : q.high,
  });
}
