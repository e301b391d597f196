import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  defaultConventions,
  isScalar,
  kinkChoices,
  outputsOf,
  scalarActivationNames,
  type Activation,
} from "../model/index.js";
import {
  affine,
  byWeights,
  chain,
  contract,
  identity,
  inputs,
  ofActivation,
  outputs,
  pull,
  push,
  toMatrix,
  type Jacobian,
} from "./jacobian.js";
import { activationOf } from "./activations.js";
import { fromColumns, toColumns, toRows } from "./matrix.js";
import { sampleOf, samples, squaresAndSum } from "./testing/samples.js";

const kinks = defaultConventions.derivativeAtKink;
const integer = fc.integer({ min: -9, max: 9 });
const vector = (length: number) => fc.array(integer, { minLength: length, maxLength: length });
const matrix = (rows: number, cols: number) => fc.array(vector(cols), { minLength: rows, maxLength: rows });
const size = fc.integer({ min: 1, max: 4 });

/** y at z, of one example. */
const valueOf = (activation: Activation, z: readonly number[]): number[] =>
  toColumns(activationOf(activation, defaultConventions).forward(fromColumns([z])))[0];
const rowsOf = (activation: Activation, z: readonly number[], choice = kinks): number[][] =>
  toRows(toMatrix(ofActivation(activation, z, choice)));

/** A Jacobian of integers with M outputs and D inputs; a square one may be special. */
const jacobian = (M: number, D: number): fc.Arbitrary<Jacobian> => {
  const full = matrix(M, D).map(affine);
  if (M !== D) return full;
  return fc.oneof(
    full,
    vector(D).map((entries): Jacobian => ({ form: "diagonal", entries })),
    fc.constant(identity(D)),
  );
};

const product = (A: number[][], B: number[][]): number[][] =>
  A.map((row) => (B[0] ?? []).map((_, j) => row.reduce((sum, a, l) => sum + a * (B[l]?.[j] ?? NaN), 0)));

/** 0 and -0 are the same entry here. */
const unsigned = (entries: readonly number[]): number[] => entries.map((entry) => entry + 0);

describe("the chain rule for vector functions", () => {
  const three = fc
    .record({ m: size, n: size, p: size })
    .chain(({ m, n, p }) => fc.tuple(jacobian(m, n), jacobian(n, p), vector(m), vector(p)));

  it("multiplies outer first, whatever the forms", () => {
    fc.assert(
      fc.property(three, ([outer, inner]) => {
        expect(toRows(toMatrix(chain(outer, inner)))).toEqual(
          product(toRows(toMatrix(outer)), toRows(toMatrix(inner))),
        );
      }),
      { seed: 1 },
    );
  });

  it("pulls a gradient through both, one after the other, and pushes a change the other way", () => {
    fc.assert(
      fc.property(three, ([outer, inner, g, dx]) => {
        expect(unsigned(pull(g, chain(outer, inner)))).toEqual(unsigned(pull(pull(g, outer), inner)));
        expect(unsigned(push(chain(outer, inner), dx))).toEqual(unsigned(push(outer, push(inner, dx))));
      }),
      { seed: 2 },
    );
  });

  it("is adjoint: g · (J dx) = (g J) · dx", () => {
    const dot = (a: number[], b: number[]) => a.reduce((sum, ai, i) => sum + ai * (b[i] ?? NaN), 0);
    fc.assert(
      fc.property(three, ([J, , g]) => {
        const dx = Array.from({ length: inputs(J) }, (_, i) => i - 1);
        expect(dot(g, push(J, dx))).toBe(dot(pull(g, J), dx));
      }),
      { seed: 3 },
    );
  });

  it("fails on shapes in the wrong order, and says which comes first", () => {
    const outer = affine([[1, 2, 3]]);
    const inner = affine([[1], [2], [3]]);
    expect(toRows(toMatrix(chain(outer, inner)))).toEqual([[14]]);
    expect(() =>
      chain(
        affine([
          [1, 2],
          [3, 4],
        ]),
        affine([[1, 2, 3]]),
      ),
    ).toThrow(
      "the inner Jacobian must have shape [2][any] (outputs × inputs), got [1][3]; the outer function's Jacobian comes first",
    );
    expect(() => pull([1, 2], outer)).toThrow("the gradient must have shape [1], got [2]");
    expect(() => push(outer, [1, 2])).toThrow("the change must have shape [3], got [2]");
    expect(() => contract([1], byWeights([1], 2))).toThrow("the gradient must have shape [2], got [1]");
  });
});

