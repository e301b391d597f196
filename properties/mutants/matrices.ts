/** What several mistakes do to a matrix. */
type Matrix = readonly (readonly number[])[];

export const isSquare = (matrix: Matrix): boolean => matrix.length === (matrix[0] ?? []).length;

export const transpose = (matrix: Matrix): number[][] =>
  (matrix[0] ?? []).map((_, i) => matrix.map((row) => row[i] ?? NaN));
