/** Mean, variance and root of a row of pre-activations, at the midpoints and over the whole box of possible z. */
import type { Ball, Balls } from "../ball.js";
import { magnitudeAbove, magnitudeBelow, type Real } from "../decimal.js";
import { below, larger, over, plus, smaller, times, total, type Radius } from "../radius.js";

/** One row at its midpoints, and bounds over the box of z. */
export interface Row {
  readonly D: number;
  /** z_i - mean(z). Shape [D]. */
  readonly centred: readonly Real[];
  /** s = √(v + ε). */
  readonly root: Real;
  /** A bound of s from below, over the box. */
  readonly rootBelow: Radius;
  /** How far s moves within the box, its own rounding included. */
  readonly rootMoved: Radius;
  /** How far z_i - mean(z) moves within the box, its own rounding included. Shape [D]. */
  readonly centredMoved: readonly Radius[];
  /** The roundings of `centred` and `root`. */
  readonly rounding: Radius;
  /** What comes in with z_i; nothing that matters where it is alone. Shape [D]. */
  readonly radii: readonly Radius[];
  /** Bounds of |z_i|. Shape [D]. */
  readonly z: readonly Radius[];
  /** A bound of |mean(z)|. */
  readonly mean: Radius;
  /** Bounds of |z_i - mean(z)|. Shape [D]. */
  readonly c: readonly Radius[];
  /** A bound of the variance. */
  readonly variance: Radius;
  readonly epsilon: Ball;
}

/**
 * An exact number: its value at the midpoints, a bound of that, and how far it moves with z in its box, the rounding of
 * the midpoint included.
 */
export interface Moving {
  readonly mid: Real;
  readonly size: Radius;
  readonly moved: Radius;
}

/** A bound over the box of z. */
export function above({ size, moved }: Moving): Radius {
  return plus(size, moved);
}

/** Mean of bounds. */
export function meanOf(values: readonly Radius[]): Radius {
  return over(total(...values), values.length);
}

/** @param epsilon - above 0. */
export function readRow(balls: Balls, z: readonly Ball[], epsilon: Ball): Row {
  const { reals, unit } = balls;
  const D = z.length;
  const count = reals.fromDouble(D);
  const mean = z.reduce((sum, ball) => sum.plus(ball.mid), reals.zero).dividedBy(count);
  // What is alone is its own mean.
  const centred = D === 1 ? [reals.zero] : z.map((ball) => ball.mid.minus(mean));
  const v = centred.reduce((sum, c) => sum.plus(c.times(c)), reals.zero).dividedBy(count);
  const root = v.plus(epsilon.mid).sqrt();

  const bounds = z.map((ball) => ball.bound);
  const radii = z.map((ball) => (D === 1 ? 0 : ball.radius));
  const midpoint = D === 1 ? 0 : times((D + 2) * unit, plus(meanOf(bounds), bounds.reduce(larger)));
  const centredMoved = radii.map((e) => total(times(Math.max(0, D - 2) / D, e), meanOf(radii), midpoint));
  const c = centred.map((ci, i) => plus(magnitudeAbove(ci), centredMoved[i] as Radius));

  // s is 1-Lipschitz in the largest error of z, and ∂s/∂z_i = y_i / D.
  const rounding = plus(midpoint, times(8 * unit, magnitudeAbove(root)));
  const least = leastRoot(balls, epsilon);
  const nearest = (moved: Radius): Radius => larger(below(magnitudeBelow(root), plus(moved, rounding)), least);
  const coarse = radii.reduce(larger);
  const y = c.map((ci) => smaller(over(ci, nearest(coarse)), Math.sqrt(D)));
  const rootMoved = smaller(coarse, meanOf(y.map((yi, i) => times(yi, radii[i] as Radius))));
  return {
    D,
    centred,
    root,
    rootBelow: nearest(rootMoved),
    rootMoved: plus(rootMoved, rounding),
    centredMoved,
    radii,
    z: bounds,
    mean: total(magnitudeAbove(mean), meanOf(radii), midpoint),
    c,
    variance: meanOf(c.map((ci) => times(ci, ci))),
    epsilon,
    rounding,
  };
}

/** √ε from below. */
function leastRoot(balls: Balls, epsilon: Ball): Radius {
  const root = epsilon.mid.sqrt();
  return below(magnitudeBelow(root), times(2 * balls.unit, magnitudeAbove(root)));
}
