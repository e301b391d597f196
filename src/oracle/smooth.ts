/**
 * The smooth scalar activations and their derivatives on balls.
 *
 * Each f is computed at the midpoint from e^-|z| and ln, never through a cancelling form such as 1 - tanh². The radius has
 * two parts. What comes in with z: |f'| and |f''| bounded over the ball. What is lost within: the worst of the admissible
 * forms that spec/numerics.md lists, each a few roundings and primitives.
 */
import type { Ball, Balls } from "./ball.js";
import { beyondFarthest, farthest, magnitudeAbove, magnitudeBelow, type Real } from "./decimal.js";
import { atMost, below, growth, larger, lossy, plus, smaller, times, total, type Radius } from "./radius.js";
import { etaOfPrimitive } from "./widening.js";

/** y = f(z) and f'(z). */
export interface Activated {
  readonly y: Ball;
  readonly slope: Ball;
}

/** Units in the last place that a formula of up to ten decimal operations may lose. */
const formula = 16;

/** e^-|rate z| and what follows from it. */
interface Decay {
  readonly E: Real;
  readonly onePlusE: Real;
  /** E is 0 in place of a number below this. */
  readonly missed: Radius;
  /** A bound of E / (1 + E) at the midpoint. */
  readonly minor: Radius;
  /** A bound of |1 - E| / (1 + E) = |tanh(rate z / 2)| over the ball. */
  readonly t: Radius;
  /** A bound of e^-|rate x| for every x in the ball. */
  readonly above: Radius;
}

function decay(balls: Balls, z: Ball, rate: 1 | 2): Decay {
  const { reals } = balls;
  const x = z.mid.abs().times(rate);
  const E = x.greaterThan(farthest) ? reals.zero : reals.expNegative(x);
  const missed = E.isZero() ? beyondFarthest : 0;
  const onePlusE = E.plus(1);
  const t = plus(magnitudeAbove(reals.one.minus(E).dividedBy(onePlusE)), times(rate / 2, z.radius));
  const minor = plus(magnitudeAbove(E.dividedBy(onePlusE)), missed);
  return { E, onePlusE, missed, minor, t: smaller(t, 1), above: decayAbove(balls, z, rate) };
}

function decayAbove(balls: Balls, z: Ball, rate: 1 | 2): Radius {
  // Narrow balls are better served by the value at the midpoint.
  if (z.radius === 0 || atMost(z.radius, 2 ** -4)) return 1;
  return expNegativeAbove(balls, below(magnitudeBelow(z.mid), z.radius), rate);
}

/** A bound of e^-(rate x) for x ≥ nearest. */
function expNegativeAbove(balls: Balls, nearest: Radius, rate: 1 | 2): Radius {
  if (atMost(farthest, nearest)) return beyondFarthest;
  // A nearest that is no double is far below 1.
  const x = typeof nearest === "number" ? rate * nearest : 0;
  return magnitudeAbove(balls.reals.expNegative(balls.reals.fromDouble(x)));
}

/** f = 1 / (1 + e^-z), f' = e^-|z| / (1 + e^-|z|)², |f''| = f' |1 - 2f|, |f'''| ≤ f' ≤ e^-|z|. */
export function logistic(balls: Balls, z: Ball): Activated {
  const at = decay(balls, z, 1);
  const y = (z.mid.isNegative() ? at.E : balls.reals.one).dividedBy(at.onePlusE);
  const slope = at.E.dividedBy(at.onePlusE).dividedBy(at.onePlusE);

  const { u, primitive, eta } = balls.widening;
  const own = formula * balls.unit;
  const f1 = plus(magnitudeAbove(slope), at.missed);
  const incline = smaller(times(f1, plus(1, growth(z.radius))), smaller(at.above, 0.25));
  const moved = times(incline, z.radius);
  const lost = logisticLoss(balls, z, at, smaller(plus(magnitudeAbove(y), moved), 1));
  const yRadius = total(moved, lost, times(own, magnitudeAbove(y)), at.missed);

  const bent = smaller(times(plus(times(f1, at.t), times(incline, z.radius)), z.radius), incline);
  const F = smaller(plus(f1, bent), 0.25);
  const fromY = lossy(plus(times(at.t, lost), times(lost, lost)), 2 * u, F);
  const fromZ = lossy(0, primitive + 4 * u, F);
  const slopeRadius = total(bent, larger(fromY, fromZ), times(own, f1), at.missed, eta);
  return { y: balls.limited(y, yRadius), slope: balls.limited(slope, slopeRadius) };
}

