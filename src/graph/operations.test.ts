import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lessNumber, meanOfEntries, pick, sumOfEntries, timesNumber } from "./columns.js";
import type { Operation } from "./operation.js";
import {
  addMultiple,
  complement,
  difference,
  elementwise,
  halfSumOfSquares,
  matrixVector,
  mean,
  multiple,
  plus,
  product,
  reciprocal,
  squareRoot,
  stack,
  sum,
  sumOfSquares,
} from "./operations.js";
import { column, entries, map, matrix, single, tabulate, type Tensor } from "./tensor.js";

const integers = (rows: number, cols: number): fc.Arbitrary<Tensor> =>
  fc
    .array(fc.integer({ min: -9, max: 9 }), { minLength: rows * cols, maxLength: rows * cols })
    .map((list) => tabulate(rows, cols, (i, j) => list[i * cols + j]));

/** Each with the shapes of its parents; all are of degree 2 or less in each single entry. */
const operations: readonly [Operation, readonly [number, number][]][] = [
  [
    sum,
    [
      [2, 3],
      [2, 3],
      [2, 3],
    ],
  ],
  [
    mean,
    [
      [2, 1],
      [2, 1],
      [2, 1],
      [2, 1],
    ],
  ],
  [
    difference,
    [
      [3, 1],
      [3, 1],
    ],
  ],
  [
    product,
    [
      [2, 2],
      [2, 2],
    ],
  ],
  [multiple(0.25), [[2, 2]]],
  [plus(3), [[2, 2]]],
  [complement, [[2, 2]]],
  [pick(2, 0, 2), [[4, 1]]],
  [sumOfEntries, [[3, 1]]],
  [meanOfEntries, [[4, 1]]],
  [
    lessNumber,
    [
      [3, 1],
      [1, 1],
    ],
  ],
  [
    timesNumber,
    [
      [3, 1],
      [1, 1],
    ],
  ],
  [
    addMultiple,
    [
      [2, 1],
      [1, 1],
      [2, 1],
    ],
  ],
  [
    matrixVector,
    [
      [2, 3],
      [3, 1],
    ],
  ],
  [
    stack,
    [
      [2, 1],
      [1, 1],
      [3, 1],
    ],
  ],
  [sumOfSquares, [[2, 3]]],
  [halfSumOfSquares, [[2, 3]]],
  [
    elementwise(
      "square",
      (z) => z * z,
      (z) => 2 * z,
    ),
    [[3, 1]],
  ],
  [
    elementwise(
      "square by its value",
      (z) => z * z,
      (z, y) => (2 * y) / z || 0,
    ),
    [[3, 1]],
  ],
];

/** Σ g ∘ f(parents) with entry `at` of one parent moved: what the pullback of g differentiates. */
function weighted(
  operation: Operation,
  g: Tensor,
  parents: readonly Tensor[],
  p: number,
  at: number,
  by: number,
): number {
  const shifted = parents.map((parent, i) => map(parent, (entry, j) => (i === p && j === at ? entry + by : entry)));
  return operation.evaluate(shifted).data.reduce((total, entry, i) => total + g.data[i] * entry, 0);
}

function differences(operation: Operation, g: Tensor, parents: readonly Tensor[]): number[][] {
  return parents.map((parent, p) =>
    entries(parent).map(
      (_, at) => (weighted(operation, g, parents, p, at, 1) - weighted(operation, g, parents, p, at, -1)) / 2 + 0,
    ),
  );
}

describe("an operation's pullback is the derivative of its value, exactly on integers", () => {
  it.each(operations.map(([operation, shapes]) => [operation.name, operation, shapes] as const))(
    "%s",
    (_, operation, shapes) => {
      fc.assert(
        fc.property(
          fc.tuple(...shapes.map(([rows, cols]) => integers(rows, cols))),
          fc.infiniteStream(fc.integer({ min: -5, max: 5 })),
          (parents, stream) => {
            const value = operation.evaluate(parents);
            const g = map(value, () => stream.next().value as number);
            const pulled = operation.pullback(g, parents, value).map((each) => entries(each).map((entry) => entry + 0));
            expect(pulled).toEqual(differences(operation, g, parents));
          },
        ),
        { seed: 1 },
      );
    },
  );

  it("and the differences tell a wrong one", () => {
    const wrong: Operation = { ...product, pullback: (g, [A, B]) => [map(A, (a, i) => g.data[i] * a), B] };
    const parents = [single(2), single(3)];
    expect(differences(wrong, single(1), parents)).toEqual([[3], [2]]);
    expect(wrong.pullback(single(1), parents, single(6)).map(entries)).toEqual([[2], [3]]);
  });
});

describe("what is no polynomial", () => {
  const at = ({ evaluate, pullback }: Operation, a: number, g: number): number[] => {
    const value = evaluate([single(a)]);
    return [...entries(value), ...entries(pullback(single(g), [single(a)], value)[0])];
  };

  it("has y' = 1 / (2 y) for the square root, and y' = -y² for the reciprocal", () => {
    expect([at(squareRoot, 16, 3), at(squareRoot, 0.25, 3)]).toEqual([
      [4, 0.375],
      [0.5, 3],
    ]);
    expect([at(reciprocal, 4, 3), at(reciprocal, -0.5, 3)]).toEqual([
      [0.25, -0.1875],
      [-2, -12],
    ]);
  });

  it("does not square a large reciprocal before the gradient makes it small", () => {
    expect(at(reciprocal, 2 ** -600, 2 ** -600)).toEqual([2 ** 600, -(2 ** 600)]);
  });
});

describe("shapes that do not fit are refused", () => {
  const three = column([1, 2, 3]);
  it.each<[Operation, readonly Tensor[], string]>([
    [sum, [three, three, single(1)], "parent 3 must have shape [3][1], got [1][1]"],
    [product, [three, single(1)], "parent 2 must have shape [3][1], got [1][1]"],
    [matrixVector, [matrix([[1, 2]]), three], "the vector must have shape [2][1], got [3][1]"],
    [matrixVector, [three, matrix([[1, 2]])], "the vector must have shape [1][1], got [1][2]"],
    [stack, [three, matrix([[1, 2]])], "parent 2 must have shape [1][1], got [1][2]"],
    [addMultiple, [three, three, three], "λ must have shape [1][1], got [3][1]"],
  ])("$name", (operation, parents, message) => {
    expect(() => operation.evaluate(parents)).toThrow(message);
  });
});
