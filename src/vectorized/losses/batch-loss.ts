import { zipColumns } from "../columns.js";
import { demandShape, type Matrix } from "../matrix.js";

/** Div on a whole batch, one column per example. */
export interface BatchLoss {
  /** Σ_t Div(y_t, d_t), not yet divided by T. Y and D of shape [M(N)][T]. @throws ShapeError when they differ in shape. */
  value(Y: Matrix, D: Matrix): number;
  /** ∂Div_t/∂y_t in column t. Shape [M(N)][T]. Unit: Div per unit of y. @throws ShapeError when the shapes differ. */
  gradient(Y: Matrix, D: Matrix): Matrix;
}

/** Div of an activation's result, both taken together: neither pass needs a y that has lost its digits. */
export interface FusedHead {
  /** Σ_t Div(f(z_t), d_t). Z and D of shape [M(N)][T]. @throws ShapeError when they differ in shape. */
  value(Z: Matrix, D: Matrix): number;
  /**
   * ∂Div/∂Z in one step.
   *
   * @param Z - z^(N). Shape [M(N)][T].
   * @param Y - f(z^(N)). Shape [M(N)][T].
   * @param D - Targets. Shape [M(N)][T].
   * @returns Shape [M(N)][T]. Unit: Div per unit of z.
   * @throws ShapeError when the shapes differ.
   */
  gradient(Z: Matrix, Y: Matrix, D: Matrix): Matrix;
}

/** Nothing of weight 0 counts, whatever its value, since 0 · -Infinity would be NaN; a real NaN stays. */
export function isAbsent(weight: number, value: number): boolean {
  return weight === 0 && !Number.isNaN(value);
}

/** weight · value, or 0 where it is absent. */
export function weighed(weight: number, value: number): number {
  return isAbsent(weight, value) ? 0 : weight * value;
}

/** f of each example's scores with its target, one column per example. @throws ShapeError when the two matrices differ in shape. */
export function byExample(
  Y: Matrix,
  D: Matrix,
  f: (y: readonly number[], d: readonly number[]) => readonly number[],
): Matrix {
  demandShape("the targets", D, Y.rows, Y.cols);
  return zipColumns(Y, D, f);
}
