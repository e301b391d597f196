import { demandShape, fromRows, multiply, transposeTimes } from "../matrix.js";
import type { BatchActivation } from "./batch-activation.js";

/**
 * y = A z and dz = Aᵀ dy: J is A, whatever z is.
 *
 * linear-map (spec/activations.md), lecture 000 L762
 *
 * @param rows - A. Shape [M][D].
 */
export function linearMap(rows: readonly (readonly number[])[]): BatchActivation {
  const A = fromRows(rows);
  return {
    forward: (Z) => multiply(A, Z),
    backward: (_Z, Y, dY) => {
      demandShape("dY", dY, Y.rows, Y.cols);
      return transposeTimes(A, dY);
    },
  };
}
