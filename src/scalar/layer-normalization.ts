/**
 * A layer, shifted to mean 0 and scaled to variance 1.
 *
 * layer-normalization (spec/activations.md):  y_i = (z_i - m) / sqrt(v + epsilon), m the mean of z, v the mean of (z - m)^2
 *
 * @param z - z^(k). Shape [D(k) + 1], position 0 unused.
 * @param epsilon - above 0, so that a layer of equal z is 0.
 * @returns y^(k). Shape [D(k) + 1], position 0 unused.
 * Special values: NaN or an infinity in z makes every y NaN; where only the squares overflow, 0.
 * @example layerNormalization([NaN, 4, 2], 3) // [NaN, 0.5, -0.5]
 */
export function layerNormalization(z: readonly number[], epsilon: number): number[] {
  const m = mean(z);
  const scale = deviation(z, epsilon);
  const y = [NaN];
  for (let i = 1; i < z.length; i++) y[i] = (z[i] - m) / scale;
  return y;
}

/**
 * dDiv/dz^(k) of a normalized layer: its Jacobian, (delta_ij - 1/D - y_i y_j / D) / sqrt(v + epsilon), multiplied out.
 *
 * layer-normalization-gradient (spec/activations.md):
 *   dDiv/dz_i = (dy_i - mean(dy) - y_i mean(dy y)) / sqrt(v + epsilon)
 *
 * @param z - z^(k). Shape [D(k) + 1], position 0 unused; so are `y`, which is y^(k), `dy`, which is dDiv/dy^(k), and the result.
 */
export function layerNormalizationGradient(
  z: readonly number[],
  epsilon: number,
  y: readonly number[],
  dy: readonly number[],
): number[] {
  const scale = deviation(z, epsilon);
  const shift = mean(dy);
  const slope = mean(dy.map((value, i) => value * y[i]));
  const dz = [NaN];
  for (let i = 1; i < z.length; i++) dz[i] = (dy[i] - shift - y[i] * slope) / scale;
  return dz;
}

/** sqrt(v + epsilon), v the mean of (z - m)^2. */
function deviation(z: readonly number[], epsilon: number): number {
  const m = mean(z);
  const v = mean(z.map((value) => (value - m) * (value - m)));
  return Math.sqrt(v + epsilon);
}

/** The mean of the values at positions 1..D. */
function mean(values: readonly number[]): number {
  let sum = 0;
  for (let i = 1; i < values.length; i++) sum += values[i];
  return sum / (values.length - 1);
}
