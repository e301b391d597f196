import { formatShape, ShapeError } from "../model/index.js";

/** The value of a node: rows × cols doubles, row after row. A vector is one column, a number is 1 × 1. */
export interface Tensor {
  readonly rows: number;
  readonly cols: number;
  /** Length rows · cols. Never written to once the tensor is made. */
  readonly data: Float64Array;
}

/** The tensor with `entryAt(i, j)` in row i and column j, both counted from 0. */
export function tabulate(rows: number, cols: number, entryAt: (i: number, j: number) => number): Tensor {
  const data = new Float64Array(rows * cols);
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) data[i * cols + j] = entryAt(i, j);
  return { rows, cols, data };
}

/** One column. Copied, never kept. */
export function column(entries: readonly number[]): Tensor {
  return { rows: entries.length, cols: 1, data: Float64Array.from(entries) };
}

/** A 1 × 1 tensor. */
export function single(value: number): Tensor {
  return column([value]);
}

/**
 * A matrix from its rows. Copied, never kept.
 *
 * @throws ShapeError when the rows differ in length.
 */
export function matrix(rows: readonly (readonly number[])[]): Tensor {
  const cols = rows[0]?.length ?? 0;
  const odd = rows.findIndex((row) => row.length !== cols);
  if (odd >= 0) throw new ShapeError({ what: `row ${odd + 1}`, expected: `[${cols}]`, got: `[${rows[odd].length}]` });
  return tabulate(rows.length, cols, (i, j) => rows[i][j]);
}

/** The tensor of the same shape with f applied to each entry; `at` is the entry's place in `data`. */
export function map(A: Tensor, f: (entry: number, at: number) => number): Tensor {
  return { rows: A.rows, cols: A.cols, data: A.data.map(f) };
}

/** The entries, row after row, as a fresh array. */
export function entries(A: Tensor): number[] {
  return Array.from(A.data);
}

/** The rows as fresh arrays. Shape [rows][cols]. */
export function rowsOf(A: Tensor): number[][] {
  return Array.from({ length: A.rows }, (_, i) => Array.from(A.data.subarray(i * A.cols, (i + 1) * A.cols)));
}

export function transpose(A: Tensor): Tensor {
  return tabulate(A.cols, A.rows, (i, j) => A.data[j * A.cols + i]);
}

/** A B. Shapes m × n and n × p give m × p. @throws ShapeError when the inner lengths differ. */
export function multiply(A: Tensor, B: Tensor): Tensor {
  demandShape("the right factor", B, A.cols, B.cols);
  return tabulate(A.rows, B.cols, (i, j) => {
    let sum = 0;
    for (let m = 0; m < A.cols; m++) sum += A.data[i * A.cols + m] * B.data[m * B.cols + j];
    return sum;
  });
}

export function shapeText({ rows, cols }: Tensor): string {
  return formatShape([rows, cols]);
}

export function sameShape(A: Tensor, B: Tensor): boolean {
  return A.rows === B.rows && A.cols === B.cols;
}

/** @throws ShapeError unless A is rows × cols. */
export function demandShape(what: string, A: Tensor, rows: number, cols: number): void {
  if (A.rows === rows && A.cols === cols) return;
  throw new ShapeError({ what, expected: formatShape([rows, cols]), got: shapeText(A) });
}
