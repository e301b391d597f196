/** What the admissible forms of layer normalization lose besides the moments, forward and backward (spec/numerics.md). */
import type { Ball, Balls } from "../ball.js";
import { magnitudeAbove } from "../decimal.js";
import { atMost, larger, over, plus, times, total, type Radius } from "../radius.js";
import { compound, type Losses } from "./moment-losses.js";
import { above, meanOf, type Moving, type Row } from "./moments.js";
import type { Backward } from "./normalization-gradient.js";

/**
 * What z_i - m loses once m is there: one rounding, or as z_i r - m r with r = 1/s two, at the size of z_i and m.
 */
function differenceLoss({ roundings: { gamma, everyForm }, mean }: Losses, { z, c, mean: m }: Row, i: number): Radius {
  const [zi, ci] = [z[i] as Radius, c[i] as Radius];
  return times(gamma(1), everyForm ? total(zi, m, mean) : plus(ci, mean));
}

/** What y_i = (z_i - m) / s loses. An error of v + ε scales it. */
export function valueLoss(losses: Losses, row: Row, i: number): Radius {
  const off = plus(losses.mean, differenceLoss(losses, row, i));
  const held = over(plus(row.c[i] as Radius, off), row.rootBelow);
  return total(over(off, row.rootBelow), times(losses.root, held), 4 * losses.roundings.eta);
}

/** y as an implementation holds it, but for the error that all y have in common by 1/s. */
interface Held {
  /** By what all y are off together, through m, and each of them besides. Shape [D]. */
  readonly together: Radius;
  readonly apart: readonly Radius[];
  /** Bounds of |y|. Shape [D]. */
  readonly y: readonly Radius[];
  /** A bound of mean |dy ∘ y|. */
  readonly absolute: Radius;
  /** A bound of |mean(dy ∘ y)| for the exact y, and how far the held y are off it. */
  readonly along: Radius;
  readonly alongOff: Radius;
}

function hold(losses: Losses, { row, y, dy, along, mean }: Backward): Held {
  const together = over(losses.mean, row.rootBelow);
  const own = losses.roundings.gamma(1);
  const apart = y.map((yi, j) => plus(over(differenceLoss(losses, row, j), row.rootBelow), times(own, above(yi))));
  const bounds = y.map((yi, j) => total(above(yi), together, apart[j] as Radius));
  const weighted = (weights: readonly Radius[]): Radius =>
    meanOf(dy.map((d, j) => times(d.bound, weights[j] as Radius)));
  return {
    together,
    apart,
    y: bounds,
    absolute: weighted(bounds),
    along: plus(above(along), meanOf(dy.map((d, j) => times(d.radius, above(y[j] as Moving))))),
    alongOff: plus(times(together, mean), weighted(apart)),
  };
}

/**
 * What n_i loses, and s dz_i with it.
 *
 * @param fromDy - how far the exact n_i moves with dy.
 */
export function gradientLoss(losses: Losses, pass: Backward, i: number, fromDy: Radius): Radius {
  const { row } = pass;
  const held = hold(losses, pass);
  const yi = held.y[i] as Radius;
  const off = plus(held.together, held.apart[i] as Radius);
  const fromY = plus(times(off, held.along), times(yi, held.alongOff));
  const along = total(held.along, held.alongOff, times(losses.roundings.gamma(row.D + 2), held.absolute));
  const rounded = larger(closedLoss(losses, pass, held, i), stepwiseLoss(losses, pass, held, along, i));

  // The error of 1/s scales y twice and n once.
  const common = losses.root;
  const twice = compound(common, common);
  const scaled = times(total(fromY, rounded, times(twice, times(yi, along))), plus(1, compound(twice, common)));
  return total(scaled, times(common, plus(above(pass.numerators[i] as Moving), fromDy)), underflow(losses, row, yi));
}

/** In the short form, or by the rows of the Jacobian. */
function closedLoss(
  { roundings: { gamma } }: Losses,
  { row: { D }, dy, size }: Backward,
  held: Held,
  i: number,
): Radius {
  const own = (dy[i] as Ball).bound;
  // dy - dy is 0 unless it is taken with a product that is not rounded.
  if (D === 1) return times(gamma(2), own);
  const direct = larger(gamma(4), times(gamma(D + 4), (D - 2) / D));
  return total(
    times(direct, own),
    times(gamma(D + 4), size),
    times(gamma(D + 6), times(held.y[i] as Radius, held.absolute)),
  );
}

/**
 * Step by step. The derivative by the mean holds mean(dy ∘ y) mean(z - m), which is 0 but for roundings; and where the variance is
 * mean(z²) - m², the terms with z_i and m are rounded one by one.
 */
function stepwiseLoss(losses: Losses, { row, dy, size }: Backward, held: Held, along: Radius, i: number): Radius {
  const { gamma, everyForm } = losses.roundings;
  const { D, c, z, mean, rootBelow } = row;
  if (!everyForm || D === 1) return 0;
  const centre = times(gamma(D + 6), meanOf(c));
  const squares = plus(times(gamma(5), z[i] as Radius), times(gamma(6), mean));
  return total(
    times(gamma(3), (dy[i] as Ball).bound),
    times(gamma(D + 5), size),
    times(gamma(D + 6), times(held.y[i] as Radius, held.absolute)),
    over(times(along, plus(losses.mean, larger(centre, squares))), rootBelow),
  );
}

/** Operations that underflow are off by η, before they are multiplied by z - m and (v + ε)^-(3/2). */
function underflow({ roundings: { eta } }: Losses, { D, root, rootMoved, rootBelow }: Row, y: Radius): Radius {
  const scale = total(1, magnitudeAbove(root), rootMoved);
  const inverse = plus(1, over(1, rootBelow));
  const both = times(scale, inverse);
  return times((D + 8) * eta, times(plus(1, y), times(both, both)));
}

/** Whether (v + ε)^±(3/2), or a product of dy, z - m and that, may leave the range of the format. */
export function overflows(balls: Balls, { D, c, root, rootMoved, rootBelow }: Row, dy: readonly Ball[]): boolean {
  const { largest, smallestNormal } = balls.widening;
  const cube = cubed(larger(1, plus(magnitudeAbove(root), rootMoved)));
  const inverse = cubed(larger(1, over(1, rootBelow)));
  const spread = c.reduce<Radius>(larger, 1);
  const weight = times(D, larger(1, total(...dy.map((d) => d.bound))));
  const peak = larger(cube, times(weight, times(times(spread, spread), inverse)));
  return !atMost(times(4, peak), largest) || !atMost(times(4, larger(cube, inverse)), 1 / smallestNormal);
}

function cubed(x: Radius): Radius {
  return times(x, times(x, x));
}
