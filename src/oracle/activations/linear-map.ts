/** The linear map as an activation, on balls. */
import type { Ball, Balls } from "../ball.js";

/**
 * y = A z, and dz = Aᵀ dy (linear-map, spec/activations.md; 000 L762). Each entry is a sum of products in any order.
 *
 * @param matrix - A, given and not learned. Shape [M][D].
 * @param z - Shape [D].
 */
export function linearMap(
  balls: Balls,
  matrix: readonly (readonly number[])[],
  z: readonly Ball[],
): { y: readonly Ball[]; backward: (dy: readonly Ball[]) => Ball[] } {
  const A = matrix.map((row) => row.map((a) => balls.fromDouble(a)));
  return {
    y: A.map((row) => balls.sumOfProducts(row.map((a, i) => [a, z[i] as Ball] as const))),
    backward: (dy) => z.map((_, i) => balls.sumOfProducts(A.map((row, j) => [row[i] as Ball, dy[j] as Ball] as const))),
  };
}
