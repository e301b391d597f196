import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Activation, Monomial } from "../model/index.js";
import { names } from "./names.js";
import { backward, forward } from "./passes.js";
import { column, entries, matrix } from "./tensor.js";
import { activationConstants } from "./activations.js";
import { graphThrough, plain, through } from "./testing/through.js";

const integer = fc.integer({ min: -3, max: 3 });
const list = <T>(entry: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> =>
  fc.array(entry, { minLength: length, maxLength: length });

/** Up to three polynomials in up to three integers, of degree 5 at most in each: all numbers are integers below 2^53. */
const polynomials = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })).chain(([D, M]) =>
  fc.record({
    z: list(integer, D),
    dy: list(integer, M),
    outputs: list(fc.array(fc.record({ coefficient: integer, powers: list(fc.nat(5), D) }), { maxLength: 3 }), M),
  }),
);

const value = (monomials: readonly Monomial[], z: readonly number[]): number =>
  monomials.reduce(
    (sum, { coefficient, powers }) => sum + powers.reduce((product, power, i) => product * z[i] ** power, coefficient),
    0,
  );

/** Term by term: c p z_i^(p-1), times the other powers. */
const derivative = (monomials: readonly Monomial[], z: readonly number[], i: number): number =>
  value(
    monomials
      .filter(({ powers }) => powers[i] > 0)
      .map(({ coefficient, powers }) => ({
        coefficient: coefficient * powers[i],
        powers: powers.map((power, l) => (l === i ? power - 1 : power)),
      })),
    z,
  );

describe("a polynomial out of products, on integers", () => {
  it("has the value and the gradient that its formula has", () => {
    fc.assert(
      fc.property(polynomials, ({ z, dy, outputs }) => {
        const { y, dz } = through({ name: "polynomial", outputs }, z, dy);
        expect(y).toEqual(plain(outputs.map((monomials) => value(monomials, z))));
        expect(dz).toEqual(
          plain(z.map((_, i) => outputs.reduce((sum, monomials, j) => sum + dy[j] * derivative(monomials, z, i), 0))),
        );
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("consists of nothing but picking, products, sums and a stack", () => {
    fc.assert(
      fc.property(polynomials, ({ z, outputs }) => {
        const graph = graphThrough({ name: "polynomial", outputs }, z.length);
        const used = [...graph.nodes.values()]
          .filter(({ name }) => name !== "J")
          .map(({ operation }) => operation?.name);
        for (const name of used) expect(name ?? "product").toMatch(/^(entries \d|product|sum|stack)$/);
      }),
      { seed: 2 },
    );
  });
});

describe("a polynomial", () => {
  const of = (...outputs: [number, ...number[]][][]): Activation => ({
    name: "polynomial",
    outputs: outputs.map((monomials) => monomials.map(([coefficient, ...powers]) => ({ coefficient, powers }))),
  });

  it("is worked out by hand: 3 z₁² z₂ - 2, and z₂", () => {
    const f = of(
      [
        [3, 2, 1],
        [-2, 0, 0],
      ],
      [[1, 0, 1]],
    );
    expect(through(f, [2, 5], [1, 10])).toEqual({ y: [58, 5], dz: [60, 12 + 10] });
  });

  it("has 0^0 = 1: the derivative of z at 0 is 1, and a constant stays one", () => {
    expect(through(of([[1, 1]], [[7, 0]]), [0], [3, 5])).toEqual({ y: [0, 7], dz: [3] });
    expect(through(of([[4, 1, 1]]), [0, 0], [1])).toEqual({ y: [0], dz: [0, 0] });
  });

  it("without monomials is 0, which nothing comes back from", () => {
    expect(through(of([], []), [5, NaN], [1, 1])).toEqual({ y: [0, 0], dz: [0, 0] });
  });

  it("leaves out what has the power 0, NaN and infinities too", () => {
    expect(through(of([[2, 1, 0]], [[1, 0, 1]]), [3, NaN], [1, 0])).toEqual({ y: [6, NaN], dz: [2, 0] });
    expect(through(of([[2, 1, 0]]), [3, Infinity], [1])).toEqual({ y: [6], dz: [2, 0] });
    expect(through(of([[2, 1, 1]]), [3, NaN], [1])).toEqual({ y: [NaN], dz: [NaN, 6] });
  });

  it("has few nodes for a high power, and each power once", () => {
    const f = of([[1, 1000]], [[1, 1000]]);
    expect(through(f, [-1], [1, 2])).toEqual({ y: [1, 1], dz: [-3000] });
    // 1000 = 2 · 500, …, 125 = 124 + 1, …: 9 squares and 5 single factors
    expect([...graphThrough(f, 1).nodes.keys()].filter((name) => name.startsWith("(z_1)^"))).toHaveLength(14);
  });

  it("has gradients by its coefficients for nothing: the powers themselves", () => {
    const f = of([
      [3, 2, 1],
      [-2, 0, 3],
    ]);
    const given = [["z", column([2, 5])] as const, ["dyᵀ", matrix([[10]])] as const, ...activationConstants(f, 1)];
    const gradients = backward(forward(graphThrough(f, 2), given), "J");
    const by = (m: number): number[] => entries(gradients.gradient(names.coefficient(1, 1, m)));
    expect([by(1), by(2)]).toEqual([[200], [1250]]);
  });
});
