/** JAC-06, JAC-07 and GRF-11 to 19: single Jacobians of the graph lecture, and its example as one row times one Jacobian after another. */
import { describe, expect, it } from "vitest";
import { lectureExample, operations, tensors } from "../../src/graph/index.js";
import { affine, chain, identity, pull, toMatrix } from "../../src/vectorized/jacobian.js";
import { toRows } from "../../src/vectorized/matrix.js";
import { unsigned } from "./testing/questions.js";

const { addMultiple, sum, sumOfSquares } = operations;
const { column, entries, rowsOf, single, tabulate } = tensors;

describe("single Jacobians of the graph lecture", () => {
  it("∂s/∂b and ∂s/∂z of s = z + b are the unit matrix", () => {
    expect(toRows(toMatrix(identity(2)))).toEqual([
      [1, 0],
      [0, 1],
    ]);
    for (const e of [
      [1, 0],
      [0, 1],
    ]) {
      const pulled = sum.pullback(column(e), [column([5, 6]), column([1, 2])], column([6, 8]));
      expect(pulled.map(entries)).toEqual([e, e]);
    }
    expect(
      toRows(
        toMatrix(
          chain(
            identity(2),
            affine([
              [1, 2],
              [3, 4],
            ]),
          ),
        ),
      ),
    ).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it("dr/dW of r = Σ W_ij² is 2W, with the shape of W", () => {
    const W = tabulate(2, 3, (i, j) => 3 * i - 2 * j + 1);
    const [gradient] = sumOfSquares.pullback(single(1), [W], sumOfSquares.evaluate([W]));
    expect(rowsOf(gradient)).toEqual(rowsOf(W).map((row) => row.map((w) => 2 * w)));
  });

  it("J = l + λ r hands 1 to l, λ to r and r to λ", () => {
    const pulled = addMultiple.pullback(single(1), [single(2), single(5), single(7)], single(37));
    expect(pulled.map(({ data }) => data[0])).toEqual([1, 7, 5]);
  });
});

describe("the regularized classifier of the graph lecture", () => {
  /** s = (2, 2, 2, 2), so p = ¼ and yᵀ p = ¼; ‖W‖² = 9. */
  const W = [
    [1, 0],
    [0, 1],
    [2, -1],
    [1, 1],
  ];
  const steps = lectureExample({ W, x: [1, 1], b: [1, 1, 1, 0], y: [0, 0, 1, 0], lambda: 3 });
  const gradient = (name: string): number[] =>
    unsigned(steps.flatMap((step) => (step.node === name ? entries(step.gradient) : [])));

  it("runs one row through the Jacobians: 1, -yᵀ / (yᵀ p), times diag(p) - p pᵀ, times I, times I", () => {
    const P = affine(rowsOf(tabulate(4, 4, (i, j) => 0.25 * ((i === j ? 1 : 0) - 0.25))));
    expect([gradient("J"), gradient("l"), gradient("p")]).toEqual([[1], [1], [0, 0, -4, 0]]);
    expect(unsigned(pull(gradient("p"), P))).toEqual(gradient("s"));
    for (const name of ["b", "z"]) expect(pull(gradient("s"), identity(4))).toEqual(gradient(name));
    expect(gradient("s")).toEqual([0.25, 0.25, -0.75, 0.25]);
  });

  it("gives W the data's path and the penalty's, gᵀ xᵀ + 2 λ W, and b the data's alone", () => {
    const g = [0.25, 0.25, -0.75, 0.25];
    expect(gradient("W")).toEqual(g.flatMap((gi, i) => [0, 1].map((j) => gi * 1 + 2 * 3 * W[i][j])));
    expect([gradient("b"), gradient("r"), gradient("λ")]).toEqual([g, [3], [9]]);
  });
});
