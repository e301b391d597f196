/**
 * Products of powers on balls, their factors in any order: what an implementation holds after c · z_1 · z_1 · z_2, after
 * c · pow(z_1, 2) · z_2, or after any other arrangement of the same factors.
 */
import type { Ball, Balls } from "../ball.js";
import { decompose, magnitudeAbove, type Real } from "../decimal.js";
import { atMost, growth, larger, plus, smaller, times, total, type Radius } from "../radius.js";
import { etaOfPrimitive } from "../widening.js";

/** ball^power. */
export interface Factor {
  readonly ball: Ball;
  /** A whole number from 1 up. */
  readonly power: number;
}

export interface Product {
  readonly mid: Real;
  /** A bound of |mid|. */
  readonly size: Radius;
  /** What comes in with the factors. */
  readonly moved: Radius;
  /** What is lost within. */
  readonly lost: Radius;
  /** A bound of what any implementation holds. */
  readonly bound: Radius;
  /** Set where all factors are exact and every order gives the product to the last bit. */
  readonly exact: Ball | undefined;
}

/** The product; undefined where some order of its factors may overflow on the way, or a factor is unlimited. */
export function product(balls: Balls, factors: readonly Factor[]): Product | undefined {
  // The factors above 1 alone are the largest partial product of any order.
  let peak: Radius = 1;
  for (const { ball, power } of factors) peak = times(peak, raised(larger(1, ball.bound), power));
  if (!atMost(peak, balls.widening.largest)) return undefined;

  const exact = exactProduct(balls, factors);
  if (exact !== undefined) {
    const { mid, magnitude: size } = exact;
    return { mid, size, moved: 0, lost: 0, bound: size, exact };
  }
  let mid = balls.one.mid;
  let [size, moved, steps]: [Radius, Radius, number] = [1, 0, 0];
  for (const { ball, power } of factors) {
    for (let n = 0; n < power; n++) {
      mid = mid.times(ball.mid);
      moved = plus(times(moved, ball.bound), times(size, ball.radius));
      size = times(size, ball.magnitude);
      steps += 1;
    }
  }
  const held = plus(size, moved);
  const relative = growth(roundings(balls, factors) + 2 * steps * balls.unit);
  // A partial product that underflows is off by η, a library's power by more, and the factors after it may be all those above 1.
  const powers = factors.filter(({ power }) => power > 1).length;
  const underflow = 2 * steps * balls.widening.eta + powers * etaOfPrimitive(balls.widening);
  const lost = plus(times(relative, held), times(underflow, peak));
  return { mid, size, moved, lost, bound: plus(held, lost), exact: undefined };
}

/** Relative errors: one rounding less than there are factors, and the error of a library's power in place of its own products. */
function roundings(balls: Balls, factors: readonly Factor[]): number {
  const { u, primitive } = balls.widening;
  const rounded = factors.filter(({ ball }) => !isPowerOfTwo(ball));
  const products = rounded.reduce((sum, { power }) => sum + power, 0) - 1;
  const powers = rounded.filter(({ power }) => power > 1);
  const libraries = powers.reduce((sum, { power }) => sum + Math.max(0, primitive - (power - 1) * u), 0);
  return Math.max(0, products) * u + libraries;
}

function exactProduct(balls: Balls, factors: readonly Factor[]): Ball | undefined {
  if (factors.some(({ ball }) => ball.isZero)) return balls.zero;
  let whole = balls.one;
  let deepest = 0;
  for (const { ball, power } of factors) {
    if (ball.exact === undefined) return undefined;
    deepest += power * Math.min(0, ball.exact.quantum);
    for (let n = 0; n < power; n++) whole = balls.multiply(whole, ball);
  }
  // Every partial product is a multiple of 2^deepest.
  const underflows = 2 ** deepest < Math.max(balls.widening.eta, Number.MIN_VALUE);
  return underflows || whole.exact === undefined ? undefined : whole;
}

function raised(base: Radius, power: number): Radius {
  let result: Radius = 1;
  for (let n = 0; n < power; n++) result = times(result, base);
  return result;
}

export function isPowerOfTwo(ball: Ball): boolean {
  return ball.exact !== undefined && Math.abs(decompose(ball.exact.value).significand) === 1;
}

/** Σ of products, before it becomes a ball. */
export interface Sum {
  readonly mid: Real;
  readonly moved: Radius;
  readonly lost: Radius;
  readonly exact: Ball | undefined;
}

/** Σ products in any order, as any tree; undefined where some order of the terms or of their factors may overflow. */
export function sumOf(balls: Balls, products: readonly (Product | undefined)[]): Sum | undefined {
  let mid = balls.zero.mid;
  let [moved, lost, bound]: [Radius, Radius, Radius] = [0, 0, 0];
  const exact: Ball[] = [];
  let count = 0;
  for (const term of products) {
    if (term === undefined) return undefined;
    if (term.exact !== undefined) exact.push(term.exact);
    if (term.exact?.isZero === true) continue;
    mid = mid.plus(term.mid);
    moved = plus(moved, term.moved);
    lost = plus(lost, term.lost);
    bound = plus(bound, term.bound);
    count += 1;
  }
  if (!atMost(bound, balls.widening.largest)) return undefined;
  if (exact.length === products.length) {
    const whole = balls.sumOfProducts([], exact);
    if (whole.exact !== undefined) return { mid: whole.mid, moved: 0, lost: 0, exact: whole };
  }
  const rounding = plus(balls.gamma(Math.max(0, count - 1)), growth(2 * count * balls.unit));
  return { mid, moved, lost: plus(lost, times(rounding, bound)), exact: undefined };
}

/** The sum as a ball, where what comes in with the factors is also known to be at most `moved`. */
export function ballOf(balls: Balls, sum: Sum | undefined, moved: Radius): Ball {
  if (sum === undefined) return balls.unlimited;
  return sum.exact ?? balls.limited(sum.mid, plus(smaller(moved, sum.moved), sum.lost));
}

/** A bound of |Σ| for any factors in their balls. */
export function boundOf(sum: Sum): Radius {
  return total(magnitudeAbove(sum.mid), sum.moved, sum.lost);
}
