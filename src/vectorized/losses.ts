import type { Conventions, Loss } from "../model/index.js";
import { logSoftmax } from "./functions.js";
import { columnSums, fromColumns, toColumns, total, zip, type Matrix } from "./matrix.js";

/** Div on a whole batch, one column per example. */
export interface BatchLoss {
  /** Σ_t Div(y_t, d_t), not yet divided by T. Y and D of shape [D(N)][T]. @throws ShapeError when they differ in shape. */
  value(Y: Matrix, D: Matrix): number;
  /** ∂Div_t/∂y_t in column t. Shape [D(N)][T]. Unit: Div per unit of y. @throws ShapeError when the shapes differ. */
  gradient(Y: Matrix, D: Matrix): Matrix;
}

/** @param squaredError - Whether squared error carries the factor ½. */
export function lossOf(loss: Loss, squaredError: Conventions["squaredError"]): BatchLoss {
  switch (loss.name) {
    case "squared-error":
      return squaredError === "half" ? halfSquaredError : fullSquaredError;
    case "cross-entropy":
      return crossEntropy;
  }
}

/** squared-error (spec/losses.md): Div = ½ Σ (y - d)², dy = y - d; lecture 003 L374, L390. */
const halfSquaredError: BatchLoss = {
  value: (Y, D) => sumOfSquares(zip(Y, D, (y, d) => y - d)) / 2,
  gradient: (Y, D) => zip(Y, D, (y, d) => y - d),
};

/** squared-error (spec/losses.md): Div = Σ (y - d)², dy = 2 (y - d); lecture 001 L17, L44. */
const fullSquaredError: BatchLoss = {
  value: (Y, D) => sumOfSquares(zip(Y, D, (y, d) => y - d)),
  gradient: (Y, D) => zip(Y, D, (y, d) => 2 * (y - d)),
};

/** cross-entropy (spec/losses.md): Div = -Σ d ln y, dy = -d / y; lecture 003 L641-647, 004 L791-794. */
const crossEntropy: BatchLoss = {
  value: (Y, D) => sum(zip(Y, D, (y, d) => (isAbsent(d, y) ? 0 : -d * Math.log(y)))),
  gradient: (Y, D) => zip(Y, D, (y, d) => (isAbsent(d, y) ? 0 : -d / y)),
};

/** Cross-entropy of the softmax of Z, fused: neither pass divides by a y that may have underflowed. */
export const softmaxCrossEntropy = {
  /**
   * Σ_t -Σ_i d_it ln softmax(z_t)_i.
   *
   * cross-entropy (spec/losses.md), lecture 003 L641-647
   *
   * @param Z - z^(N). Shape [D(N)][T].
   * @param D - Targets. Shape [D(N)][T].
   */
  value(Z: Matrix, D: Matrix): number {
    const logarithms = fromColumns(toColumns(Z).map(logSoftmax));
    return sum(zip(logarithms, D, (ln, d) => (isAbsent(d, ln) ? 0 : -d * ln)));
  },

  /**
   * ∂Div/∂Z: y_i Σ_m d_m - d_i in every column.
   *
   * softmax-cross-entropy-gradient (spec/losses.md), lecture 003 L576, L590
   *
   * @param Y - softmax(z^(N)). Shape [D(N)][T].
   * @param D - Targets, of any column sum. Shape [D(N)][T].
   * @returns Shape [D(N)][T]. Unit: Div per unit of z.
   */
  gradient(Y: Matrix, D: Matrix): Matrix {
    const sums = columnSums(D);
    const scaled = fromColumns(toColumns(Y).map((column, t) => column.map((y) => y * sums[t])));
    return zip(scaled, D, (ys, d) => ys - d);
  },
};

/** A class without target contributes nothing, whatever its logarithm, since 0 · -Infinity would be NaN; a real NaN stays. */
function isAbsent(d: number, value: number): boolean {
  return d === 0 && !Number.isNaN(value);
}

/** ‖A‖², the sum of the squares of all entries. */
export function sumOfSquares(A: Matrix): number {
  return sum(zip(A, A, (a, b) => a * b));
}

function sum(A: Matrix): number {
  return total(Array.from(A.data));
}
