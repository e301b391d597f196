/**
 * Softmax on balls. Its radius is not that of the quotient: with all perturbations of the exponents bounded by δ_j, the mean
 * value theorem gives |Δ ln p_k| ≤ (1 - p_k) δ_k + Σ_{j≠k} p_j δ_j with p taken anywhere in the box.
 */
import type { Ball, Balls } from "./ball.js";
import { beyondFarthest, farthest, magnitudeAbove, type Real } from "./decimal.js";
import { growth, larger, lossy, plus, times, toDouble, total, type Radius } from "./radius.js";
import { etaOfPrimitive } from "./widening.js";

export interface Softmax {
  /** p_k. */
  readonly p: readonly Ball[];
  /** -ln p_k = (max - z_k) + ln Σ_j e^(z_j - max), for cross-entropy. */
  negativeLog(k: number): Ball;
}

/** Everything about one row of pre-activations that probabilities and their logarithms share. */
interface Row {
  readonly highest: Ball;
  /** max - z_k ≥ 0. */
  readonly gaps: readonly Real[];
  /** p_k at the midpoints. */
  readonly p: readonly Real[];
  /** Bounds of p_k over the box. */
  readonly pAbove: readonly Radius[];
  /** What comes in with z_k. */
  readonly incoming: readonly Radius[];
  /** What an implementation loses in the exponent z_k - max and, as a shift of it, in e^(z_k - max). */
  readonly lost: readonly Radius[];
  /** The largest sum of the two, among the terms that count. */
  readonly widest: Radius;
  /** ln Σ e^-gap. */
  readonly lnSum: Real;
}

/** p = softmax(z): any D ≥ 1. */
export function softmax(balls: Balls, z: readonly Ball[]): Softmax {
  if (z.some((ball) => ball.unlimited)) {
    return { p: z.map(() => balls.unlimited), negativeLog: () => balls.unlimited };
  }
  const row = readRow(balls, z);
  // x / x is 1 without error.
  return {
    p: z.length === 1 ? [balls.one] : z.map((_, k) => probability(balls, row, k)),
    negativeLog: (k) => negativeLog(balls, row, k),
  };
}

function readRow(balls: Balls, z: readonly Ball[]): Row {
  const { reals, widening, unit } = balls;
  const highest = z.reduce((a, b) => (b.mid.greaterThan(a.mid) ? b : a));
  const top = z.indexOf(highest);
  const gaps = z.map((ball) => highest.mid.minus(ball.mid));
  const E = gaps.map((gap) => (gap.greaterThan(farthest) ? reals.zero : reals.expNegative(gap)));
  const rest = E.reduce((sum, term, j) => (j === top ? sum : sum.plus(term)), reals.zero);
  const sum = rest.plus(1);
  const p = E.map((term) => term.dividedBy(sum));

  const incoming = z.map((ball) => ball.radius);
  const lost = gaps.map((gap, j) => {
    const shifted = total(magnitudeAbove(gap), incoming[j] as Radius, highest.radius);
    return total(times(widening.u + 2 * unit, shifted), growth(widening.primitive), 4 * unit);
  });
  // Terms that underflow wherever they lie in their ball take no part in the bound of the others.
  const counted = gaps.map((gap, j) => {
    const far = reals.fromDouble(4 * toDouble(plus(incoming[j] as Radius, lost[j] as Radius)));
    return !(gap.greaterThan(2 * farthest) && gap.greaterThan(far));
  });
  const widest = lost.reduce<Radius>(
    (bound, d, j) => (counted[j] === true ? larger(bound, plus(d, incoming[j] as Radius)) : bound),
    0,
  );
  const pAbove = p.map((mid, j): Radius => {
    if (counted[j] !== true) return beyondFarthest;
    const raised = times(plus(1, growth(times(2, widest))), magnitudeAbove(mid));
    return toDouble(raised) < 1 ? plus(raised, mid.isZero() ? beyondFarthest : 0) : 1;
  });
  return { highest, gaps, p, pAbove, incoming, lost, widest, lnSum: reals.lnOnePlus(rest) };
}

/** A bound of |Δ ln p_k| from perturbations of the exponents: Σ_{j≠k} p_j (δ_j + δ_k), as 1 - p_k = Σ_{j≠k} p_j. */
function logRadius(row: Row, delta: readonly Radius[], k: number): Radius {
  return total(...delta.map((d, j) => (j === k ? 0 : times(row.pAbove[j] as Radius, plus(d, delta[k] as Radius)))));
}

/** |Δ ln p_k| of e^z_k / Σ or e^z_k · (1/Σ): Σ is a sum of K positive terms. */
function logLoss(balls: Balls, row: Row, k: number): Radius {
  const K = row.p.length;
  const delta = row.incoming.map((d, j) => plus(d, row.lost[j] as Radius));
  return total(logRadius(row, delta, k), growth((K + 1) * balls.widening.u), 8 * K * balls.unit);
}

