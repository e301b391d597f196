/** The largest of z_1..z_D; with NaN among them, NaN. */
export function largest(z: readonly number[]): number {
  let max = -Infinity;
  for (let j = 1; j < z.length; j++) max = Math.max(max, z[j]);
  return max;
}
