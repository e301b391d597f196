import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultConventions, type VectorActivation } from "../model/index.js";
import { polynomial } from "./polynomial.js";
import { swish } from "./testing/own.js";
import { gamma, primitive } from "./testing/rounding.js";
import { vectorActivationGradient, vectorActivationValue } from "./vector-activations.js";

/** dy_j/dz_i as `jacobian(f, z)[j-1][i-1]`: the gradient of the output y_j. */
function jacobian(f: VectorActivation, z: readonly number[]): number[][] {
  const y = vectorActivationValue(f, z);
  return y.slice(1).map((_, row) => {
    const dy = y.map((_, j) => (j === row + 1 ? 1 : 0));
    return vectorActivationGradient(f, defaultConventions, z, y, dy).slice(1);
  });
}

/** (f(z + h e_i) - f(z - h e_i)) / 2h for each i; z is made of small integers, so that z + h and z - h are exact. */
function differences(f: VectorActivation, z: readonly number[], h: number): number[][] {
  const moved = (i: number, by: number): number[] => vectorActivationValue(f, z.with(i, z[i] + by)).slice(1);
  const columns = z.slice(1).map((_, column) => {
    const [above, below] = [moved(column + 1, h), moved(column + 1, -h)];
    return above.map((y, j) => (y - below[j]) / (2 * h));
  });
  return columns[0].map((_, j) => columns.map((column) => column[j]));
}

const small = (D: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: -4, max: 4 }), { minLength: D, maxLength: D }).map((z) => [NaN, ...z]);

/**
 * A smooth activation, with bounds for |z| <= 5 and four units: of every third derivative of y_j by z_i, of |y_j|, of the roundings
 * of y_j relative to that, and of those of an entry of the Jacobian relative to 1.
 */
interface Smooth {
  readonly f: VectorActivation;
  readonly third: number;
  readonly size: number;
  readonly roundings: number;
  readonly jacobianRoundings: number;
}

const smooth: readonly Smooth[] = [
  // p (1 - p) (1 - 6p + 6p^2) is at most 1/8; exponential, sum of those, division
  {
    f: { name: "softmax" },
    third: 1 / 8,
    size: 1,
    roundings: 2 * primitive + 4,
    jacobianRoundings: 4 * primitive + 12,
  },
  // p (1 - p) (1 - 2p) is at most 0.097; the sum of exponentials, its logarithm, two subtractions
  {
    f: { name: "log-softmax" },
    third: 0.097,
    size: 12,
    roundings: 2 * primitive + 6,
    jacobianRoundings: 2 * primitive + 6,
  },
  // y = u / sqrt(w), u linear in z_i, w >= 1 quadratic: |y'''| <= 3 + 24 / D; root and division, all before is exact
  {
    f: { name: "layer-normalization", epsilon: 1 },
    third: 9,
    size: 2,
    roundings: 2,
    jacobianRoundings: 20,
  },
  // 3 s'' + z s''', s the logistic function, |s''| < 0.1, |s'''| <= 1/8; exponential, sum, division, product
  {
    f: swish,
    third: 0.3 + 5 / 8,
    size: 5,
    roundings: primitive + 3,
    jacobianRoundings: 6 * (primitive + 8),
  },
];

describe("the gradient of a smooth vector activation", () => {
  it.each(smooth)("is what central differences show: $f.name", ({ f, third, size, roundings, jacobianRoundings }) => {
    const h = 2 ** -17;
    // the remainder of Taylor's series; the roundings of both values and of their difference; those of the Jacobian
    const bound = (third * h * h) / 6 + (gamma(roundings + 1) * size) / h + gamma(jacobianRoundings);
    fc.assert(
      fc.property(small(4), (z) => {
        const quotients = differences(f, z, h);
        jacobian(f, z).forEach((row, j) =>
          row.forEach((entry, i) => expect(Math.abs(entry - quotients[j][i]) <= bound, `${j}, ${i}`).toBe(true)),
        );
      }),
      { seed: 1 },
    );
  });

  it("adds up to 0 over the logits of a softmax, and over the pre-activations of a normalized layer", () => {
    fc.assert(
      fc.property(small(4), small(4), fc.constantFrom(smooth[0], smooth[2]), (z, dy, { f, jacobianRoundings }) => {
        const y = vectorActivationValue(f, z);
        const dz = vectorActivationGradient(f, defaultConventions, z, y, dy).slice(1);
        const sum = dz.reduce((total, value) => total + value, 0);
        // |dy| <= 4 in four rows of four entries
        expect(Math.abs(sum) <= gamma(jacobianRoundings + 8) * 4 * 16).toBe(true);
      }),
      { seed: 2 },
    );
  });

  it("of a log-softmax takes from each dy_i its probability's share of all", () => {
    const f: VectorActivation = { name: "log-softmax" };
    // equal logits: dz_i = dy_i - (dy_1 + dy_2 + dy_3 + dy_4) / 4
    const dz = vectorActivationGradient(f, defaultConventions, [NaN, 7, 7, 7, 7], [], [NaN, 3, 1, 0, 0]);
    expect(dz).toEqual([NaN, 2, 0, -1, -1]);
  });
});

