import { mapColumns, zipColumns } from "../columns.js";
import { demandShape } from "../matrix.js";
import type { BatchActivation } from "./batch-activation.js";

/**
 * An activation given for one example.
 *
 * @param value - y = f(z). Shape [D] to [M].
 * @param gradient - dz = Jᵀ dy. Shapes [D] and [M] to [D].
 */
export function columnwise(
  value: (z: readonly number[]) => readonly number[],
  gradient: (z: readonly number[], dy: readonly number[]) => readonly number[],
): BatchActivation {
  return {
    forward: (Z) => mapColumns(Z, value),
    backward: (Z, Y, dY) => {
      demandShape("dY", dY, Y.rows, Y.cols);
      return zipColumns(Z, dY, gradient);
    },
  };
}
