/** Divergences on balls: their terms, and their derivative by the network's output. */
import type { Conventions } from "../model/index.js";
import type { Ball, Balls, Term } from "./ball.js";
import type { Softmax } from "./softmax.js";
import { magnitudeAbove } from "./decimal.js";
import { over, plus, times, total, type Radius } from "./radius.js";

/** (y_i - d_i)², as products: their sum, halved or not, is Div (squared-error). */
export function squaredErrorTerms(balls: Balls, y: readonly Ball[], d: readonly Ball[]): Term[] {
  return y.map((yi, i) => {
    const r = balls.subtract(yi, d[i] as Ball);
    return [r, r];
  });
}

/** y_i - d_i, or 2 (y_i - d_i) (squared-error-gradient). */
export function squaredErrorGradient(
  balls: Balls,
  y: readonly Ball[],
  d: readonly Ball[],
  conventions: Conventions,
): Ball[] {
  const r = y.map((yi, i) => balls.subtract(yi, d[i] as Ball));
  return conventions.squaredError === "half" ? r : r.map((ri) => balls.multiply(ri, balls.fromDouble(2)));
}

/** d_i · (-ln y_i) where d_i ≠ 0: their sum is Div (cross-entropy); from the logits where softmax is the output layer. */
export function crossEntropyTerms(
  balls: Balls,
  y: readonly Ball[],
  d: readonly Ball[],
  softmax: Softmax | undefined,
): Term[] {
  return d.flatMap((di, i): Term[] =>
    di.isZero ? [] : [[di, softmax?.negativeLog(i) ?? negativeLn(balls, y[i] as Ball)]],
  );
}

/** -ln y for y > 0; unlimited when y may be 0 or less. */
function negativeLn(balls: Balls, y: Ball): Ball {
  const distance = y.distanceFromZero;
  if (y.side !== 1 || distance === 0) return balls.unlimited;
  const mid = balls.reals.ln(y.mid).negated();
  const incoming = over(y.radius, distance);
  const size = plus(magnitudeAbove(mid), incoming);
  return balls.limited(mid, total(incoming, times(balls.widening.primitive + 2 * balls.unit, size)));
}

/** -d_i / y_i, and 0 where d_i = 0 (cross-entropy-gradient). */
export function crossEntropyGradient(balls: Balls, y: readonly Ball[], d: readonly Ball[]): Ball[] {
  return d.map((di, i) => (di.isZero ? balls.zero : balls.negate(balls.divide(di, y[i] as Ball))));
}

/**
 * y_i Σ d_m - d_i (softmax-cross-entropy-gradient), as y - d when the targets sum to 1, or through -d_j / y_j and the full
 * Jacobian, whose terms are Σ_j |d_j| y_i and |d_i|.
 */
export function fusedGradient(balls: Balls, y: readonly Ball[], d: readonly Ball[]): Ball[] {
  const sum = balls.sumOfProducts([], d);
  const absolute = d.reduce<Radius>((bound, di) => plus(bound, di.bound), 0);
  return y.map((yi, i) => {
    const di = d[i] as Ball;
    const short = balls.subtract(balls.multiply(sum, yi), di);
    if (short.exact !== undefined || short.unlimited) return short;
    const terms = plus(times(absolute, yi.bound), di.bound);
    return balls.limited(short.mid, plus(short.radius, times(balls.gamma(y.length + 3), terms)));
  });
}

/**
 * Σ w² over all weights times λ/2, or λ (l2-penalty).
 *
 * @param moreRoundings - of the sum, where it is part of a longer running total.
 */
export function penalty(
  balls: Balls,
  weights: readonly Ball[],
  lambda: number,
  conventions: Conventions,
  moreRoundings: number,
): Ball {
  const sum = balls.sumOfProducts(
    weights.map((w) => [w, w] as const),
    [],
    moreRoundings,
  );
  return balls.multiply(
    balls.multiply(balls.fromDouble(lambda), sum),
    balls.fromDouble(conventions.l2 === "half" ? 0.5 : 1),
  );
}

/** λ w, or 2 λ w (l2-gradient). */
export function penaltyGradient(balls: Balls, w: Ball, lambda: number, conventions: Conventions): Ball {
  return balls.multiply(
    balls.multiply(balls.fromDouble(lambda), w),
    balls.fromDouble(conventions.l2 === "half" ? 1 : 2),
  );
}
