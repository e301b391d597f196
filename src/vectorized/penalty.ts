import type { Conventions, Regularizer } from "../model/index.js";
import { sumOfSquares, zip, type Matrix } from "./matrix.js";

/** What the regularizer adds to the reduced loss, once: never divided by T, biases exempt. */
export interface Penalty {
  /** The sum over the layers' weights, each of shape [D(k)][M(k-1)]. Unit: Div. */
  value(weights: readonly Matrix[]): number;
  /** dW with the penalty's derivative added. Both of shape [D(k)][M(k-1)]. @throws ShapeError when they differ. */
  addGradient(dW: Matrix, W: Matrix): Matrix;
}

/**
 * l2-penalty, l2-gradient (spec/losses.md), lecture 003 L376-384, L602 (half), 004 L952, L990 (full).
 *
 * λ = 0 adds nothing at all: 0 · ‖W‖² would be NaN where the norm of finite weights overflows.
 */
export function penaltyOf(regularizer: Regularizer | null, l2: Conventions["l2"]): Penalty {
  const lambda = regularizer?.lambda ?? 0;
  if (lambda === 0) return { value: () => 0, addGradient: (dW) => dW };
  const [factor, derivativeFactor] = l2 === "half" ? [lambda / 2, lambda] : [lambda, 2 * lambda];
  return {
    // (λ/2) Σ_k ‖W^(k)‖², or λ Σ_k ‖W^(k)‖²
    value: (weights) => factor * weights.reduce((sum, W) => sum + sumOfSquares(W), 0),
    // dW + λ W, or dW + 2 λ W
    addGradient: (dW, W) => zip(dW, W, (dw, w) => dw + derivativeFactor * w),
  };
}