describe("the Jacobian of an activation", () => {
  const z = [-1.5, 0.5, 2];

  it.each(scalarActivationNames)("is diagonal for %s", (name) => {
    const J = ofActivation(sampleOf(name, 3), z, kinks);
    expect(J.form).toBe("diagonal");
    expect([outputs(J), inputs(J)]).toEqual([3, 3]);
  });

  it.each(
    samples(3)
      .filter((activation) => !isScalar(activation))
      .map((each) => [each.name, each] as const),
  )("is full for %s, with one row per output and one column per pre-activation", (_name, activation) => {
    const J = ofActivation(activation, z, kinks);
    const M = outputsOf({ activation, weights: [], biases: z });
    expect(J.form).toBe("full");
    expect([outputs(J), inputs(J)]).toEqual([M, 3]);
    expect(toRows(toMatrix(J)).map((row) => row.length)).toEqual(Array(M).fill(3));
  });

  it("is diag(y) - y yᵀ for softmax", () => {
    const logits = [0, Math.log(3)];
    const y = valueOf({ name: "softmax" }, logits);
    const J = rowsOf({ name: "softmax" }, logits);
    y.forEach((yj, j) => y.forEach((yi, i) => expect(J[j][i]).toBe(yj * ((i === j ? 1 : 0) - yi))));
  });

  it("is I - 1 pᵀ for log-softmax, which is not symmetric", () => {
    const logits = [0, Math.log(3)];
    const p = valueOf({ name: "softmax" }, logits);
    const J = rowsOf({ name: "log-softmax" }, logits);
    p.forEach((_, j) => p.forEach((pi, i) => expect(J[j][i]).toBe((i === j ? 1 : 0) - pi)));
  });

  it("is A for a linear map and 0 for the unit step, wherever z is", () => {
    const A = [
      [0.1, -2, 3],
      [4, 0, 1e300],
    ];
    expect(rowsOf({ name: "linear-map", matrix: A }, z)).toEqual(A);
    expect(ofActivation({ name: "unit-step" }, [-1, 0, 2], kinks)).toEqual({ form: "diagonal", entries: [0, 0, 0] });
  });

  it("is (I - 1 1ᵀ/D - y yᵀ/D) / s for layer normalization", () => {
    // ε = 7 makes s = 4 and y = ±3/4
    expect(rowsOf({ name: "layer-normalization", epsilon: 7 }, [3, -3])).toEqual([
      [(1 - 0.5 - 0.28125) / 4, (-0.5 + 0.28125) / 4],
      [(-0.5 + 0.28125) / 4, (1 - 0.5 - 0.28125) / 4],
    ]);
  });

  it("holds the partial derivatives of polynomials, and the gradients of a user's own", () => {
    // z_1² + z_1 z_3 and 3 z_3 - 1
    expect(rowsOf(sampleOf("polynomial", 3), [5, 7, -2])).toEqual([
      [8, 0, 5],
      [0, 0, 3],
    ]);
    expect(rowsOf(squaresAndSum, [5, 7, -2])).toEqual([
      [10, 0, 0],
      [0, 14, 0],
      [0, 0, -4],
      [1, 1, 1],
    ]);
  });

  it("selects the largest piece of each unit of maxout, and follows the convention where they tie", () => {
    const maxout = { name: "maxout", pieces: 3 } as const;
    expect(rowsOf(maxout, [1, 3, 2, 6, 5, 4])).toEqual([
      [0, 1, 0, 0, 0, 0],
      [0, 0, 0, 1, 0, 0],
    ]);
    const tied = kinkChoices.maxout.map((choice) => rowsOf(maxout, [5, 5, 5], { ...kinks, maxout: choice })[0]);
    expect(tied).toEqual([
      [1, 0, 0],
      [0, 0, 1],
      [1 / 3, 1 / 3, 1 / 3],
      [0.25, 0.25, 0.5],
      [1, 0, 0],
    ]);
  });

  const smooth = samples(3)
    .map((activation) => [activation.name, activation] as const)
    .filter(([name]) => !["relu", "leaky-relu", "absolute-value", "unit-step", "maxout"].includes(name));

  /** Δy - J Δz shrinks with the square of Δz: by 4 when Δz is halved, to which third order adds a share of at most its size. */
  it.each(smooth)("predicts the change of %s to first order", (name, activation) => {
    const z = [0.3, -0.7, 1.1];
    const J = ofActivation(activation, z, kinks);
    const remainder = (h: number): number => {
      const dz = [h, -2 * h, h / 2];
      const predicted = push(J, dz);
      const changed = valueOf(
        activation,
        z.map((zi, i) => zi + dz[i]),
      );
      return Math.max(...valueOf(activation, z).map((y, i) => Math.abs(changed[i] - y - predicted[i])));
    };
    const [coarse, fine] = [remainder(2 ** -8), remainder(2 ** -9)];
    // no second order: what is left are the roundings of two sums of three products, which add up to less than 5, and of z
    if (["identity", "linear-map"].includes(name))
      return expect([coarse, fine].every((rest) => rest <= 2 ** -47)).toBe(true);
    expect(coarse).toBeGreaterThan(0);
    expect(coarse / fine).toBeGreaterThan(4 * (1 - 2 ** -5));
    expect(coarse / fine).toBeLessThan(4 * (1 + 2 ** -5));
  });

  it("predicts the change exactly where the activation is piecewise linear and no piece ends", () => {
    const maxout = { name: "maxout", pieces: 2 } as const;
    const distinct = fc
      .array(fc.tuple(integer, fc.boolean()), { minLength: 1, maxLength: 3 })
      .map((units) => units.flatMap(([top, swapped]) => (swapped ? [top - 1, top] : [top, top - 1])));
    const step = fc.integer({ min: -3, max: 3 }).map((n) => n / 8);
    const questions = distinct.chain((at) =>
      fc.tuple(fc.constant(at), fc.array(step, { minLength: at.length, maxLength: at.length })),
    );
    fc.assert(
      fc.property(questions, ([at, dz]) => {
        const change = valueOf(
          maxout,
          at.map((zi, i) => zi + dz[i]),
        ).map((y, j) => y - valueOf(maxout, at)[j]);
        expect(unsigned(push(ofActivation(maxout, at, kinks), dz))).toEqual(unsigned(change));
      }),
      { seed: 6 },
    );
  });

  it("is locally constant where the activation is piecewise linear", () => {
    const leaky = { name: "leaky-relu", slope: 0.25 } as const;
    expect(ofActivation(leaky, [-1, 2], kinks)).toEqual(ofActivation(leaky, [-5, 7], kinks));
    expect(ofActivation(leaky, [-1, 2], kinks)).toEqual({ form: "diagonal", entries: [0.25, 1] });
    const maxout = { name: "maxout", pieces: 2 } as const;
    expect(rowsOf(maxout, [-1, 2])).toEqual(rowsOf(maxout, [-5, 7]));
    expect(rowsOf(maxout, [-1, 2])).toEqual([[0, 1]]);
  });
});

describe("the tensor behind the outer product", () => {
  it("contracts with a gradient to g yᵀ", () => {
    fc.assert(
      fc.property(vector(3), vector(2), (g, y) => {
        expect(contract(g, byWeights(y, 3))).toEqual(g.map((gi) => y.map((yl) => gi * yl + 0)));
      }),
      { seed: 4 },
    );
  });

  it("is 0 unless the unit is the row's", () => {
    expect(byWeights([5, 7], 2)).toEqual([
      [
        [5, 7],
        [0, 0],
      ],
      [
        [0, 0],
        [5, 7],
      ],
    ]);
  });
});

describe("an affine map", () => {
  it("has W for its Jacobian, and the change is exact", () => {
    fc.assert(
      fc.property(matrix(2, 3), vector(3), vector(3), (W, y, dy) => {
        const z = (at: number[]): number[] =>
          product(
            W,
            at.map((value) => [value]),
          ).flat();
        const change = z(y.map((yi, i) => yi + (dy[i] ?? 0))).map((zi, i) => zi - (z(y)[i] ?? 0));
        expect(push(affine(W), dy)).toEqual(change);
      }),
      { seed: 5 },
    );
  });
});
