/**
 * Layer normalization on balls. What comes in with z is judged by the derivative of the whole, whose parts cancel: y hardly
 * moves with what shifts or scales all of z. What is lost within: the worst of the forms that spec/numerics.md lists.
 */
import type { Ball, Balls } from "../ball.js";
import { magnitudeAbove } from "../decimal.js";
import { atMost, larger, over, plus, smaller, times, total, type Radius } from "../radius.js";
import { granted, lossesOf, ofMidpoints } from "./moment-losses.js";
import { above, readRow, type Moving, type Row } from "./moments.js";
import { normalizationGradient, slope } from "./normalization-gradient.js";
import { valueLoss } from "./normalization-losses.js";

/**
 * y_i = (z_i - m) / s with m = mean(z), s = √(v + ε), v = mean((z - m)²), and dz_i = (dy_i - mean(dy) - y_i mean(dy ∘ y)) / s
 * (layer-normalization and layer-normalization-gradient, spec/activations.md).
 *
 * @param epsilon - ε > 0.
 * @param z - Shape [D], any D ≥ 1.
 */
export function layerNormalization(
  balls: Balls,
  epsilon: number,
  z: readonly Ball[],
): { y: readonly Ball[]; backward: (dy: readonly Ball[]) => Ball[] } {
  const given = balls.fromDouble(epsilon);
  const nothing = { y: z.map(() => balls.unlimited), backward: () => z.map(() => balls.unlimited) };
  if (given.unlimited || z.some((ball) => ball.unlimited)) return nothing;
  const row = readRow(balls, z, given);
  // What is alone is its own mean, and the midpoint 0 is not rounded.
  const ways = row.D === 1 ? [granted(balls)] : [granted(balls), ofMidpoints(balls)];
  const losses = ways.map((roundings) => lossesOf(roundings, row));
  if (losses.some(({ root }) => root === Infinity) || overflows(balls, row)) return nothing;
  const y = outputs(balls, row);
  const normalized = { row, losses, y };
  const values = y.map(({ mid, moved }, i) =>
    balls.limited(mid, total(moved, ...losses.map((each) => valueLoss(each, row, i)))),
  );
  if (values.some((ball) => ball.unlimited)) return nothing;
  return { y: values, backward: (dy) => normalizationGradient(balls, normalized, dy) };
}

/** Whether the squares of z and of Σz, or z / s, may leave the range of the format. */
function overflows(balls: Balls, { z, rootBelow }: Row): boolean {
  const all = times(2, total(...z));
  return !atMost(larger(times(all, all), over(all, rootBelow)), balls.widening.largest);
}

/**
 * y, and how far each moves within the box of z: Σ_j |∂y_i/∂z_j| e_j, the derivatives taken at the midpoint and moved as far as
 * Δy_i = (Δc_i - y_i Δs) / s moves them; or that bound itself, for c = z - m.
 */
function outputs(balls: Balls, row: Row): Moving[] {
  const { rootBelow, rootMoved, centredMoved, radii, rounding } = row;
  const coarse = row.centred.map((c, i): Moving => {
    const mid = c.dividedBy(row.root);
    const size = magnitudeAbove(mid);
    return { mid, size, moved: over(plus(centredMoved[i] as Radius, times(size, rootMoved)), rootBelow) };
  });
  return coarse.map((yi, i) => {
    const steps = radii.map((radius, j) => times(above(slope(balls, coarse, i, j)), radius));
    const own = times(rounding, plus(1, yi.size));
    return { ...yi, moved: smaller(yi.moved, over(plus(total(...steps), own), rootBelow)) };
  });
}
