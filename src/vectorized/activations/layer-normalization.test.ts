import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { precisions, unitRoundoff } from "../../model/index.js";
import { fromColumns, fromRows, toColumns, transposeTimes } from "../matrix.js";
import { layerNormalization } from "./layer-normalization.js";

const u = unitRoundoff(precisions.f64);

/** Both passes on one example. */
function passes(epsilon: number, z: readonly number[], dy: readonly number[]): [number[], number[]] {
  const f = layerNormalization(epsilon);
  const Z = fromColumns([z]);
  const Y = f.forward(Z);
  return [toColumns(Y)[0], toColumns(f.backward(Z, Y, fromColumns([dy])))[0]];
}

/** Jᵀ dy with ∂y_j/∂z_i = (δ_ij - 1/D - y_i y_j / D) / s as a full matrix. */
function throughJacobian(y: readonly number[], s: number, dy: readonly number[]): number[] {
  const D = y.length;
  const J = fromRows(y.map((yj, j) => y.map((yi, i) => ((i === j ? 1 : 0) - 1 / D - (yi * yj) / D) / s)));
  return toColumns(transposeTimes(J, fromColumns([dy])))[0];
}

const integer = fc.integer({ min: -9, max: 9 });
const vector = (length: number) => fc.array(integer, { minLength: length, maxLength: length });
/** Widths by which an integer is divided exactly. */
const width = fc.constantFrom(1, 2, 4);

describe("layer normalization", () => {
  /** c ± a, as many of either sign: the mean is c, the variance a². With ε = 16 - a² the root is 4 and y is ±a / 4. */
  const balanced = fc
    .record({
      signs: fc.constantFrom([1, -1], [-1, 1, 1, -1], [1, -1, 1, -1], [1, 1, -1, -1]),
      a: fc.integer({ min: 1, max: 3 }),
      c: fc.integer(),
    })
    .chain((layer) => fc.record({ layer: fc.constant(layer), dy: vector(layer.signs.length) }));

  it("of balanced integers is exact, in both directions", () => {
    fc.assert(
      fc.property(balanced, ({ layer: { signs, a, c }, dy }) => {
        const [y, dz] = passes(
          16 - a * a,
          signs.map((sign) => c + sign * a),
          dy,
        );
        expect(y).toEqual(signs.map((sign) => (sign * a) / 4));
        expect(dz.map((d) => d + 0)).toEqual(throughJacobian(y, 4, dy).map((d) => d + 0));
      }),
      { seed: 1 },
    );
  });

  it("dZ is the transposed full Jacobian times dY, within γ of both", () => {
    const questions = width.chain((D) => fc.tuple(vector(D), vector(D)));
    fc.assert(
      fc.property(questions, fc.constantFrom(0.25, 2, 1e-5), ([z, dy], epsilon) => {
        const D = z.length;
        const mean = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0) / D;
        // on integers mean and variance are exact, so that s has two roundings and y one more
        const m = mean(z);
        const s = Math.sqrt(mean(z.map((zi) => (zi - m) ** 2)) + epsilon);
        const [y, dz] = passes(epsilon, z, dy);
        y.forEach((yi, i) => expect(yi).toBe((z[i] - m) / s));
        const expected = throughJacobian(y, s, dy);
        // sums of D terms, with at most 6 further roundings of each: y y or y dy, mean, difference, quotient, product
        const gamma = ((D + 6) * u) / (1 - (D + 6) * u);
        const size = (numbers: readonly number[]): number => mean(numbers.map(Math.abs));
        dz.forEach((dzi, i) => {
          const terms = Math.abs(dy[i]) + size(dy) + Math.abs(y[i]) * size(y.map((yj, j) => yj * dy[j]));
          expect(Math.abs(dzi - expected[i])).toBeLessThanOrEqual((2 * gamma * terms) / s);
        });
      }),
      { seed: 2 },
    );
  });

  it("works out (3, -3) with ε = 7: the variance is a mean, and ε stands under the root", () => {
    // s = √(9 + 7); mean(dy) = 4, mean(dy ∘ y) = 3, so dz = (8 - 4 - 9/4) / 4 and (0 - 4 + 9/4) / 4
    expect(passes(7, [3, -3], [8, 0])).toEqual([
      [0.75, -0.75],
      [0.4375, -0.4375],
    ]);
  });

  it("of one unit, or of equal units, is 0", () => {
    expect(passes(4, [5], [3])).toEqual([[0], [0]]);
    // v = 0 and s = 2: what is left of J is the subtraction of the mean
    expect(passes(4, [5, 5, 5, 5], [8, 0, 0, 0])).toEqual([
      [0, 0, 0, 0],
      [3, -1, -1, -1],
    ]);
  });

  it("sends no gradient back for equal dy, nor for dy along y when ε is small", () => {
    expect(passes(7, [3, -3], [5, 5])[1]).toEqual([0, 0]);
    // ε = 2^-1074 vanishes beside v = 1, so that y is ±1 and dy = y
    expect(passes(Number.MIN_VALUE, [1, -1], [1, -1])).toEqual([
      [1, -1],
      [0, 0],
    ]);
  });

  it("keeps its digits under a large common offset", () => {
    expect(passes(7, [2 ** 50 + 3, 2 ** 50 - 3], [8, 0])).toEqual(passes(7, [3, -3], [8, 0]));
  });

  it("has gradients that sum to 0, exactly on balanced integers", () => {
    fc.assert(
      fc.property(balanced, ({ layer: { signs, a, c }, dy }) => {
        const [, dz] = passes(
          16 - a * a,
          signs.map((sign) => c + sign * a),
          dy,
        );
        expect(dz.reduce((sum, d) => sum + d, 0) + 0).toBe(0);
      }),
      { seed: 3 },
    );
  });

  it("passes NaN and an infinite z on as NaN, in the whole example and in no other", () => {
    const f = layerNormalization(7);
    const Z = fromColumns([
      [NaN, 1],
      [3, -3],
      [Infinity, 1],
    ]);
    const Y = f.forward(Z);
    const dY = fromColumns([
      [8, 0],
      [8, 0],
      [8, 0],
    ]);
    expect(toColumns(Y)).toEqual([
      [NaN, NaN],
      [0.75, -0.75],
      [NaN, NaN],
    ]);
    expect(toColumns(f.backward(Z, Y, dY))).toEqual([
      [NaN, NaN],
      [0.4375, -0.4375],
      [NaN, NaN],
    ]);
  });
});