function probability(balls: Balls, row: Row, k: number): Ball {
  const mid = row.p[k] as Real;
  const { u, eta } = balls.widening;
  const relative = growth(logLoss(balls, row, k));
  const anywhere = lossy(row.pAbove[k] as Radius, (row.p.length + 1) * u, 0);
  const radius = relative === Infinity || mid.isZero() ? anywhere : times(relative, magnitudeAbove(mid));
  // An exponential that underflows, over a sum of nearly 1 at least, and the quotient.
  return balls.limited(mid, total(radius, etaOfPrimitive(balls.widening), 2 * eta));
}

/**
 * -ln p_k in the worst of its forms: (max - z_k) + ln Σ e^(z - max); the logarithm of p_k; ln Σ e^z - z_k, and the same
 * guarded by max, whose roundings are those of the log-sum-exp: with a large common offset they are the widest.
 */
function negativeLog(balls: Balls, row: Row, k: number): Ball {
  const { u, primitive, eta } = balls.widening;
  if (u === 0) return exactNegativeLog(balls, row, k);
  const gap = row.gaps[k] as Real;
  const mid = gap.plus(row.lnSum);
  const size = magnitudeAbove(mid);
  const moved = times(2, row.widest);
  const lnSum = plus(magnitudeAbove(row.lnSum), moved);
  const logSumExp = plus(magnitudeAbove(row.highest.mid.plus(row.lnSum)), moved);

  // A perturbed exponential moves ln Σ with weight p_j, the j = k one too: nothing cancels as it does in p_k.
  const inSum = total(
    logRadius(row, row.incoming, k),
    ...row.lost.map((d, j) => times(row.pAbove[j] as Radius, d)),
    growth((row.p.length - 1) * u),
  );
  const shifted = total(inSum, times(u, plus(magnitudeAbove(gap), moved)), times(primitive, lnSum));
  const unshifted = plus(
    inSum,
    larger(times(primitive, logSumExp), plus(times(primitive, lnSum), times(u, logSumExp))),
  );
  const fromZ = larger(shifted, unshifted);
  const incoming = logLoss(balls, row, k);
  const fromP = plus(incoming, times(primitive, plus(size, incoming)));
  const own = times(16 * row.p.length * balls.unit, total(1, size, logSumExp));
  return balls.limited(mid, total(larger(fromP, plus(fromZ, times(u, plus(size, fromZ)))), own, eta));
}

/**
 * -ln p_k = gap_k + ln(1 + Σ e^-gap_j), the sum being over all but the largest, so that it is small where p_k is nearly 1: there the
 * error is small against the value, and not only against 1.
 */
function exactNegativeLog(balls: Balls, row: Row, k: number): Ball {
  const gap = row.gaps[k] as Real;
  const mid = gap.plus(row.lnSum);
  const top = row.gaps.findIndex((each) => each.isZero());
  const inSum = row.lost.map((lost, j) =>
    j === top ? 0 : times(row.pAbove[j] as Radius, plus(lost, row.p.length * balls.unit)),
  );
  const own = times(8 * balls.unit, plus(magnitudeAbove(gap), magnitudeAbove(row.lnSum)));
  return balls.limited(mid, total(logRadius(row, row.incoming, k), ...inSum, own));
}

/** dz_i = Σ_j dy_j y_j (δ_ij - y_i) = y_i (dy_i - Σ_j dy_j y_j), through the full Jacobian or in the short form. */
export function softmaxBackward(balls: Balls, y: readonly Ball[], dy: readonly Ball[]): Ball[] {
  // y (1 - y) is 0 without error where y = 1 is the only output.
  if (y.length === 1) return dy.map((d) => (d.unlimited ? d : balls.zero));
  const weighted = balls.sumOfProducts(dy.map((d, j) => [d, y[j] as Ball] as const));
  const absolute = dy.reduce<Radius>((sum, d, j) => plus(sum, times(d.bound, (y[j] as Ball).bound)), 0);
  // y_j y_i is off by η before it is multiplied by dy_j, and once more after that.
  const underflown = times(balls.widening.eta, total(y.length, ...dy.map((d) => d.bound)));
  return y.map((yi, i) => {
    const short = balls.multiply(yi, balls.subtract(dy[i] as Ball, weighted));
    // The full form rounds each of its K terms, which do not shrink when dy_i and the mean of dy are close, and they may underflow.
    const terms = times(yi.bound, plus((dy[i] as Ball).bound, absolute));
    return short.exact !== undefined
      ? short
      : balls.limited(short.mid, total(short.radius, times(balls.gamma(y.length + 3), terms), underflown));
  });
}
