import { describe, expect, it } from "vitest";
import { ShapeError } from "../model/index.js";
import { byColumn, columnMeans, mapColumns, zipColumns } from "./columns.js";
import { fromRows, toRows, zeros } from "./matrix.js";

const A = fromRows([
  [1, 2, 3],
  [10, 20, 30],
]);

describe("what is done column by column", () => {
  it("the means are the sums over the length of a column", () => {
    expect(columnMeans(A)).toEqual([5.5, 11, 16.5]);
  });

  it("each number goes to the entries of its own column", () => {
    expect(toRows(byColumn(A, [1, 0, -1], (a, x) => a * x))).toEqual([
      [1, 0, -3],
      [10, 0, -30],
    ]);
  });

  it("a column may become longer or shorter", () => {
    expect(toRows(mapColumns(A, ([a, b]) => [b - a]))).toEqual([[9, 18, 27]]);
    expect(toRows(mapColumns(A, ([a, b]) => [a, b, a]))[2]).toEqual([1, 2, 3]);
  });

  it("columns in the same place meet, whatever their lengths", () => {
    const B = fromRows([[5, 6, 7]]);
    expect(toRows(zipColumns(A, B, ([a, b], [c]) => [c, a + b]))).toEqual([
      [5, 6, 7],
      [11, 22, 33],
    ]);
  });

  it("needs as many numbers, or columns, as there are columns, and results of one length", () => {
    expect(() => byColumn(A, [1, 2], (a) => a)).toThrow("the numbers by column must have shape [3], got [2]");
    expect(() => zipColumns(A, zeros(4, 2), (a) => a)).toThrow("the second matrix must have shape [4][3], got [4][2]");
    expect(() => mapColumns(A, (a) => (a[0] === 2 ? [] : a))).toThrow(ShapeError);
  });
});
