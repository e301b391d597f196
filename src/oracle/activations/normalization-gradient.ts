/**
 * Back through layer normalization on balls. With n_i = dy_i - mean(dy) - y_i mean(dy ∘ y) and S_ij = δ_ij - 1/D - y_i y_j / D, which is
 * s ∂y_j/∂z_i, the gradient dz_i = n_i / s moves by S_ij / s with dy_j, and by -(S_ik mean(dy ∘ y) + (y_i n_k + n_i y_k) / D) / s²
 * with z_k.
 */
import type { Ball, Balls } from "../ball.js";
import { magnitudeAbove, type Real } from "../decimal.js";
import { over, plus, times, total, type Radius } from "../radius.js";
import type { Losses } from "./moment-losses.js";
import { above, meanOf, type Moving, type Row } from "./moments.js";
import { gradientLoss, overflows } from "./normalization-losses.js";

/** What the forward pass leaves. */
export interface Normalized {
  readonly row: Row;
  readonly losses: readonly Losses[];
  /** y. Shape [D]. */
  readonly y: readonly Moving[];
}

/** dy, and what all entries of dz share. */
export interface Backward extends Normalized {
  readonly dy: readonly Ball[];
  /** Bounds of |mean(dy)| and mean |dy|. */
  readonly mean: Radius;
  readonly size: Radius;
  /** S. Shape [D][D]. */
  readonly slopes: readonly (readonly Moving[])[];
  /** mean(dy ∘ y). */
  readonly along: Moving;
  /** n. Shape [D]. */
  readonly numerators: readonly Moving[];
}

/**
 * dz_i = n_i / s (layer-normalization-gradient, spec/activations.md), in the worst of its forms.
 *
 * @param dy - Shape [D].
 */
export function normalizationGradient(balls: Balls, normalized: Normalized, dy: readonly Ball[]): Ball[] {
  const { row, losses } = normalized;
  if (dy.some((d) => d.unlimited) || overflows(balls, row, dy)) return dy.map(() => balls.unlimited);
  if (dy.every((d) => d.isZero)) return dy.map(() => balls.zero);
  const pass = prepare(balls, normalized, dy);
  return pass.numerators.map(({ mid }, i) => {
    const fromDy = total(...dy.map((d, j) => times(above(entry(pass.slopes, i, j)), d.radius)));
    const fromZ = total(...row.radii.map((radius, k) => (radius === 0 ? 0 : times(bend(balls, pass, i, k), radius))));
    const lost = losses.map((each) => gradientLoss(each, pass, i, fromDy));
    const off = total(fromDy, over(fromZ, row.rootBelow), ...lost);
    return balls.limited(mid.dividedBy(row.root), over(off, row.rootBelow));
  });
}

function prepare(balls: Balls, normalized: Normalized, dy: readonly Ball[]): Backward {
  const { y } = normalized;
  const D = y.length;
  const mean = (terms: readonly Real[]): Real =>
    terms.reduce((sum, term) => sum.plus(term), balls.reals.zero).dividedBy(D);
  const own = D === 1 ? 0 : 8 * D * balls.unit;

  const meanOfDy = mean(dy.map((d) => d.mid));
  const b = mean(dy.map((d, j) => d.mid.times((y[j] as Moving).mid)));
  const absolute = meanOf(dy.map((d, j) => times(d.magnitude, (y[j] as Moving).size)));
  const along = {
    mid: b,
    size: plus(magnitudeAbove(b), times(own, absolute)),
    moved: meanOf(dy.map((d, j) => times(d.magnitude, (y[j] as Moving).moved))),
  };
  const meanSize = meanOf(dy.map((d) => d.magnitude));
  const numerators = y.map((yi, i): Moving => {
    const d = dy[i] as Ball;
    // What is alone does not move its own mean.
    const mid = D === 1 ? balls.reals.zero : d.mid.minus(meanOfDy).minus(yi.mid.times(b));
    const terms = total(d.magnitude, meanSize, times(yi.size, absolute));
    return {
      mid,
      size: plus(magnitudeAbove(mid), times(own, terms)),
      moved: plus(times(yi.moved, along.size), times(above(yi), along.moved)),
    };
  });
  return {
    ...normalized,
    dy,
    mean: plus(magnitudeAbove(meanOfDy), meanOf(dy.map((d) => d.radius))),
    size: meanOf(dy.map((d) => d.bound)),
    slopes: y.map((_, i) => y.map((__, j) => slope(balls, y, i, j))),
    along,
    numerators,
  };
}

/** S_ij. */
export function slope(balls: Balls, y: readonly Moving[], i: number, j: number): Moving {
  const [yi, yj] = [y[i], y[j]] as [Moving, Moving];
  const rest = balls.one.mid.plus(yi.mid.times(yj.mid)).dividedBy(y.length);
  const mid = i === j ? balls.one.mid.minus(rest) : rest.negated();
  const size = plus(magnitudeAbove(mid), times(8 * balls.unit, plus(1, times(yi.size, yj.size))));
  return { mid, size, moved: over(productMoved(yi, yj), y.length) };
}

/** How far a product moves. */
function productMoved(a: Moving, b: Moving): Radius {
  return plus(times(a.size, b.moved), times(above(b), a.moved));
}

/** A bound of |s² ∂dz_i/∂z_k| over the box. */
function bend(balls: Balls, { y, slopes, along, numerators }: Backward, i: number, k: number): Radius {
  const [yi, yk, ni, nk] = [y[i], y[k], numerators[i], numerators[k]] as [Moving, Moving, Moving, Moving];
  const S = entry(slopes, i, k);
  const crossed = yi.mid.times(nk.mid).plus(ni.mid.times(yk.mid)).dividedBy(y.length);
  const sizes = plus(times(S.size, along.size), over(plus(times(yi.size, nk.size), times(ni.size, yk.size)), y.length));
  return total(
    magnitudeAbove(S.mid.times(along.mid).plus(crossed)),
    times(8 * y.length * balls.unit, sizes),
    productMoved(S, along),
    over(plus(productMoved(yi, nk), productMoved(ni, yk)), y.length),
  );
}

function entry(matrix: readonly (readonly Moving[])[], i: number, j: number): Moving {
  return (matrix[i] as readonly Moving[])[j] as Moving;
}
