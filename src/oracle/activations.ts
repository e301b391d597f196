/**
 * Scalar activations and their derivatives on balls.
 *
 * Each smooth f is computed at the midpoint from e^-|z| and ln, never through a cancelling form such as 1 - tanh². The
 * radius has two parts. What comes in with z: |f'| and |f''| bounded over the ball, using |(ln f')'| ≤ c. What is lost
 * within: the worst of the admissible forms that spec/numerics.md lists, each a few roundings and primitives.
 */
import type { DerivativeAtKink, ScalarActivation } from "../model/index.js";
import type { Ball, Balls } from "./ball.js";
import { beyondFarthest, farthest, magnitudeAbove, type Real } from "./decimal.js";
import { growth, larger, plus, smaller, times, total, type Radius } from "./radius.js";

/** y = f(z) and f'(z). */
export interface Activated {
  readonly y: Ball;
  readonly slope: Ball;
}

/** Units in the last place that a formula of up to ten decimal operations may lose. */
const formula = 16;

/** e^-x for x ≥ 0, and what the midpoint misses when it is taken for 0. */
function decay(balls: Balls, x: Real): { E: Real; missed: Radius } {
  return x.greaterThan(farthest) ? { E: balls.reals.zero, missed: beyondFarthest } : { E: balls.reals.expNegative(x), missed: 0 };
}

/**
 * f(z) and f'(z) of a scalar activation.
 *
 * @param kinks - the derivative at z = 0 of the activations that have none; see `kinked`.
 */
export function activate(balls: Balls, activation: ScalarActivation, z: Ball, kinks: DerivativeAtKink): Activated {
  if (z.unlimited) return { y: balls.unlimited, slope: balls.unlimited };
  const known = z.isZero ? atZero(balls, activation.name) : undefined;
  if (known !== undefined) return known;
  switch (activation.name) {
    case "identity":
      return { y: z, slope: balls.one };
    case "logistic":
      return logistic(balls, z);
    case "tanh":
      return tanh(balls, z);
    case "softplus":
      return softplus(balls, z);
    case "relu":
      return kinked(balls, z, { left: balls.zero, atZero: kinks.relu });
    case "absolute-value":
      return kinked(balls, z, { left: balls.negate(balls.one), atZero: kinks["absolute-value"] });
    case "leaky-relu": {
      const left = balls.fromDouble(activation.slope);
      const declared = kinks["leaky-relu"];
      const atZero = declared === "slope" ? left : declared === "average" ? balls.multiply(balls.add(left, balls.one), balls.fromDouble(0.5)) : declared;
      return kinked(balls, z, { left, atZero });
    }
  }
}

/** e^0 = 1 and tanh 0 = 0 without error in every library (C, Annex F), and so is what all forms make of them. */
function atZero(balls: Balls, name: ScalarActivation["name"]): Activated | undefined {
  if (name === "logistic") return { y: balls.fromDouble(0.5), slope: balls.fromDouble(0.25) };
  if (name === "tanh") return { y: balls.zero, slope: balls.one };
  return undefined;
}

/** Derivative 1 to the right of 0 and `left` to the left of it: relu, leaky-relu, absolute-value. */
function kinked(balls: Balls, z: Ball, kink: { left: Ball; atZero: Ball | number | "any" }): Activated {
  const { left, atZero } = kink;
  switch (z.side) {
    case 1:
      return { y: z, slope: balls.one };
    case -1:
      return { y: balls.multiply(left, z), slope: left };
    case 0: {
      if (atZero === "any") return { y: balls.zero, slope: betweenSlopes(balls, left) };
      return { y: balls.zero, slope: typeof atZero === "number" ? balls.fromDouble(atZero) : atZero };
    }
    case undefined: {
      // Admissible implementations may stand on either side; f is max(1, |left|)-Lipschitz.
      const onMid = z.mid.isNegative() ? z.mid.times(left.mid) : z.mid;
      const steepest = larger(1, left.bound);
      return { y: balls.rounded(onMid, plus(times(steepest, z.radius), times(left.radius, z.magnitude)), 1), slope: betweenSlopes(balls, left) };
    }
  }
}

/** Every number between the one-sided derivatives `left` and 1. */
function betweenSlopes(balls: Balls, left: Ball): Ball {
  const mid = left.mid.plus(1).dividedBy(2);
  const half = magnitudeAbove(left.mid.minus(1).dividedBy(2));
  return balls.limited(mid, plus(times(half, 1 + 2 ** -20), left.radius));
}

/** f = 1 / (1 + e^-z), f' = e^-|z| / (1 + e^-|z|)², |f''| = f' |1 - 2f|, |f'''| ≤ f'. */
function logistic(balls: Balls, z: Ball): Activated {
  const { reals } = balls;
  const { E, missed } = decay(balls, z.mid.abs());
  const onePlusE = E.plus(1);
  const y = (z.mid.isNegative() ? E : reals.one).dividedBy(onePlusE);
  const slope = E.dividedBy(onePlusE).dividedBy(onePlusE);

  const own = formula * balls.unit;
  const f1 = plus(magnitudeAbove(slope), missed);
  const incline = smaller(times(f1, plus(1, growth(z.radius))), 0.25);
  const t = magnitudeAbove(reals.one.minus(E).dividedBy(onePlusE));
  const moved = times(incline, z.radius);
  const lost = logisticLoss(balls, plus(magnitudeAbove(y), moved), plus(t, times(0.5, z.radius)), onePlusE, z);
  const yRadius = total(moved, lost, times(own, magnitudeAbove(y)), missed);

  const bent = times(plus(times(f1, t), times(incline, z.radius)), z.radius);
  const F = smaller(plus(f1, bent), 0.25);
  const { u, primitive, eta } = balls.widening;
  const fromY = total(times(plus(t, times(0.5, z.radius)), lost), times(lost, lost), times(2 * u, F));
  const fromZ = times(primitive + 4 * u, F);
  const slopeRadius = total(smaller(bent, 0.25), larger(fromY, fromZ), times(own, f1), missed, eta);
  return { y: balls.limited(y, yRadius), slope: balls.limited(slope, slopeRadius) };
}

