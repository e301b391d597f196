/**
 * The derivative of a vector by a matrix, by way of a vector: W is taken apart into vec W, whose Jacobian is an ordinary matrix
 * (004 L865-916). Two ways to take it apart are in use. Either is right by itself; one for the value and the other for the way
 * back permutes the gradient silently.
 */
import { demandShape, multiply, tabulate, transpose, type Tensor } from "./tensor.js";

/** The rows of W, one below the other: entry (i-1) d + j of the result is W_ij. C × d to Cd × 1 (004 L869-872). */
export function vecRows({ rows, cols, data }: Tensor): Tensor {
  return { rows: rows * cols, cols: 1, data: data.slice() };
}

/** The matrix of that shape whose `vecRows` is v. @throws ShapeError when v has not rows · cols entries. */
export function unvecRows(v: Tensor, rows: number, cols: number): Tensor {
  demandShape("vec W", v, rows * cols, 1);
  return { rows, cols, data: v.data.slice() };
}

/** The columns of W, one below the other: entry (j-1) C + i of the result is W_ij. C × d to Cd × 1. */
export function vecColumns(W: Tensor): Tensor {
  return vecRows(transpose(W));
}

/** The matrix of that shape whose `vecColumns` is v. @throws ShapeError when v has not rows · cols entries. */
export function unvecColumns(v: Tensor, rows: number, cols: number): Tensor {
  return transpose(unvecRows(v, cols, rows));
}

export function identity(n: number): Tensor {
  return tabulate(n, n, (i, j) => (i === j ? 1 : 0));
}

/** A ⊗ B: every entry of A, times B, in its place. m × n and p × q to mp × nq (004 L877). */
export function kronecker(A: Tensor, B: Tensor): Tensor {
  return tabulate(A.rows * B.rows, A.cols * B.cols, (i, j) => {
    const a = A.data[Math.floor(i / B.rows) * A.cols + Math.floor(j / B.cols)];
    return a * B.data[(i % B.rows) * B.cols + (j % B.cols)];
  });
}

/**
 * ∂z/∂vec W of z = W x, with rows stacked: I_C ⊗ xᵀ, so that z = (I_C ⊗ xᵀ) vec W.
 *
 * ∂z_i/∂v_j = x_{j-(i-1)d} for (i-1)d + 1 ≤ j ≤ id, else 0 (004 L877, L889-890; the heading there has ∂z/∂x, which is W).
 *
 * @param x - Shape d × 1.
 * @param C - The number of rows of W.
 * @returns Shape C × Cd: in each row the d entries of x, in no column more than one.
 */
export function jacobianByRows(x: Tensor, C: number): Tensor {
  return kronecker(identity(C), transpose(x));
}

/** The same with columns stacked: xᵀ ⊗ I_C, so that z = (xᵀ ⊗ I_C) vec W. */
export function jacobianByColumns(x: Tensor, C: number): Tensor {
  return kronecker(transpose(x), identity(C));
}

/**
 * ∂J/∂W of z = W x, through vec W: the row g (I_C ⊗ xᵀ) = (g_1 xᵀ … g_C xᵀ), put back into the shape of W.
 * It equals the outer product gᵀ xᵀ (004 L900, L912-916).
 *
 * @param g - ∂J/∂z. Shape C × 1.
 * @param x - Shape d × 1.
 * @returns Shape C × d.
 */
export function weightGradientByRows(g: Tensor, x: Tensor): Tensor {
  return unvecRows(multiply(transpose(jacobianByRows(x, g.rows)), g), g.rows, x.rows);
}

/** The same with columns stacked, there and back. */
export function weightGradientByColumns(g: Tensor, x: Tensor): Tensor {
  return unvecColumns(multiply(transpose(jacobianByColumns(x, g.rows)), g), g.rows, x.rows);
}
