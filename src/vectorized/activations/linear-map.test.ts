import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromColumns, fromRows, multiply, toColumns, toRows, zeros } from "../matrix.js";
import { linearMap } from "./linear-map.js";

const integer = fc.integer({ min: -9, max: 9 });
const size = fc.integer({ min: 1, max: 4 });
const table = (rows: number, cols: number) =>
  fc.array(fc.array(integer, { minLength: cols, maxLength: cols }), { minLength: rows, maxLength: rows });

describe("the linear map", () => {
  it("and its way back are adjoint, for any number of outputs: <dy, A z> is <dz, z>, exactly", () => {
    const questions = fc
      .record({ M: size, D: size, T: size })
      .chain(({ M, D, T }) => fc.tuple(table(M, D), table(T, D), table(T, M)));
    fc.assert(
      fc.property(questions, ([A, z, dy]) => {
        const f = linearMap(A);
        const Z = fromColumns(z);
        const Y = f.forward(Z);
        const dz = toColumns(f.backward(Z, Y, fromColumns(dy)));
        const dot = (a: number[], b: number[]): number => a.reduce((sum, ai, i) => sum + ai * b[i], 0);
        toColumns(Y).forEach((y, t) => expect(dot(dy[t], y)).toBe(dot(dz[t], z[t])));
      }),
      { seed: 1 },
    );
  });

  it.each([
    { A: [[2, -1, 3]], y: [[9]], dz: [[2, -1, 3]] },
    {
      A: [
        [1, 0, 1],
        [0, 2, 0],
      ],
      y: [[4, 4]],
      dz: [[1, 20, 1]],
    },
    {
      A: [
        [1, 0, 0],
        [0, 0, 1],
        [0, 1, 0],
        [1, 1, 1],
      ],
      y: [[1, 3, 2, 6]],
      dz: [[1001, 1100, 1010]],
    },
  ])("by $A of (1, 2, 3), with fewer outputs, or more", ({ A, y, dz }) => {
    const f = linearMap(A);
    const Z = fromColumns([[1, 2, 3]]);
    const Y = f.forward(Z);
    expect(toColumns(Y)).toEqual(y);
    expect(toColumns(f.backward(Z, Y, fromColumns([[1, 10, 100, 1000].slice(0, A.length)])))).toEqual(dz);
  });

  it("goes back through the transpose, which a symmetric matrix would not show", () => {
    const A = [
      [0, 1],
      [0, 0],
    ];
    const Z = fromColumns([[3, 5]]);
    const f = linearMap(A);
    expect(toRows(f.forward(Z))).toEqual(toRows(multiply(fromRows(A), Z)));
    expect(toColumns(f.backward(Z, f.forward(Z), fromColumns([[7, 11]])))).toEqual([[0, 7]]);
  });

  it("keeps no hold of the rows it is given", () => {
    const A = [[1, 2]];
    const f = linearMap(A);
    A[0][0] = 9;
    expect(toColumns(f.forward(fromColumns([[1, 1]])))).toEqual([[3]]);
    expect(() => f.forward(zeros(3, 1))).toThrow("the right factor must have shape [2][1], got [3][1]");
  });
});
