import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backward, forward } from "./passes.js";
import { graphOf, node, start } from "./graph.js";
import { matrixVector } from "./operations.js";
import { column, entries, matrix, multiply, rowsOf, tabulate, transpose, type Tensor } from "./tensor.js";
import {
  identity,
  jacobianByColumns,
  jacobianByRows,
  kronecker,
  unvecColumns,
  unvecRows,
  vecColumns,
  vecRows,
  weightGradientByColumns,
  weightGradientByRows,
} from "./vec.js";

const integer = fc.integer({ min: -9, max: 9 });
const table = (rows: number, cols: number): fc.Arbitrary<Tensor> =>
  fc
    .array(integer, { minLength: rows * cols, maxLength: rows * cols })
    .map((list) => tabulate(rows, cols, (i, j) => list[i * cols + j]));
const size = fc.integer({ min: 1, max: 4 });
/** W of C × d, x of d × 1 and g of C × 1. */
const questions = fc.tuple(size, size).chain(([C, d]) => fc.tuple(table(C, d), table(d, 1), table(C, 1)));
/** With every 0 positive. */
const plain = (A: Tensor): number[][] => rowsOf(A).map((row) => row.map((entry) => entry + 0));

describe("vec W", () => {
  it("has W_ij at (i-1) d + j with rows stacked, at (j-1) C + i with columns stacked, and comes back", () => {
    fc.assert(
      fc.property(questions, ([W]) => {
        const { rows: C, cols: d } = W;
        for (let i = 1; i <= C; i++) {
          for (let j = 1; j <= d; j++) {
            const w = rowsOf(W)[i - 1][j - 1];
            expect(vecRows(W).data[(i - 1) * d + j - 1]).toBe(w);
            expect(vecColumns(W).data[(j - 1) * C + i - 1]).toBe(w);
          }
        }
        expect(unvecRows(vecRows(W), C, d)).toEqual(W);
        expect(unvecColumns(vecColumns(W), C, d)).toEqual(W);
      }),
      { seed: 1 },
    );
  });

  it("is not put into a shape that it does not fill", () => {
    expect(() => unvecRows(column([1, 2, 3]), 2, 2)).toThrow("vec W must have shape [4][1], got [3][1]");
    expect(() => unvecColumns(column([1, 2, 3]), 2, 2)).toThrow("vec W must have shape [4][1], got [3][1]");
  });

  it("taken apart one way and put together the other way is another matrix", () => {
    const W = matrix([
      [1, 2],
      [3, 4],
    ]);
    expect(rowsOf(unvecColumns(vecRows(W), 2, 2))).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });
});

describe("the Kronecker product", () => {
  it("has A_ij B in block (i, j)", () => {
    const A = matrix([[1, 2]]);
    const B = matrix([
      [0, 3],
      [4, 5],
    ]);
    expect(rowsOf(kronecker(A, B))).toEqual([
      [0, 3, 0, 6],
      [4, 5, 8, 10],
    ]);
  });

  it("multiplies factor by factor: (A ⊗ B)(C ⊗ D) = AC ⊗ BD", () => {
    const four = fc
      .tuple(size, size, size, size, size, size)
      .chain(([m, n, p, q, r, s]) => fc.tuple(table(m, n), table(p, q), table(n, r), table(q, s)));
    fc.assert(
      fc.property(four, ([A, B, C, D]) => {
        expect(plain(multiply(kronecker(A, B), kronecker(C, D)))).toEqual(
          plain(kronecker(multiply(A, C), multiply(B, D))),
        );
      }),
      { seed: 2 },
    );
  });
});

describe("z = W x through vec W", () => {
  it("is (I ⊗ xᵀ) vec W with rows stacked, and (xᵀ ⊗ I) vec W with columns stacked", () => {
    fc.assert(
      fc.property(questions, ([W, x]) => {
        const z = plain(multiply(W, x));
        expect(plain(multiply(jacobianByRows(x, W.rows), vecRows(W)))).toEqual(z);
        expect(plain(multiply(jacobianByColumns(x, W.rows), vecColumns(W)))).toEqual(z);
      }),
      { seed: 3 },
    );
  });

  it("has the Jacobian I ⊗ xᵀ: x_{j-(i-1)d} at (i, j) within the i-th block, 0 elsewhere", () => {
    fc.assert(
      fc.property(questions, ([W, x]) => {
        const { rows: C, cols: d } = W;
        const J = rowsOf(jacobianByRows(x, C));
        for (let i = 1; i <= C; i++) {
          for (let j = 1; j <= C * d; j++) {
            const inBlock = (i - 1) * d + 1 <= j && j <= i * d;
            expect(J[i - 1][j - 1] + 0).toBe(inBlock ? x.data[j - (i - 1) * d - 1] + 0 : 0);
          }
        }
      }),
      { seed: 4 },
    );
  });

  it("has that Jacobian as difference quotients, exactly, since z is linear in W", () => {
    fc.assert(
      fc.property(questions, ([W, x]) => {
        const v = vecRows(W);
        const z = (j: number, by: number): Tensor =>
          multiply(
            unvecRows(
              tabulate(v.rows, 1, (i) => v.data[i] + (i === j ? by : 0)),
              W.rows,
              W.cols,
            ),
            x,
          );
        const columns = entries(v).map((_, j) => entries(z(j, 1)).map((entry, i) => entry - z(j, 0).data[i] + 0));
        expect(plain(transpose(jacobianByRows(x, W.rows)))).toEqual(columns);
      }),
      { seed: 5, numRuns: 50 },
    );
  });

  it("has the gradient g (I ⊗ xᵀ), which put back is gᵀ xᵀ, the same by columns and by the graph", () => {
    fc.assert(
      fc.property(questions, ([W, x, g]) => {
        const outer = plain(multiply(g, transpose(x)));
        expect(plain(weightGradientByRows(g, x))).toEqual(outer);
        expect(plain(weightGradientByColumns(g, x))).toEqual(outer);

        // J = gᵀ W x has the gradient g by z.
        const graph = graphOf([
          start("W"),
          start("x"),
          start("gᵀ"),
          node("z", matrixVector, "W", "x"),
          node("J", matrixVector, "gᵀ", "z"),
        ]);
        const pass = backward(forward(graph, Object.entries({ W, x, gᵀ: transpose(g) })), "J");
        expect(plain(pass.gradient("W"))).toEqual(outer);
      }),
      { seed: 6 },
    );
  });

  it("in one stacking forward and in the other one back is wrong", () => {
    const [g, x] = [column([1, 2]), column([3, 5])];
    const mixed = unvecRows(multiply(transpose(jacobianByColumns(x, 2)), g), 2, 2);
    expect(rowsOf(mixed)).not.toEqual(rowsOf(multiply(g, transpose(x))));
  });

  it("the order of its factors counts, except with a single number", () => {
    const A = matrix([[1, 2]]);
    expect(kronecker(identity(1), A)).toEqual(A);
    expect(kronecker(A, identity(1))).toEqual(A);
    expect(rowsOf(kronecker(identity(2), A))).not.toEqual(rowsOf(kronecker(A, identity(2))));
  });
});
