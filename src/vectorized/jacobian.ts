/**
 * Jacobians as objects, for whoever wants to see the matrices that the passes only multiply by. J has one row per output and one
 * column per input; gradients are rows, so the chain rule reads outer first: g J_outer J_inner (lecture 002 L148-232, 004 L404-446).
 */
import { completeConventions, isScalar, ShapeError, type Activation, type DerivativeAtKink } from "../model/index.js";
import { activationOf } from "./activations.js";
import type { BatchActivation } from "./activations/batch-activation.js";
import { demandLength, fromColumns, fromRows, multiply, toColumns, toRows, zeros, type Matrix } from "./matrix.js";

/** ∂y/∂x: M outputs, D inputs. The special forms say which entries are known to be 0 or 1. */
export type Jacobian =
  /** y = x. */
  | { readonly form: "identity"; readonly size: number }
  /** y_i depends on x_i alone: a scalar activation. Shape [D]. */
  | { readonly form: "diagonal"; readonly entries: readonly number[] }
  /** A vector activation, or the W of an affine map. Shape [M][D]. */
  | { readonly form: "full"; readonly matrix: Matrix };

/** ∂x/∂x, and ∂(z + b)/∂z (lecture 004 L829-854). */
export function identity(size: number): Jacobian {
  return { form: "identity", size };
}

/** ∂z/∂y = W for z = W y + b: independent of y and b (lecture 002 L204-212). Shape [D(k)][M(k-1)]. */
export function affine(W: readonly ArrayLike<number>[]): Jacobian {
  return { form: "full", matrix: fromRows(W) };
}

/**
 * ∂y/∂z of an activation at z: diagonal for a scalar one (lecture 002 L165-188), full for a vector one (L190-198), where the number of
 * outputs may be another than that of inputs. A user's own comes from its gradient.
 *
 * @param z - Shape [D].
 * @param kinks - the derivative where there is none: at z = 0, or where the pieces of a maxout unit tie.
 */
export function ofActivation(activation: Activation, z: readonly number[], kinks: DerivativeAtKink): Jacobian {
  // What the unit step is at 0 does not enter its derivative.
  const f = activationOf(activation, completeConventions({ derivativeAtKink: kinks }));
  if (isScalar(activation)) return { form: "diagonal", entries: pulledBack(f, [z], [z.map(() => 1)])[0] };
  const M = f.forward(fromColumns([z])).rows;
  const units = Array.from({ length: M }, (_, j) => j);
  // Row j of J is what the gradient e_j pulls back to: one example for each.
  const rows = pulledBack(
    f,
    units.map(() => z),
    units.map((j) => units.map((i) => (i === j ? 1 : 0))),
  );
  return { form: "full", matrix: fromRows(rows) };
}

/** Jᵀ dy of each example. Shapes [T][D] and [T][M] to [T][D]. */
function pulledBack(f: BatchActivation, z: readonly (readonly number[])[], dy: readonly number[][]): number[][] {
  const Z = fromColumns(z);
  return toColumns(f.backward(Z, f.forward(Z), fromColumns(dy)));
}

/** M. */
export function outputs(J: Jacobian): number {
  return J.form === "full" ? J.matrix.rows : inputs(J);
}

/** D. */
export function inputs(J: Jacobian): number {
  if (J.form === "identity") return J.size;
  return J.form === "diagonal" ? J.entries.length : J.matrix.cols;
}

/** All entries. Shape [M][D]. */
export function toMatrix(J: Jacobian): Matrix {
  if (J.form === "full") return J.matrix;
  const matrix = zeros(outputs(J), inputs(J));
  for (let i = 0; i < matrix.rows; i++) matrix.data[i * matrix.cols + i] = J.form === "identity" ? 1 : J.entries[i];
  return matrix;
}

/**
 * J Δx: to first order the change of y when x changes by Δx (lecture 002 L160-162).
 *
 * @param dx - Δx. Shape [D].
 * @returns Shape [M].
 * @throws ShapeError when the length differs.
 */
export function push(J: Jacobian, dx: readonly number[]): number[] {
  demandLength("the change", dx, inputs(J));
  if (J.form === "identity") return [...dx];
  if (J.form === "diagonal") return dx.map((d, i) => J.entries[i] * d);
  return toColumns(multiply(J.matrix, fromColumns([dx])))[0];
}

/**
 * g J: the gradient by x of a scalar whose gradient by y is g (lecture 002 L227-232, 004 L430-446).
 *
 * @param g - a row. Shape [M].
 * @returns a row. Shape [D].
 * @throws ShapeError when the length differs.
 */
export function pull(g: readonly number[], J: Jacobian): number[] {
  demandLength("the gradient", g, outputs(J));
  if (J.form === "identity") return [...g];
  if (J.form === "diagonal") return g.map((gi, i) => gi * J.entries[i]);
  return toRows(multiply(fromRows([g]), J.matrix))[0];
}

/**
 * ∂s/∂x = (∂s/∂y)(∂y/∂x) for s a function of y and y one of x: outer first (lecture 002 L217-222, 004 L404-428).
 *
 * @throws ShapeError when the inner one has not as many outputs as the outer one has inputs: the wrong order.
 */
export function chain(outer: Jacobian, inner: Jacobian): Jacobian {
  if (inputs(outer) !== outputs(inner)) {
    throw new ShapeError({
      what: "the inner Jacobian",
      expected: `[${inputs(outer)}][any] (outputs × inputs)`,
      got: `[${outputs(inner)}][${inputs(inner)}]`,
      hint: "the outer function's Jacobian comes first",
    });
  }
  if (outer.form === "identity") return inner;
  if (inner.form === "identity") return outer;
  if (outer.form === "diagonal" && inner.form === "diagonal") {
    return { form: "diagonal", entries: outer.entries.map((entry, i) => entry * inner.entries[i]) };
  }
  return { form: "full", matrix: multiply(toMatrix(outer), toMatrix(inner)) };
}

/**
 * ∂z_i/∂W_kl for z = W y + b, the object with three indices behind the reversed outer product of the lecture (002 L237-241): it is
 * y_l where i = k and 0 elsewhere, so that Σ_i g_i ∂z_i/∂W_kl = g_k y_l.
 *
 * @param y - the layer's input. Shape [D].
 * @param units - M, the number of rows of W.
 * @returns Shape [M][M][D], indexed [i][k][l].
 */
export function byWeights(y: readonly number[], units: number): number[][][] {
  const rows = Array.from({ length: units }, (_, k) => k);
  return rows.map((i) => rows.map((k) => y.map((yl) => (i === k ? yl : 0))));
}

/**
 * Σ_i g_i T[i][k][l]: contracts a gradient with the first index of `byWeights`.
 *
 * @param g - Shape [M].
 * @returns Shape [M][D], laid out like W.
 * @throws ShapeError when the length differs.
 */
export function contract(g: readonly number[], T: readonly (readonly (readonly number[])[])[]): number[][] {
  demandLength("the gradient", g, T.length);
  return T[0].map((row, k) => row.map((_, l) => g.reduce((sum, gi, i) => sum + gi * T[i][k][l], 0)));
}
