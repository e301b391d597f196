import { sumOfSquares, zip } from "../matrix.js";
import type { BatchLoss } from "./batch-loss.js";

/** squared-error (spec/losses.md): Div = ½ Σ (y - d)², dy = y - d; lecture 003 L374, L390. */
export const halfSquaredError: BatchLoss = {
  value: (Y, D) => sumOfSquares(zip(Y, D, (y, d) => y - d)) / 2,
  gradient: (Y, D) => zip(Y, D, (y, d) => y - d),
};

/** squared-error (spec/losses.md): Div = Σ (y - d)², dy = 2 (y - d); lecture 001 L17, L44. */
export const fullSquaredError: BatchLoss = {
  value: (Y, D) => sumOfSquares(zip(Y, D, (y, d) => y - d)),
  gradient: (Y, D) => zip(Y, D, (y, d) => 2 * (y - d)),
};
