import { describeShape, formatShape, ShapeError } from "../model/index.js";

/** A dense matrix of doubles, row after row: entry (i, j), counted from 0, is data[i * cols + j]. */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  /** Length rows · cols. */
  readonly data: Float64Array;
}

/** The matrix of the given shape whose every entry is 0. */
export function zeros(rows: number, cols: number): Matrix {
  return { rows, cols, data: new Float64Array(rows * cols) };
}

/**
 * @param rows - Nested array of shape [rows][cols]. Copied, never kept.
 * @throws ShapeError when the rows differ in length.
 */
export function fromRows(rows: readonly ArrayLike<number>[]): Matrix {
  const A = zeros(rows.length, firstLength(rows));
  rows.forEach((row, i) => A.data.set(Array.from(row), i * A.cols));
  return A;
}

/**
 * The matrix whose columns are the given vectors: a batch with one row per example becomes one column per example.
 *
 * @param columns - Nested array of shape [cols][rows]. Copied, never kept.
 * @throws ShapeError when the columns differ in length.
 */
export function fromColumns(columns: readonly ArrayLike<number>[]): Matrix {
  const A = zeros(firstLength(columns), columns.length);
  columns.forEach((column, j) => {
    for (let i = 0; i < A.rows; i++) A.data[i * A.cols + j] = column[i];
  });
  return A;
}

function firstLength(vectors: readonly ArrayLike<number>[]): number {
  const length = vectors[0]?.length ?? 0;
  if (vectors.every((vector) => vector.length === length)) return length;
  const got = describeShape(vectors.map((vector) => Array.from(vector)));
  throw new ShapeError({ what: "a matrix", expected: formatShape([vectors.length, length]), got });
}

/** The rows as a fresh nested array of shape [rows][cols]. */
export function toRows(A: Matrix): number[][] {
  return Array.from({ length: A.rows }, (_, i) => Array.from(A.data.subarray(i * A.cols, (i + 1) * A.cols)));
}

/** The columns as a fresh nested array of shape [cols][rows]: one row per example again. */
export function toColumns(A: Matrix): number[][] {
  return Array.from({ length: A.cols }, (_, j) => Array.from({ length: A.rows }, (_, i) => A.data[i * A.cols + j]));
}

/** A · B. Shapes [m][n] and [n][p] give [m][p]. @throws ShapeError when the inner lengths differ. */
export function multiply(A: Matrix, B: Matrix): Matrix {
  return product(asIs(A), asIs(B));
}

/** A · Bᵀ. Shapes [m][n] and [p][n] give [m][p]. @throws ShapeError when the inner lengths differ. */
export function timesTranspose(A: Matrix, B: Matrix): Matrix {
  return product(asIs(A), transposed(B));
}

/** Aᵀ · B. Shapes [n][m] and [n][p] give [m][p]. @throws ShapeError when the inner lengths differ. */
export function transposeTimes(A: Matrix, B: Matrix): Matrix {
  return product(transposed(A), asIs(B));
}

/** A matrix as the product walks it: entry (i, j) is data[i * down + j * right]. Transposing swaps the strides only. */
interface Operand extends Matrix {
  readonly down: number;
  readonly right: number;
}

const asIs = (A: Matrix): Operand => ({ ...A, down: A.cols, right: 1 });
const transposed = (A: Matrix): Operand => ({ rows: A.cols, cols: A.rows, data: A.data, down: 1, right: A.cols });

/**
 * The one product kernel: C_ij = Σ_l A_il B_lj.
 *
 * Rounding: each sum starts at 0 and takes its products in the order l = 0, 1, 2, ...
 * Special values: 0 · ±Infinity is NaN and is passed on; no term is skipped.
 */
function product(A: Operand, B: Operand): Matrix {
  demandShape("the right factor", B, A.cols, B.cols);
  const C = zeros(A.rows, B.cols);
  for (let i = 0; i < C.rows; i++) {
    for (let j = 0; j < C.cols; j++) {
      let sum = 0;
      for (let l = 0; l < A.cols; l++) sum += A.data[i * A.down + l * A.right] * B.data[l * B.down + j * B.right];
      C.data[i * C.cols + j] = sum;
    }
  }
  return C;
}

/**
 * A with b added to each of its columns.
 *
 * @param A - Shape [m][n].
 * @param b - Shape [m].
 * @throws ShapeError when b has another length than A has rows.
 */
export function addToColumns(A: Matrix, b: ArrayLike<number>): Matrix {
  demandLength("the column to add", b, A.rows);
  return { ...A, data: A.data.map((a, position) => a + b[Math.floor(position / A.cols)]) };
}

/** The sum of each row, from left to right. Shape [m][n] gives [m]. */
export function rowSums(A: Matrix): number[] {
  return toRows(A).map(total);
}

/** The sum of each column, from top to bottom. Shape [m][n] gives [n]. */
export function columnSums(A: Matrix): number[] {
  return toColumns(A).map(total);
}

/** The sum of all entries, row after row. */
export function sum(A: Matrix): number {
  return total(Array.from(A.data));
}

/** ‖A‖², the sum of the squares of all entries. */
export function sumOfSquares(A: Matrix): number {
  return sum(zip(A, A, (a, b) => a * b));
}

/** The sum of a vector's entries in their order. */
export function total(entries: readonly number[]): number {
  return entries.reduce((sum, entry) => sum + entry, 0);
}

/** f of every entry. The result has the shape of A. */
export function map(A: Matrix, f: (a: number) => number): Matrix {
  return { ...A, data: A.data.map((a) => f(a)) };
}

/** f of every pair of entries in the same place. @throws ShapeError when A and B differ in shape. */
export function zip(A: Matrix, B: Matrix, f: (a: number, b: number) => number): Matrix {
  demandShape("the second matrix", B, A.rows, A.cols);
  return { ...A, data: A.data.map((a, position) => f(a, B.data[position])) };
}

/** @throws ShapeError when A has another shape than [rows][cols]. */
export function demandShape(what: string, A: Matrix, rows: number, cols: number): void {
  if (A.rows === rows && A.cols === cols) return;
  throw new ShapeError({ what, expected: formatShape([rows, cols]), got: formatShape([A.rows, A.cols]) });
}

/** @throws ShapeError when the vector has another length. */
export function demandLength(what: string, vector: ArrayLike<number>, length: number): void {
  if (vector.length === length) return;
  throw new ShapeError({ what, expected: formatShape([length]), got: formatShape([vector.length]) });
}