/**
 * What a logistic built from exp or tanh loses, at most: (1 - y) ε + 2u of y as 1/(1 + e^-z) or e^z/(1 + e^z); ½ ε |t| + u y as
 * (1 + t)/2 with t = tanh(z/2); and everything below the smallest normal number where e^-z overflows.
 */
function logisticLoss(balls: Balls, z: Ball, at: Decay, y: Radius): Radius {
  const { u, primitive, smallestNormal } = balls.widening;
  const opposite = z.mid.isNegative() ? 1 : rest(at, z);
  const fromExp = lossy(0, plus(times(opposite, primitive), 2 * u), y);
  const fromTanh = lossy(times(0.5 * primitive, at.t), u, y);
  return plus(larger(fromExp, fromTanh), smallestNormal);
}

/** A bound of e^-|x| / (1 + e^-|x|) for every x in the ball. */
function rest(at: Decay, z: Ball): Radius {
  return smaller(plus(at.minor, times(0.25, z.radius)), at.above);
}

/** f = (1 - E)/(1 + E) with E = e^-2|z|, f' = 4E/(1 + E)², |f''| = 2 |f| f', |f'''| ≤ 4 f' ≤ 16 E. */
export function tanh(balls: Balls, z: Ball): Activated {
  const { reals } = balls;
  const at = decay(balls, z, 2);
  const twice = z.mid.abs().times(2);
  const rise = twice.isZero() || at.E.isZero() ? reals.one.minus(at.E) : reals.oneMinusExpNegative(twice);
  const absolute = rise.dividedBy(at.onePlusE);
  const y = z.mid.isNegative() ? absolute.negated() : absolute;
  const slope = at.E.times(4).dividedBy(at.onePlusE).dividedBy(at.onePlusE);

  const { eta } = balls.widening;
  const own = formula * balls.unit;
  const f1 = plus(magnitudeAbove(slope), times(4, at.missed));
  const incline = smaller(times(f1, plus(1, growth(times(2, z.radius)))), smaller(times(4, at.above), 1));
  const moved = times(incline, z.radius);
  const bent = smaller(
    times(plus(times(times(2, magnitudeAbove(y)), f1), times(times(4, incline), z.radius)), z.radius),
    incline,
  );
  const T = smaller(plus(magnitudeAbove(y), moved), 1);
  const F = smaller(plus(f1, bent), 1);

  const lost = tanhLoss(balls, T, F);
  const yRadius = total(moved, lost, times(own, magnitudeAbove(y)), times(2, at.missed));
  const slopeLost = tanhSlopeLoss(balls, T, F, lost);
  const slopeRadius = total(bent, slopeLost, times(own, f1), times(4, at.missed), eta);
  return { y: balls.limited(y, yRadius), slope: balls.limited(slope, slopeRadius) };
}

/**
 * What tanh = ±T loses, with slope F: as e/(e + 2) with e = expm1(±2|z|), more than as a primitive; or as a quotient of
 * exponentials, whose error near 0 is that of e^0 = 1 and acts as a shift of z.
 */
function tanhLoss(balls: Balls, T: Radius, F: Radius): Radius {
  const { u, primitive, eta } = balls.widening;
  const fromExpm1 = lossy(0, plus(times(primitive, plus(1, T)), 3 * u), T);
  const shift = growth(primitive);
  const fromExp = lossy(times(times(shift, F), plus(1, growth(times(2, shift)))), 3 * u, T);
  return plus(larger(fromExpm1, fromExp), eta);
}

