import type { Matrix } from "../matrix.js";

/** One layer's activation on a whole batch, one column per example. M is D, but under some vector activations. */
export interface BatchActivation {
  /** Y = f(Z). Shape [D][T] in, [M][T] out. */
  forward(Z: Matrix): Matrix;
  /**
   * dZ = Jᵀ dY, column by column, with J = ∂y/∂z of shape [M][D].
   *
   * jacobian-product (spec/vector-form.md), lecture 002 L165-198 and L307-310
   *
   * @param Z - What `forward` was given. Shape [D][T].
   * @param Y - What it returned. Shape [M][T].
   * @param dY - ∂Div/∂Y. Shape [M][T]. Unit: Div per unit of y.
   * @returns ∂Div/∂Z. Shape [D][T]. Unit: Div per unit of z.
   * @throws ShapeError when a shape differs.
   */
  backward(Z: Matrix, Y: Matrix, dY: Matrix): Matrix;
}
