/** What is done to each column of a matrix by itself: one column is one example. */
import { columnSums, demandLength, demandShape, fromColumns, toColumns, type Matrix } from "./matrix.js";

/** The mean of each column: its sum over its length. Shape [m][n] gives [n]. */
export function columnMeans(A: Matrix): number[] {
  return columnSums(A).map((sum) => sum / A.rows);
}

/**
 * f of every entry and the number that belongs to its column. The result has the shape of A.
 *
 * @param A - Shape [m][n].
 * @param numbers - One for each column. Shape [n].
 * @throws ShapeError when there are more or fewer numbers than columns.
 */
export function byColumn(A: Matrix, numbers: readonly number[], f: (a: number, x: number) => number): Matrix {
  demandLength("the numbers by column", numbers, A.cols);
  return { ...A, data: A.data.map((a, position) => f(a, numbers[position % A.cols])) };
}

/** f of each column. Shape [m][n] gives [p][n] for an f that gives p numbers. @throws ShapeError when they differ in length. */
export function mapColumns(A: Matrix, f: (a: readonly number[]) => readonly number[]): Matrix {
  return fromColumns(toColumns(A).map((a) => f(a)));
}

/**
 * f of each column of A with the column of B in the same place.
 *
 * @param A - Shape [m][n].
 * @param B - Shape [p][n].
 * @returns Shape [q][n] for an f that gives q numbers.
 * @throws ShapeError when B has more or fewer columns than A, or the results differ in length.
 */
export function zipColumns(
  A: Matrix,
  B: Matrix,
  f: (a: readonly number[], b: readonly number[]) => readonly number[],
): Matrix {
  demandShape("the second matrix", B, B.rows, A.cols);
  const others = toColumns(B);
  return fromColumns(toColumns(A).map((a, t) => f(a, others[t])));
}
