/**
 * A given matrix as activation.
 *
 * linear-map (spec/activations.md; 000 L762):  y = A z, that is, y_j = sum_i A_ji z_i
 *
 * @param A - shape [M(k)][D(k)], as the model has it.
 * @param z - z^(k). Shape [D(k) + 1], position 0 unused.
 * @returns y^(k). Shape [M(k) + 1], position 0 unused.
 * Special values: 0 * Infinity is NaN and is passed on.
 * @example linearMap([[1, 10]], [NaN, 2, 3]) // [NaN, 32]
 */
export function linearMap(A: readonly (readonly number[])[], z: readonly number[]): number[] {
  const y = [NaN];
  for (let j = 1; j <= A.length; j++) {
    y[j] = 0;
    for (let i = 1; i < z.length; i++) y[j] += linearMapJacobian(A, i, j) * z[i];
  }
  return y;
}

/** linear-map (spec/activations.md; 000 L762):  dy_j/dz_i = A_ji */
export function linearMapJacobian(A: readonly (readonly number[])[], i: number, j: number): number {
  return A[j - 1][i - 1];
}
