/** exp, ln and the square root on balls: what comes in with the operand, and what one call of a library may lose. */
import type { Ball, Balls } from "./ball.js";
import { beyondFarthest, farthest, magnitudeAbove, magnitudeBelow, nearestDouble, shortUp } from "./decimal.js";
import { growth, over, plus, times, total, type Radius } from "./radius.js";
import { etaOfPrimitive } from "./widening.js";

/** e^x, one primitive; e^0 = 1 without error. Unlimited when it may overflow, at e^100000 whatever the format. */
export function exp(balls: Balls, x: Ball): Ball {
  if (x.isZero) return balls.one;
  const above = expAbove(balls, x);
  if (above === Infinity) return balls.unlimited;
  const { primitive } = balls.widening;
  const mid = x.mid.lessThan(-farthest) ? balls.reals.zero : balls.reals.exp(x.mid);
  const size = magnitudeAbove(mid);
  // |e^(x+e) - e^x| ≤ e^x (e^|e| - 1); where that says nothing, e^x lies between 0 and its upper bound.
  const relative = mid.isZero() ? Infinity : growth(x.radius);
  const incoming = relative === Infinity ? above : times(size, relative);
  const lost = times(primitive + 2 * balls.unit, plus(size, incoming));
  return balls.limited(mid, total(incoming, lost, etaOfPrimitive(balls.widening)));
}

/** A bound of e^x over the ball; Infinity where it is beyond all formats. */
function expAbove(balls: Balls, x: Ball): Radius {
  if (x.unlimited) return Infinity;
  const highest = x.mid.plus(shortUp(x.radius));
  if (highest.greaterThan(farthest)) return Infinity;
  if (highest.lessThan(-farthest)) return beyondFarthest;
  // Room for the rounding of `highest`.
  return times(magnitudeAbove(balls.reals.exp(highest)), 1 + 2 ** -10);
}

/** ln x, one primitive; ln 1 = 0 without error. Unlimited when x may be 0 or less. */
export function ln(balls: Balls, x: Ball): Ball {
  if (x.side !== 1) return balls.unlimited;
  if (x.exact?.value === 1) return balls.zero;
  const mid = balls.reals.ln(x.mid);
  const incoming = over(x.radius, x.distanceFromZero);
  const lost = times(balls.widening.primitive + 2 * balls.unit, plus(magnitudeAbove(mid), incoming));
  return balls.limited(mid, plus(incoming, lost));
}

/** -ln x. */
export function negativeLn(balls: Balls, x: Ball): Ball {
  return balls.negate(ln(balls, x));
}

/** √x, correctly rounded: √0 = 0 and the roots of exact squares are exact. Unlimited when x may be negative. */
export function squareRoot(balls: Balls, x: Ball): Ball {
  if (x.isZero) return balls.zero;
  if (x.side !== 1) return balls.unlimited;
  const { reals } = balls;
  const mid = reals.squareRoot(x.mid);
  const root = balls.fromDouble(nearestDouble(mid));
  if (x.exact !== undefined && balls.multiply(root, root).exact?.value === x.exact.value) return root;
  // |√(x+e) - √x| = |e| / (√(x+e) + √x)
  const nearest = reals.squareRoot(reals.adopt(shortUp(x.distanceFromZero)));
  const slack = 1 + 2 ** -20 + 4 * balls.unit;
  return balls.rounded(mid, over(times(x.radius, slack), magnitudeBelow(mid.plus(nearest))), 1);
}
