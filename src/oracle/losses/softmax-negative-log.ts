/**
 * The negative logarithm of a sum of probabilities, Div = -ln Σ d_i p_i with p = softmax(z). Since ∂Div/∂z_i = p_i - q_i with
 * q_i = d_i p_i / Σ d_m p_m, errors e_i of z move Div by at most Σ |p_i - q_i| e_i; what a form loses in an exponential of one of its
 * two sums acts as a shift with weight p_i or q_i alone.
 */
import { Ball, type Balls, type Term } from "../ball.js";
import { magnitudeAbove, type Real } from "../decimal.js";
import type { Head } from "../layer.js";
import { atMost, growth, larger, over, plus, times, total, type Radius } from "../radius.js";
import { softmax, type Softmax } from "../softmax.js";
import { etaOfPrimitive } from "../widening.js";

type SoftmaxHead = Extract<Head, { readonly name: "softmax" }>;

/** q, a softmax over the entries with d_i ≠ 0. */
interface Targets {
  /** The entries with d_i ≠ 0. */
  readonly places: readonly number[];
  /** The place of the largest z_i among them. */
  readonly top: number;
  readonly softmax: Softmax;
  /** q_i, 0 where d_i = 0. Shape [M]. */
  readonly q: readonly Ball[];
}

/**
 * Undefined where nothing can be said: some z is unlimited, a target is or may be negative, or there are zeros alone.
 *
 * @param s - Σ d_i p_i.
 */
function targetsOf(balls: Balls, { z }: SoftmaxHead, d: readonly Ball[], s: Ball): Targets | undefined {
  const places = d.flatMap((di, i) => (di.isZero ? [] : [i]));
  const known = places.every((i) => d[i]?.side === 1) && z.every(({ unlimited }) => !unlimited);
  if (!known || places.length === 0) return undefined;
  // Not by looking the ball up: two entries may be the same one, and only one of them a target.
  const top = places.reduce((a, b) => ((z[b] as Ball).mid.greaterThan((z[a] as Ball).mid) ? b : a));
  const highest = z[top] as Ball;
  const lost = (i: number): Radius => (isNormal(balls, s) ? lostThroughP(balls, z, z[i] as Ball) : 0);
  const overTargets = softmax(
    balls,
    places.map((i) => logit(balls, z[i] as Ball, highest.mid, d[i] as Ball, lost(i))),
  );
  const q = d.map((di, i) => (di.isZero ? balls.zero : (overTargets.p[places.indexOf(i)] as Ball)));
  return { places, top, softmax: overTargets, q };
}

/** z_i - m' + ln d_i, with m' the largest z of the targets, taken as a number. No implementation need hold it, so it cannot overflow. */
function logit(balls: Balls, zi: Ball, highest: Real, di: Ball, lost: Radius): Ball {
  const [shifted, lnD] = [zi.mid.minus(highest), balls.reals.ln(di.mid)];
  const own = times(4 * balls.unit, plus(magnitudeAbove(shifted), magnitudeAbove(lnD)));
  return new Ball(balls.reals, shifted.plus(lnD), total(zi.radius, inexactness(di), lost, own));
}

/** What q_i loses when it is taken from p: the shift of z_i by m, and three roundings more than those of a softmax. */
function lostThroughP({ widening: { u } }: Balls, z: readonly Ball[], zi: Ball): Radius {
  return plus(times(u, gapOf(z, zi)), growth(3 * u));
}

/** Whether the sum s has not underflowed: where it has, nothing that goes through it is granted. */
function isNormal({ widening: { smallestNormal } }: Balls, s: Ball): boolean {
  const least = s.distanceFromZero;
  return least !== 0 && atMost(smallestNormal, least);
}

function highestOf(z: readonly Ball[]): Ball {
  return z.reduce((a, b) => (b.mid.greaterThan(a.mid) ? b : a));
}

/** A bound of max z - z_i over the box. */
function gapOf(z: readonly Ball[], zi: Ball): Radius {
  const highest = highestOf(z);
  return total(magnitudeAbove(highest.mid.minus(zi.mid)), highest.radius, zi.radius);
}

/** The relative error of a target that the format does not hold. */
function inexactness(di: Ball): Radius {
  return di.radius === 0 ? 0 : over(di.radius, di.distanceFromZero);
}

/** What underflows among the n terms of Σ d_i p_i = s, relative to s: exponentials, quotients, products. */
function underflow(balls: Balls, s: Ball, d: readonly Ball[], n: number): Radius {
  const { eta } = balls.widening;
  if (eta === 0 || !isNormal(balls, s)) return 0;
  const lost = plus(etaOfPrimitive(balls.widening), 2 * eta);
  return over(times(lost, total(n, ...d.map(({ bound }) => bound))), s.distanceFromZero);
}

/**
 * Div in the worst of its forms: the logarithm of the sum of rounded probabilities; or a difference of the logarithms of both sums of
 * exponentials, shifted by their largest terms, by the largest of all, or not at all; or the same after a log-softmax.
 *
 * @param s - Σ d_i p_i.
 */