describe("a linear map", () => {
  const matrices = fc.integer({ min: 1, max: 3 }).chain((D) =>
    fc.record({
      A: fc.array(
        small(D).map((row) => row.slice(1)),
        { minLength: 1, maxLength: 4 },
      ),
      z: small(D),
    }),
  );

  it("has its matrix for Jacobian, exactly", () => {
    fc.assert(
      fc.property(matrices, ({ A, z }) => {
        expect(jacobian({ name: "linear-map", matrix: A }, z).map((row) => row.map((entry) => entry + 0))).toEqual(
          A.map((row) => row.map((a) => a + 0)),
        );
      }),
      { seed: 3 },
    );
  });

  it("is adjoint to its gradient: dy . A z = A^T dy . z, exactly for integers", () => {
    const dot = (a: readonly number[], b: readonly number[]): number =>
      a.slice(1).reduce((sum, value, i) => sum + value * b[i + 1], 0);
    fc.assert(
      fc.property(matrices, fc.integer({ min: -9, max: 9 }), ({ A, z }, scale) => {
        const f: VectorActivation = { name: "linear-map", matrix: A };
        const y = vectorActivationValue(f, z);
        const dy = y.map((_, j) => scale + j);
        expect(dot(dy, y)).toBe(dot(vectorActivationGradient(f, defaultConventions, z, y, dy), z));
      }),
      { seed: 4 },
    );
  });

  it("of one row and three columns has one output and three derivatives", () => {
    const f: VectorActivation = { name: "linear-map", matrix: [[1, 10, 100]] };
    expect(vectorActivationValue(f, [NaN, 2, 3, 4])).toEqual([NaN, 432]);
    expect(vectorActivationGradient(f, defaultConventions, [NaN, 2, 3, 4], [NaN, 432], [NaN, 3])).toEqual([
      NaN,
      3,
      30,
      300,
    ]);
  });
});

describe("a polynomial", () => {
  const monomial = (coefficient: number, ...powers: number[]) => ({ coefficient, powers });

  it("adds up its monomials, and has the product rule for Jacobian", () => {
    // y_1 = 5 z_1^2 z_2 - z_2, y_2 = z_1^3 + 7
    const f: VectorActivation = {
      name: "polynomial",
      outputs: [
        [monomial(5, 2, 1), monomial(-1, 0, 1)],
        [monomial(1, 3, 0), monomial(7, 0, 0)],
      ],
    };
    expect(vectorActivationValue(f, [NaN, 2, 3])).toEqual([NaN, 57, 15]);
    expect(jacobian(f, [NaN, 2, 3])).toEqual([
      [60, 19],
      [12, 0],
    ]);
    expect(vectorActivationGradient(f, defaultConventions, [NaN, 2, 3], [NaN, 57, 15], [NaN, 1, 10])).toEqual([
      NaN,
      180,
      19,
    ]);
  });

  it("without monomials is 0, and a power 0 of 0 is 1", () => {
    const f: VectorActivation = { name: "polynomial", outputs: [[], [monomial(3, 0, 1)]] };
    expect(vectorActivationValue(f, [NaN, 0, 0])).toEqual([NaN, 0, 0]);
    expect(jacobian(f, [NaN, 0, 0])).toEqual([
      [0, 0],
      [0, 3],
    ]);
    expect(polynomial([[monomial(3, 0)]], [NaN, NaN])).toEqual([NaN, 3]);
  });

  it("has a derivative of 0 by what it does not depend on, whatever else is infinite", () => {
    const f: VectorActivation = { name: "polynomial", outputs: [[monomial(2, 0, 1)]] };
    expect(jacobian(f, [NaN, 1, Infinity])).toEqual([[0, 2]]);
  });

  it("of degree 2 has the Jacobian that central differences show, exactly for integers", () => {
    const quadratics = fc.array(
      fc.array(
        fc.record({
          coefficient: fc.integer({ min: -3, max: 3 }),
          powers: fc.constantFrom([0, 0], [1, 0], [0, 1], [2, 0], [1, 1], [2, 2], [1, 2]),
        }),
        { maxLength: 3 },
      ),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(quadratics, small(2), (outputs, z) => {
        const f: VectorActivation = { name: "polynomial", outputs };
        const plain = (rows: number[][]): number[][] => rows.map((row) => row.map((entry) => entry + 0));
        expect(plain(jacobian(f, z))).toEqual(plain(differences(f, z, 2 ** -10)));
      }),
      { seed: 5 },
    );
  });
});
