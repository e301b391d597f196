/**
 * Softmax on balls. Its radius is not that of the quotient Σ: with all perturbations of the exponents bounded by δ_j, the mean
 * value theorem gives |Δ ln p_k| ≤ (1 - p_k) δ_k + Σ_{j≠k} p_j δ_j with p taken anywhere in the box.
 */
import type { Ball, Balls } from "./ball.js";
import { beyondFarthest, farthest, magnitudeAbove, type Real } from "./decimal.js";
import { atMost, growth, larger, plus, times, toDouble, total, type Radius } from "./radius.js";

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
  /** δ_k: what comes in with z_k and what an implementation loses before and in e^z_k. */
  readonly delta: readonly Radius[];
  /** ln Σ e^-gap. */
  readonly lnSum: Real;
}

/** p = softmax(z): any D ≥ 1. */
export function softmax(balls: Balls, z: readonly Ball[]): Softmax {
  if (z.some((ball) => ball.unlimited)) {
    return { p: z.map(() => balls.unlimited), negativeLog: () => balls.unlimited };
  }
  const row = readRow(balls, z);
  const { u, eta } = balls.widening;
  const p = row.p.map((mid, k) => {
    // x / x is 1 without error.
    if (z.length === 1) return balls.one;
    // K exponentials are summed (K - 1 roundings of positive terms), then one division.
    const relative = growth(plus(logRadius(row, k), (z.length + 1) * u + 8 * z.length * balls.unit));
    const absolute = toDouble(relative) === Infinity ? (row.pAbove[k] as Radius) : times(relative, magnitudeAbove(mid));
    return balls.limited(mid, total(larger(absolute, mid.isZero() ? (row.pAbove[k] as Radius) : 0), eta));
  });
  return { p, negativeLog: (k) => negativeLog(balls, row, k, z.length) };
}

function readRow(balls: Balls, z: readonly Ball[]): Row {
  const { reals, widening } = balls;
  const highest = z.reduce((a, b) => (b.mid.greaterThan(a.mid) ? b : a));
  const top = z.indexOf(highest);
  const gaps = z.map((ball) => highest.mid.minus(ball.mid));
  const E = gaps.map((gap) => (gap.greaterThan(farthest) ? reals.zero : reals.expNegative(gap)));
  const rest = E.reduce((sum, term, j) => (j === top ? sum : sum.plus(term)), reals.zero);
  const sum = rest.plus(1);

  const delta = gaps.map((gap, j) => {
    const incoming = plus((z[j] as Ball).radius, highest.radius);
    const shift = times(widening.u + 2 * balls.unit, plus(magnitudeAbove(gap), incoming));
    return total((z[j] as Ball).radius, shift, widening.primitive, 4 * balls.unit);
  });
  // Terms that underflow wherever they lie in their ball take no part in the bound of the others.
  const counted = gaps.map((gap, j) => !gap.greaterThan(2 * farthest) || !atMost(times(4, delta[j] as Radius), magnitudeAbove(gap)));
  const widest = delta.reduce<Radius>((bound, d, j) => (counted[j] === true ? larger(bound, d) : bound), 0);
  const p = E.map((term) => term.dividedBy(sum));
  const pAbove = p.map((mid, j): Radius => {
    if (counted[j] !== true) return beyondFarthest;
    const raised = times(plus(1, growth(times(2, widest))), magnitudeAbove(mid));
    return toDouble(raised) < 1 ? plus(raised, mid.isZero() ? beyondFarthest : 0) : 1;
  });
  return { highest, gaps, p, pAbove, delta, lnSum: reals.lnOnePlus(rest) };
}

/** A bound of |Δ ln p_k| from the perturbations of the exponents: Σ_{j≠k} p_j (δ_j + δ_k), as 1 - p_k = Σ_{j≠k} p_j. */
function logRadius(row: Row, k: number): Radius {
  let radius: Radius = 0;
  row.delta.forEach((delta, j) => {
    if (j !== k) radius = plus(radius, times(row.pAbove[j] as Radius, plus(delta, row.delta[k] as Radius)));
  });
  return radius;
}

/**
 * As (max - z_k) + ln Σ, as -ln p_k, or as ln Σ e^z - z_k, whose last rounding is that of the log-sum-exp: with a large
 * common offset it is the widest.
 */
function negativeLog(balls: Balls, row: Row, k: number, K: number): Ball {
  const { u, primitive } = balls.widening;
  const mid = (row.gaps[k] as Real).plus(row.lnSum);
  const size = magnitudeAbove(mid);
  const logSumExp = total(row.highest.bound, magnitudeAbove(row.lnSum));
  const lost = total(times(primitive + 2 * u, plus(size, logSumExp)), (K + 2) * u, 16 * K * balls.unit, times(16 * balls.unit, plus(size, logSumExp)));
  return balls.limited(mid, total(logRadius(row, k), lost));
}

/** dz_i = Σ_j dy_j y_j (δ_ij - y_i) = y_i (dy_i - Σ_j dy_j y_j), through the full Jacobian or in the short form. */
export function softmaxBackward(balls: Balls, y: readonly Ball[], dy: readonly Ball[]): Ball[] {
  // y (1 - y) = 0 without error where y = 1 is the only output.
  if (y.length === 1) return dy.map((d) => (d.unlimited ? d : balls.zero));
  const weighted = balls.sumOfProducts(dy.map((d, j) => [d, y[j] as Ball] as const));
  const absolute = dy.reduce<Radius>((sum, d, j) => plus(sum, times(d.bound, (y[j] as Ball).bound)), 0);
  return y.map((yi, i) => {
    const short = balls.multiply(yi, balls.subtract(dy[i] as Ball, weighted));
    // The full form rounds each of its K terms, which do not shrink when dy_i and the mean of dy are close.
    const terms = times(yi.bound, plus((dy[i] as Ball).bound, absolute));
    return short.exact !== undefined ? short : balls.limited(short.mid, plus(short.radius, times(balls.gamma(y.length + 3), terms)));
  });
}
