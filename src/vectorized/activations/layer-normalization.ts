import { byColumn, columnMeans } from "../columns.js";
import { zip, type Matrix } from "../matrix.js";
import type { BatchActivation } from "./batch-activation.js";

/**
 * y = (z - m) / s with m the mean of z, v the mean of (z - m)² and s = √(v + ε). M = D.
 *
 * layer-normalization (spec/activations.md). In two passes: the one-pass form mean(z²) - m² cancels when all z are large.
 *
 * J = (I - 1 1ᵀ/D - y yᵀ/D) / s is symmetric, so Jᵀ dy = (dy - mean(dy) - y mean(dy ∘ y)) / s: D operations instead of D².
 *
 * layer-normalization-gradient (spec/activations.md)
 *
 * Special values: where (z - m)² overflows, s is Infinity, and a finite z - m gives y = 0 and dz = 0.
 */
export function layerNormalization(epsilon: number): BatchActivation {
  /** √(v + ε) of each column. */
  const scales = (centred: Matrix): number[] => columnMeans(squares(centred)).map((v) => Math.sqrt(v + epsilon));
  return {
    forward: (Z) => {
      const centred = withoutMean(Z);
      return byColumn(centred, scales(centred), (c, s) => c / s);
    },
    backward: (Z, Y, dY) => {
      const alongY = byColumn(Y, columnMeans(zip(Y, dY, (y, dy) => y * dy)), (y, mean) => y * mean);
      const difference = zip(withoutMean(dY), alongY, (dy, part) => dy - part);
      return byColumn(difference, scales(withoutMean(Z)), (d, s) => d / s);
    },
  };
}

function withoutMean(A: Matrix): Matrix {
  return byColumn(A, columnMeans(A), (a, mean) => a - mean);
}

function squares(A: Matrix): Matrix {
  return zip(A, A, (a, b) => a * b);
}
