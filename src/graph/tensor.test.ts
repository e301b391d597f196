import { describe, expect, it } from "vitest";
import { ShapeError } from "../model/index.js";
import {
  column,
  demandShape,
  entries,
  map,
  matrix,
  multiply,
  rowsOf,
  sameShape,
  shapeText,
  single,
  transpose,
} from "./tensor.js";

const A = matrix([
  [1, 2, 3],
  [4, 5, 6],
]);

describe("a tensor", () => {
  it("holds its rows one after the other, and gives them back", () => {
    expect(entries(A)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(rowsOf(A)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect([shapeText(A), shapeText(column([1, 2])), shapeText(single(1)), shapeText(matrix([]))]).toEqual([
      "[2][3]",
      "[2][1]",
      "[1][1]",
      "[0][0]",
    ]);
  });

  it("keeps nothing of the arrays that it is made from", () => {
    const rows = [[1, 2]];
    const made = [matrix(rows), column(rows[0])];
    rows[0][0] = 9;
    expect(made.map((tensor) => tensor.data[0])).toEqual([1, 1]);
  });

  it("refuses rows of different lengths, and tells the first", () => {
    expect(() => matrix([[1, 2], [3, 4], [5]])).toThrow("row 3 must have shape [2], got [1]");
  });

  it("is multiplied row by column, and transposed about its diagonal", () => {
    expect(rowsOf(multiply(A, transpose(A)))).toEqual([
      [14, 32],
      [32, 77],
    ]);
    expect(rowsOf(transpose(A))).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(() => multiply(A, A)).toThrow("the right factor must have shape [3][3], got [2][3]");
  });

  it("is mapped entry by entry, each with its place", () => {
    expect(entries(map(A, (entry, at) => entry * at))).toEqual([0, 2, 6, 12, 20, 30]);
  });

  it("has a shape that can be demanded", () => {
    expect([sameShape(A, A), sameShape(A, transpose(A))]).toEqual([true, false]);
    expect(() => demandShape("A", A, 2, 3)).not.toThrow();
    expect(() => demandShape("A", A, 2, 2)).toThrow(ShapeError);
    expect(() => demandShape("A", A, 3, 3)).toThrow(ShapeError);
  });
});