/** What tanh' loses as 1 - y², as (1 - y)(1 + y), or as 4E/(1 + E)². */
function tanhSlopeLoss(balls: Balls, T: Radius, F: Radius, lost: Radius): Radius {
  const { u, primitive } = balls.widening;
  const incoming = plus(times(times(2, T), lost), times(lost, lost));
  const square = times(plus(T, lost), plus(T, lost));
  const fromSquare = lossy(plus(incoming, times(u, square)), u, F);
  const fromFactors = lossy(incoming, 3 * u, F);
  return larger(larger(fromSquare, fromFactors), lossy(0, primitive + 4 * u, F));
}

/** f = max(z, 0) + ln(1 + e^-|z|), f' = s = 1/(1 + e^-z) ≤ min(1, e^z), f'' = s (1 - s) ≤ e^-|z|, |f'''| ≤ f''. */
export function softplus(balls: Balls, z: Ball): Activated {
  const { reals } = balls;
  const at = decay(balls, z, 1);
  const positive = !z.mid.isNegative();
  const tail = reals.lnOnePlus(at.E);
  const y = positive ? z.mid.plus(tail) : tail;
  const slope = (positive ? reals.one : at.E).dividedBy(at.onePlusE);

  const { eta } = balls.widening;
  const own = formula * balls.unit;
  const s = plus(magnitudeAbove(slope), at.missed);
  const incline = smaller(times(s, plus(1, growth(z.radius))), positive ? 1 : at.above);
  const moved = times(incline, z.radius);
  // f'' at the midpoint and f''' over the ball, or f'' over the ball.
  const curve = plus(times(s, positive ? at.minor : 1), times(incline, z.radius));
  const bent = smaller(times(smaller(curve, at.above), z.radius), 1);
  const S = smaller(plus(s, bent), 1);

  const lost = softplusLoss(balls, plus(magnitudeAbove(y), moved), plus(magnitudeAbove(tail), moved), S, positive);
  const yRadius = total(moved, lost, times(own, magnitudeAbove(y)), at.missed);
  // As a logistic of z, or from y.
  const opposite = positive ? rest(at, z) : 1;
  const incoming = atMost(lost, 0.25)
    ? times(opposite, growth(lost))
    : larger(opposite, expNegativeAbove(balls, below(below(magnitudeBelow(y), moved), lost), 1));
  const slopeLost = larger(logisticLoss(balls, z, at, S), fromSoftplusLoss(balls, S, opposite, incoming));
  const slopeRadius = total(bent, slopeLost, times(own, s), at.missed, eta);
  return { y: balls.limited(y, yRadius), slope: balls.limited(slope, slopeRadius) };
}

/** What softplus = Y loses as max(z, 0) + log1p(e^-|z|), or as the plain ln(1 + e^z), whose absolute error is that of 1 + e^z. */
function softplusLoss(balls: Balls, Y: Radius, tail: Radius, S: Radius, positive: boolean): Radius {
  const { u, primitive, eta } = balls.widening;
  const guarded = lossy(times(growth(2 * primitive), tail), positive ? u : 0, Y);
  const plain = lossy(growth(total(times(S, primitive), u, etaOfPrimitive(balls.widening))), primitive, Y);
  return plus(larger(guarded, plain), eta);
}

/** What 1 - e^-y = S and -expm1(-y) lose, when e^-y ≤ opposite is off by `incoming`. */
function fromSoftplusLoss(balls: Balls, S: Radius, opposite: Radius, incoming: Radius): Radius {
  const { u, primitive } = balls.widening;
  const fromExp = lossy(lossy(incoming, primitive, opposite), u, S);
  return larger(fromExp, lossy(incoming, primitive, S));
}