/**
 * What a logistic built from exp loses, at most: y ((1 - y) ε + 2u) as 1/(1 + e^-z) or e^z/(1 + e^z); ½ ε |t| + 2 u y
 * as (1 + t)/2 with t = tanh(z/2) = 2y - 1; and everything below the smallest normal number where e^-z overflows.
 */
function logisticLoss(balls: Balls, y: Radius, t: Radius, onePlusE: Real, z: Ball): Radius {
  const { u, primitive, smallestNormal } = balls.widening;
  const opposite = z.mid.isNegative() ? 1 : plus(magnitudeAbove(onePlusE.minus(1).dividedBy(onePlusE)), times(0.25, z.radius));
  const fromExp = times(y, plus(times(opposite, primitive), 2 * u));
  const fromTanh = plus(times(0.5 * primitive, t), times(2 * u, y));
  return plus(larger(fromExp, fromTanh), smallestNormal);
}

/** f = (1 - E)/(1 + E) with E = e^-2|z|, f' = 4E/(1 + E)², |f''| = 2 |f| f', |f'''| ≤ 4 f'. */
function tanh(balls: Balls, z: Ball): Activated {
  const { reals } = balls;
  const twice = z.mid.abs().times(2);
  const { E, missed } = decay(balls, twice);
  const onePlusE = E.plus(1);
  const rise = missed !== 0 ? reals.one : twice.isZero() ? reals.zero : reals.oneMinusExpNegative(twice);
  const absolute = rise.dividedBy(onePlusE);
  const y = z.mid.isNegative() ? absolute.negated() : absolute;
  const slope = E.times(4).dividedBy(onePlusE).dividedBy(onePlusE);

  const { u, primitive, eta } = balls.widening;
  const own = formula * balls.unit;
  const f1 = plus(magnitudeAbove(slope), times(4, missed));
  const incline = smaller(times(f1, plus(1, growth(times(2, z.radius)))), 1);
  const moved = times(incline, z.radius);
  const T = smaller(plus(magnitudeAbove(y), moved), 1);
  const bent = times(plus(times(times(2, magnitudeAbove(y)), f1), times(times(4, incline), z.radius)), z.radius);
  const F = smaller(plus(f1, bent), 1);

  // As a primitive, or as (1 - E)/(1 + E), whose absolute error near 0 is that of e^0 = 1.
  const lost = total(times(primitive, plus(T, F)), times(3 * u, T), eta);
  const yRadius = total(moved, lost, times(own, magnitudeAbove(y)), times(2, missed));
  // 1 - y², or (1 - y)(1 + y); or 4E/(1 + E)².
  const fromY = total(times(times(2, T), lost), times(lost, lost), times(times(u, T), T), times(3 * u, F));
  const fromZ = times(primitive + 4 * u, F);
  const slopeRadius = total(smaller(bent, 1), larger(fromY, fromZ), times(own, f1), times(4, missed), eta);
  return { y: balls.limited(y, yRadius), slope: balls.limited(slope, slopeRadius) };
}

/** f = max(z, 0) + ln(1 + e^-|z|), f' = s = 1/(1 + e^-z), f'' = s (1 - s), |f'''| ≤ s. */
function softplus(balls: Balls, z: Ball): Activated {
  const { reals } = balls;
  const { E, missed } = decay(balls, z.mid.abs());
  const positive = !z.mid.isNegative();
  const tail = reals.lnOnePlus(E);
  const y = positive ? z.mid.plus(tail) : tail;
  const onePlusE = E.plus(1);
  const slope = (positive ? reals.one : E).dividedBy(onePlusE);
  const opposite = magnitudeAbove((positive ? E : reals.one).dividedBy(onePlusE));

  const { u, primitive, eta } = balls.widening;
  const own = formula * balls.unit;
  const s = plus(magnitudeAbove(slope), missed);
  const incline = smaller(times(s, plus(1, growth(z.radius))), 1);
  const moved = times(incline, z.radius);
  const Y = plus(magnitudeAbove(y), moved);
  // max(z, 0) + log1p(e^-|z|), or the plain ln(1 + e^z), whose absolute error is that of 1 + e^z.
  const lost = total(positive ? times(primitive, plus(1, Y)) : times(2 * primitive, Y), times(u, plus(1, Y)), eta);
  const yRadius = total(moved, lost, times(own, magnitudeAbove(y)), missed);

  const bent = times(plus(times(s, opposite), times(incline, z.radius)), z.radius);
  const S = smaller(plus(s, bent), 1);
  const t = plus(magnitudeAbove(reals.one.minus(E).dividedBy(onePlusE)), times(0.5, z.radius));
  // As a logistic of z, or as 1 - e^-y.
  const fromZ = logisticLoss(balls, S, t, onePlusE, z);
  const away = plus(opposite, times(0.25, z.radius));
  const fromY = plus(times(away, plus(growth(lost), primitive)), times(u, S));
  const slopeRadius = total(smaller(bent, 1), larger(fromY, fromZ), times(own, s), missed, eta);
  return { y: balls.limited(y, yRadius), slope: balls.limited(slope, slopeRadius) };
}