export function softmaxNegativeLog(balls: Balls, head: SoftmaxHead, d: readonly Ball[], s: Ball): Ball {
  const targets = targetsOf(balls, head, d, s);
  // Where even the largest of the targets' logits is that far below, so is Div.
  if (targets === undefined || head.softmax.negativeLog(targets.top).unlimited) return balls.unlimited;
  const { u, primitive, eta } = balls.widening;
  const mid = valueOf(balls, head, d, targets);
  const { logarithms, inner, offset } = sizesOf(head, targets, mid);
  const [K, n] = [d.length, targets.places.length];

  // Roundings of the sums: K - 1 and n, and where p is computed first those of its quotient.
  const fromZ = plus(
    growth((K - 1 + n) * u),
    larger(plus(times(primitive, logarithms), times(2 * u, larger(inner, offset))), times(2 * primitive, offset)),
  );
  const fromP = total(growth((K + 1 + n) * u), underflow(balls, s, d, n), times(primitive, logarithms));
  const lost = plus(lostInExponents(balls, head, targets), larger(fromZ, fromP));
  const radius = plus(incomingOf(head, d, targets), lost);
  const own = times(16 * K * balls.unit, total(1, inner, offset));
  return balls.limited(mid, total(radius, times(u, plus(magnitudeAbove(mid), radius)), own, eta));
}

/** -ln p_k - ln(Σ d_i p_i / p_k) at the midpoints, k being the place of the largest of the targets. */
function valueOf(balls: Balls, head: SoftmaxHead, d: readonly Ball[], { places, top, softmax: part }: Targets): Real {
  const ofSum = part.negativeLog(places.indexOf(top)).mid.plus(balls.reals.ln((d[top] as Ball).mid));
  return head.softmax.negativeLog(top).mid.minus(ofSum);
}

/**
 * Bounds, over the box, of what the forms add up. Div = (m - m') + ln S - ln R, m and m' being the largest z of all and of the targets,
 * S and R the sums of exponentials shifted by them.
 */
interface Sizes {
  /** Of both logarithms together, R being shifted by m' or by m; and so of Div. */
  readonly logarithms: Radius;
  /** Of m - m' and the logarithms. */
  readonly inner: Radius;
  /** Of ln Σ e^z = m + ln S and of ln Σ d e^z = m' + ln R. */
  readonly offset: Radius;
}

function sizesOf({ z, softmax: { p, negativeLog } }: SoftmaxHead, { top, q }: Targets, Div: Real): Sizes {
  const [highest, highestTarget] = [highestOf(z), z[top] as Ball];
  const lnS = negativeLog(z.indexOf(highest)).mid;
  const whole = highest.mid.plus(lnS);
  const part = whole.minus(Div);
  const lnR = [highest, highestTarget].map(({ mid }) => magnitudeAbove(part.minus(mid))).reduce(larger);
  const weighted = z.map(({ radius }, i) => times(plus((p[i] as Ball).bound, (q[i] as Ball).bound), radius));
  const moved = times(2, total(highest.radius, highestTarget.radius, ...weighted));
  const logarithms = total(magnitudeAbove(lnS), lnR, moved);
  return {
    logarithms,
    inner: plus(logarithms, magnitudeAbove(highest.mid.minus(highestTarget.mid))),
    offset: plus(moved, larger(magnitudeAbove(whole), magnitudeAbove(part))),
  };
}

/** Σ |p_i - q_i| e_i, and what comes in with the targets. */
function incomingOf({ z, softmax: { p } }: SoftmaxHead, d: readonly Ball[], { q, places }: Targets): Radius {
  const ofLogits = z.map(({ radius }, i) => {
    const [pi, qi] = [p[i] as Ball, q[i] as Ball];
    return times(total(magnitudeAbove(pi.mid.minus(qi.mid)), pi.radius, qi.radius), radius);
  });
  return total(...ofLogits, ...places.map((i) => times((q[i] as Ball).bound, inexactness(d[i] as Ball))));
}

/** What is lost in z_i - m and its exponential, in both sums; a log-softmax is rounded and shifted once more. */
function lostInExponents(balls: Balls, { z, softmax: { p, negativeLog } }: SoftmaxHead, { q }: Targets): Radius {
  const { u, primitive } = balls.widening;
  const lnS = magnitudeAbove(negativeLog(z.indexOf(highestOf(z))).mid);
  return total(
    ...z.map((zi, i) => {
      const gap = gapOf(z, zi);
      const once = plus(times(u, gap), growth(primitive));
      const again = times(u, total(gap, gap, lnS));
      const [pi, qi] = [(p[i] as Ball).bound, (q[i] as Ball).bound];
      return plus(times(plus(pi, qi), once), times(qi, again));
    }),
  );
}

/**
 * p_i - q_i, with q_i from the logits or from p; or -d_j / s through the Jacobian, where every term is a part of p_i or of q_i and its
 * roundings are those of the sums.
 *
 * @param s - Σ d_i p_i.
 */
export function softmaxNegativeLogGradient(balls: Balls, head: SoftmaxHead, d: readonly Ball[], s: Ball): Ball[] {
  const targets = targetsOf(balls, head, d, s);
  if (targets === undefined) return d.map(() => balls.unlimited);
  const underflown = underflow(balls, s, d, targets.places.length);
  const rounding = balls.gamma(d.length + targets.places.length + 4);
  const { p } = head.softmax;
  return p.map((pi, i) => {
    const qi = targets.q[i] as Ball;
    if (balls.widening.u === 0) return exactDifference(balls, p, targets.q, i);
    const short = balls.subtract(pi, qi);
    if (short.exact !== undefined) return short;
    return balls.limited(short.mid, total(short.radius, times(rounding, plus(pi.bound, qi.bound)), underflown));
  });
}

/** p_i - q_i as Σ_{j≠i} (p_i q_j - q_i p_j), which is the same since both add up to 1, and loses no digits where both are nearly 1. */
function exactDifference(balls: Balls, p: readonly Ball[], q: readonly Ball[], i: number): Ball {
  const minus = balls.negate(q[i] as Ball);
  return balls.sumOfProducts(
    p.flatMap((pj, j): Term[] =>
      j === i
        ? []
        : [
            [p[i] as Ball, q[j] as Ball],
            [minus, pj],
          ],
    ),
  );
}
