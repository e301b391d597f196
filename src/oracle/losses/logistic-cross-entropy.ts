/**
 * Binary cross-entropy of a logistic unit on balls. From z, -ln y = ln(1 + e^-z) and -ln(1 - y) = ln(1 + e^z) keep their digits
 * wherever z is; the logarithms of a rounded y and 1 - y are granted as long as these have digits left.
 */
import { Balls, type Ball } from "../ball.js";
import { magnitudeAbove, magnitudeBelow, type Real } from "../decimal.js";
import { atMost, below, growth, larger, over, plus, smaller, times, total, type Radius } from "../radius.js";
import { logistic, softplus } from "../smooth.js";
import { exactValue } from "../widening.js";

/** What an implementation's y is off by, relative to y and, after one more rounding, relative to 1 - y; Infinity from ½ on. */
interface RelativeLoss {
  readonly y: Radius;
  readonly rest: Radius;
}

/** -ln y with y the logistic function of z. */
export function negativeLnLogistic(balls: Balls, z: Ball): Ball {
  return softplusInItsForms(
    balls,
    balls.negate(z),
    relativeLosses(balls, z).map(({ y }) => y),
  );
}

/** -ln(1 - y) with y the logistic function of z. */
export function negativeLnOneMinusLogistic(balls: Balls, z: Ball): Ball {
  return softplusInItsForms(
    balls,
    z,
    relativeLosses(balls, z).map(({ rest }) => rest),
  );
}

/**
 * ln(1 + e^x) in the worst of its forms: as softplus; as max(x, 0) + ln(1 + e^-|x|) with terms of the size of x before it, as in
 * max(z, 0) - d z + ln(1 + e^-|z|); or as the logarithm of something rounded.
 *
 * @param logarithms - relative errors of what the logarithm is taken of, for each way to compute it; Infinity where that is not granted.
 */
function softplusInItsForms(balls: Balls, x: Ball, logarithms: readonly Radius[]): Ball {
  if (x.unlimited) return balls.unlimited;
  const { u, primitive } = balls.widening;
  const alone = softplus(balls, x).y;
  // Without implementations there are no forms to tell apart.
  if (u === 0) return alone;
  const moved = softplus(new Balls(balls.reals.digits, exactValue), x).y;
  const inSum = plus(alone.radius, times(balls.gamma(3), total(x.bound, x.bound, moved.bound)));
  const inLogarithm = logarithms
    .filter((lost) => lost !== Infinity)
    .map((lost) => total(moved.radius, lost, times(primitive, plus(moved.bound, lost))));
  return balls.limited(alone.mid, [inSum, ...inLogarithm].reduce(larger));
}

/**
 * y - d, or dy f'(z) with f' from y or from z, where y (1 - y) cancels as a formula: from y no error of it is left but roundings of the
 * two terms -d (1 - y) and (1 - d) y; from z, each keeps the relative error of its denominator.
 */
export function logisticCrossEntropyGradient(balls: Balls, z: Ball, y: Ball, d: Ball): Ball {
  const short = balls.subtract(y, d);
  if (short.exact !== undefined || short.unlimited || balls.widening.u === 0) return short;
  const { u, primitive } = balls.widening;
  const absent = balls.subtract(balls.one, d);
  const [ofY, ofRest] = sizesThroughLogistic(balls, y, d);
  const fromZ = relativeLosses(balls, z).map((lost) => {
    const terms = plus(d.isZero ? 0 : times(ofY, lost.y), absent.isZero ? 0 : times(ofRest, lost.rest));
    return terms === Infinity ? 0 : plus(terms, times(growth(primitive + 10 * u), total(ofY, ofRest, terms)));
  });
  const fromY = times(balls.gamma(8), plus(ofY, ofRest));
  return balls.limited(short.mid, plus(short.radius, [fromY, ...fromZ].reduce(larger)));
}

/** |d| (1 - y) and |1 - d| y: what the terms of dDiv/dy are once they are multiplied by y (1 - y). */
export function sizesThroughLogistic(balls: Balls, y: Ball, d: Ball): readonly [Radius, Radius] {
  const [one, absent] = [balls.one, balls.subtract(balls.one, d)];
  return [times(d.bound, smaller(1, balls.subtract(one, y).bound)), times(absent.bound, smaller(1, y.bound))];
}

/** Of 1/(1 + e^-z) or e^z/(1 + e^z), and of (1 + tanh(z/2))/2. */
function relativeLosses(balls: Balls, z: Ball): readonly RelativeLoss[] {
  if (z.unlimited || balls.widening.u === 0) return [];
  const { u, primitive, eta } = balls.widening;
  const exact = new Balls(balls.reals.digits, exactValue);
  const at = exact.limited(z.mid, 0);
  const [y, rest] = [at, exact.negate(at)].map((x) => logistic(exact, x).y.mid) as [Real, Real];
  const t = plus(magnitudeAbove(y.minus(rest)), times(0.5, z.radius));
  const [Y, R] = [magnitudeAbove(y), magnitudeAbove(rest)];
  const ofExp = total(times(times(Y, R), primitive), times(2 * u, Y), eta);
  const ofTanh = total(times(0.5 * primitive, t), times(u, Y), eta);
  return [ofExp, ofTanh].map((lost) => ({
    y: granted(relativeTo(y, lost), z.radius),
    rest: granted(plus(relativeTo(rest, lost), 2 * u), z.radius),
  }));
}

function relativeTo(x: Real, error: Radius): Radius {
  return x.isZero() ? Infinity : over(error, magnitudeBelow(x));
}

/**
 * What a logarithm makes of a relative error, at its worst in the ball; Infinity where it is ½ or more all over the ball. The error is
 * e^e_z times more at most in one place of the ball than in another.
 */
function granted(lost: Radius, e: Radius): Radius {
  if (atMost(0.5, times(lost, below(1, e)))) return Infinity;
  return smaller(1, growth(times(lost, plus(1, growth(e)))));
}
