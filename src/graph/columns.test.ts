import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { largest, lessNumber, meanOfEntries, pick, sumOfEntries, timesNumber, type Tie } from "./columns.js";
import { column, entries, matrix, single, type Tensor } from "./tensor.js";

const pulled = (tensors: readonly Tensor[]): number[][] => tensors.map((each) => entries(each).map((g) => g + 0));

describe("entries picked from a column", () => {
  it("come in the order that is asked for, and send their gradients back to their places", () => {
    const A = column([4, 5, 6, 7]);
    const picked = pick(3, 0);
    expect(entries(picked.evaluate([A]))).toEqual([7, 4]);
    expect(pulled(picked.pullback(column([1, 2]), [A], column([7, 4])))).toEqual([[2, 0, 0, 1]]);
  });

  it("add their gradients up where one is picked twice", () => {
    const A = column([4, 5]);
    expect(pulled(pick(1, 1, 1).pullback(column([1, 2, 4]), [A], column([5, 5, 5])))).toEqual([[0, 7]]);
  });

  it("may be none", () => {
    const none = pick();
    expect(entries(none.evaluate([single(3)]))).toEqual([]);
    expect(pulled(none.pullback(column([]), [single(3)], column([])))).toEqual([[0]]);
  });

  it("must be there", () => {
    expect(() => pick(0, 2).evaluate([column([1, 2])])).toThrow("there is no entry 3: the column has 2");
    expect(() => pick(0).evaluate([matrix([[1, 2]])])).toThrow("the column must have shape [1][1], got [1][2]");
  });
});

describe("the largest of columns", () => {
  const rows = fc.integer({ min: 1, max: 4 }).chain((parents) =>
    fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: parents, maxLength: parents }), {
      minLength: 1,
      maxLength: 4,
    }),
  );
  const columnsOf = (list: readonly (readonly number[])[]): Tensor[] =>
    list[0].map((_, p) => column(list.map((row) => row[p])));
  /** 12 is a multiple of all numbers of pieces. */
  const g = 12;
  const gradients = (tie: Tie, list: readonly (readonly number[])[]): number[][] => {
    const parents = columnsOf(list);
    const operation = largest(tie);
    const value = operation.evaluate(parents);
    const back = pulled(operation.pullback(column(list.map(() => g)), parents, value));
    return list.map((_, i) => back.map((parent) => parent[i]));
  };

  it("is the largest in each entry", () => {
    fc.assert(
      fc.property(rows, (list) => {
        expect(entries(largest("first").evaluate(columnsOf(list)))).toEqual(list.map((row) => Math.max(...row)));
      }),
      { seed: 1 },
    );
  });

  it("gives the gradient to the first, to the last, or to all that hold it", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const held = list.map((row) => row.map((entry) => entry === Math.max(...row)));
        expect(gradients("first", list)).toEqual(
          held.map((row) => row.map((_, p) => (p === row.indexOf(true) ? g : 0))),
        );
        expect(gradients("last", list)).toEqual(
          held.map((row) => row.map((_, p) => (p === row.lastIndexOf(true) ? g : 0))),
        );
        expect(gradients("split", list)).toEqual(
          held.map((row) => row.map((holds) => (holds ? g / row.filter(Boolean).length : 0))),
        );
      }),
      { seed: 2 },
    );
  });

  it("takes 0 and -0 for a tie", () => {
    expect(gradients("split", [[0, -0, -1]])).toEqual([[6, 6, 0]]);
    expect(gradients("last", [[0, -0, -1]])).toEqual([[0, 12, 0]]);
  });

  it("is NaN where one is, there and back, and only in that entry", () => {
    const list = [
      [1, NaN, 2],
      [1, 0, 2],
    ];
    expect(entries(largest("first").evaluate(columnsOf(list)))).toEqual([NaN, 2]);
    for (const tie of ["first", "last", "split"] as const)
      expect(gradients(tie, list)).toEqual([
        [NaN, NaN, NaN],
        [0, 0, g],
      ]);
  });

  it("demands columns of one length", () => {
    expect(() => largest("first").evaluate([column([1, 2]), single(1)])).toThrow(
      "parent 2 must have shape [2][1], got [1][1]",
    );
  });
});

describe("a number with a column", () => {
  it("must be a number", () => {
    for (const operation of [lessNumber, timesNumber])
      expect(() => operation.evaluate([single(1), column([1, 2])])).toThrow(
        "the number must have shape [1][1], got [2][1]",
      );
  });
});

describe("sum and mean of a column", () => {
  it("of one entry are that entry; of none, the sum is 0", () => {
    expect([sumOfEntries, meanOfEntries].map((each) => entries(each.evaluate([single(3)])))).toEqual([[3], [3]]);
    expect(entries(sumOfEntries.evaluate([column([])]))).toEqual([0]);
  });
});
