import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ShapeError } from "../model/index.js";
import {
  addToColumns,
  columnSums,
  fromColumns,
  fromRows,
  map,
  multiply,
  rowSums,
  sum,
  sumOfSquares,
  timesTranspose,
  toColumns,
  toRows,
  transposeTimes,
  zeros,
  zip,
} from "./matrix.js";

const anyDouble = fc.double();
const smallInteger = fc.integer({ min: -9, max: 9 });
const length = fc.integer({ min: 1, max: 5 });

const nested = (rows: number, cols: number, entry: fc.Arbitrary<number>): fc.Arbitrary<number[][]> =>
  fc.array(fc.array(entry, { minLength: cols, maxLength: cols }), { minLength: rows, maxLength: rows });

/** Two conformable nested arrays, [m][n] and [n][p]. */
const factors = (entry: fc.Arbitrary<number>): fc.Arbitrary<[number[][], number[][]]> =>
  fc.tuple(length, length, length).chain(([m, n, p]) => fc.tuple(nested(m, n, entry), nested(n, p, entry)));

const transpose = (a: number[][]): number[][] => a[0].map((_, j) => a.map((row) => row[j]));

/** The definition, on nested arrays, summing in the order of the inner index. */
function naiveProduct(a: number[][], b: number[][]): number[][] {
  const c = a.map(() => b[0].map(() => 0));
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b[0].length; j++) {
      for (let l = 0; l < b.length; l++) c[i][j] += a[i][l] * b[l][j];
    }
  }
  return c;
}

describe("products", () => {
  it("A B, A Bᵀ and Aᵀ B equal the naive triple loop bit for bit, special values included", () => {
    fc.assert(
      fc.property(factors(anyDouble), ([a, b]) => {
        const expected = naiveProduct(a, b);
        expect(toRows(multiply(fromRows(a), fromRows(b)))).toStrictEqual(expected);
        expect(toRows(timesTranspose(fromRows(a), fromRows(transpose(b))))).toStrictEqual(expected);
        expect(toRows(transposeTimes(fromRows(transpose(a)), fromRows(b)))).toStrictEqual(expected);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("(A B)ᵀ x is Bᵀ (Aᵀ x), exactly on small integers", () => {
    const triples = factors(smallInteger).chain(([a, b]) =>
      fc.tuple(fc.constant([a, b]), nested(a.length, 1, smallInteger)),
    );
    fc.assert(
      fc.property(triples, ([[a, b], x]) => {
        const [A, B, X] = [a, b, x].map(fromRows);
        const left = toRows(transposeTimes(multiply(A, B), X));
        expect(left).toEqual(toRows(transposeTimes(B, transposeTimes(A, X))));
      }),
      { seed: 2 },
    );
  });

  it("A Bᵀ is the transpose of B Aᵀ bit for bit", () => {
    const pairs = fc
      .tuple(length, length, length)
      .chain(([m, n, p]) => fc.tuple(nested(m, n, anyDouble), nested(p, n, anyDouble)));
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const [A, B] = [fromRows(a), fromRows(b)];
        expect(toRows(timesTranspose(A, B))).toStrictEqual(toColumns(timesTranspose(B, A)));
      }),
      { seed: 3 },
    );
  });

  it("works out [[1 2 3] [4 5 6]] [[1] [0] [-1]]", () => {
    expect(
      toRows(
        multiply(
          fromRows([
            [1, 2, 3],
            [4, 5, 6],
          ]),
          fromRows([[1], [0], [-1]]),
        ),
      ),
    ).toEqual([[-2], [-2]]);
  });

  it("skips no zero: 0 times Infinity is NaN", () => {
    expect(toRows(multiply(fromRows([[0, 1]]), fromRows([[Infinity], [1]])))).toEqual([[NaN]]);
  });

  it("refuse factors that do not fit, naming both shapes", () => {
    const [A, B] = [zeros(2, 3), zeros(2, 4)];
    expect(() => multiply(A, B)).toThrow("the right factor must have shape [3][4], got [2][4]");
    expect(() => timesTranspose(A, B)).toThrow("the right factor must have shape [3][2], got [4][2]");
    expect(() => transposeTimes(A, zeros(3, 4))).toThrow(ShapeError);
    expect(toRows(transposeTimes(A, B))).toHaveLength(3);
  });
});

describe("nested arrays", () => {
  const shaped = fc.tuple(length, length).chain(([m, n]) => nested(m, n, anyDouble));

  it("come back as they went in, by rows and by columns", () => {
    fc.assert(
      fc.property(shaped, (a) => {
        expect(toRows(fromRows(a))).toStrictEqual(a);
        expect(toColumns(fromColumns(a))).toStrictEqual(a);
        expect(toRows(fromColumns(a))).toStrictEqual(transpose(a));
      }),
      { seed: 4 },
    );
  });

  it("are copied, not kept", () => {
    const a = [[1, 2]];
    const [byRows, byColumns] = [fromRows(a), fromColumns(a)];
    a[0][0] = 7;
    expect([toRows(byRows), toColumns(byColumns)]).toEqual([[[1, 2]], [[1, 2]]]);
  });

  it("of ragged rows are refused", () => {
    expect(() => fromRows([[1, 2], [3]])).toThrow("a matrix must have shape [2][2], got [2] of ragged rows ([2], [1])");
    expect(() => fromColumns([[1], [2, 3]])).toThrow(ShapeError);
  });

  it("may be empty", () => {
    expect(fromRows([])).toMatchObject({ rows: 0, cols: 0 });
  });
});

describe("entrywise operations and sums", () => {
  it("a column is added to every column", () => {
    expect(
      toRows(
        addToColumns(
          fromRows([
            [1, 2],
            [3, 4],
          ]),
          [10, 20],
        ),
      ),
    ).toEqual([
      [11, 12],
      [23, 24],
    ]);
  });

  it("rows and columns sum along their own direction", () => {
    const A = fromRows([
      [1, 2, 3],
      [10, 20, 30],
    ]);
    expect(rowSums(A)).toEqual([6, 60]);
    expect(columnSums(A)).toEqual([11, 22, 33]);
    expect([sum(A), sumOfSquares(A)]).toEqual([66, 14 + 1400]);
  });

  it("map and zip keep the shape and leave their operands alone", () => {
    const A = fromRows([
      [1, 2],
      [3, 4],
    ]);
    expect(toRows(map(A, (a) => -a))).toEqual([
      [-1, -2],
      [-3, -4],
    ]);
    expect(toRows(zip(A, A, (a, b) => a * b))).toEqual([
      [1, 4],
      [9, 16],
    ]);
    expect(toRows(A)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it("refuse shapes that do not fit", () => {
    expect(() => addToColumns(zeros(2, 3), [1, 2, 3])).toThrow("the column to add must have shape [2], got [3]");
    expect(() => zip(zeros(2, 3), zeros(3, 2), (a) => a)).toThrow(
      "the second matrix must have shape [2][3], got [3][2]",
    );
    expect(() => zip(zeros(2, 3), zeros(2, 2), (a) => a)).toThrow(ShapeError);
  });
});
