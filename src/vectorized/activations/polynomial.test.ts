import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Monomial } from "../../model/index.js";
import { fromColumns, toColumns } from "../matrix.js";
import { linearMap } from "./linear-map.js";
import { polynomial } from "./polynomial.js";

type Outputs = readonly (readonly Monomial[])[];

/** Both passes on one example. */
function passes(outputs: Outputs, z: readonly number[], dy: readonly number[]): [number[], number[]] {
  const f = polynomial(outputs);
  const Z = fromColumns([z]);
  const Y = f.forward(Z);
  return [toColumns(Y)[0], toColumns(f.backward(Z, Y, fromColumns([dy])))[0]];
}

const integer = fc.integer({ min: -3, max: 3 });
const vector = (length: number, entry = integer) => fc.array(entry, { minLength: length, maxLength: length });

/** Up to four outputs of up to three monomials of small degree each. */
const questions = fc
  .record({ D: fc.integer({ min: 1, max: 3 }), M: fc.integer({ min: 1, max: 4 }) })
  .chain(({ D, M }) => {
    const monomial = fc.record({ coefficient: integer, powers: vector(D, fc.integer({ min: 0, max: 3 })) });
    return fc.record({
      outputs: fc.array(fc.array(monomial, { maxLength: 3 }), { minLength: M, maxLength: M }),
      z: vector(D),
      dy: vector(M),
    });
  });

/** c p_i z_i^(p_i - 1) Π_{l≠i} z_l^p_l. */
function partial({ coefficient, powers }: Monomial, z: readonly number[], i: number): number {
  if (powers[i] === 0) return 0;
  return z.reduce(
    (product, zl, l) => product * (l === i ? powers[l] * zl ** (powers[l] - 1) : zl ** powers[l]),
    coefficient,
  );
}

describe("a polynomial activation", () => {
  it("is the sum of its monomials, exactly on integers", () => {
    fc.assert(
      fc.property(questions, ({ outputs, z, dy }) => {
        const expected = outputs.map((monomials) =>
          monomials.reduce((sum, { coefficient, powers }) => {
            return sum + z.reduce((product, zi, i) => product * zi ** powers[i], coefficient);
          }, 0),
        );
        expect(passes(outputs, z, dy)[0].map((y) => y + 0)).toEqual(expected.map((y) => y + 0));
      }),
      { seed: 1 },
    );
  });

  it("has the gradient of the product rule, exactly on integers, zeros included", () => {
    fc.assert(
      fc.property(questions, ({ outputs, z, dy }) => {
        const expected = z.map((_, i) =>
          outputs.reduce(
            (sum, monomials, j) =>
              sum + dy[j] * monomials.reduce((slope, monomial) => slope + partial(monomial, z, i), 0),
            0,
          ),
        );
        expect(passes(outputs, z, dy)[1].map((dz) => dz + 0)).toEqual(expected.map((dz) => dz + 0));
      }),
      { seed: 2 },
    );
  });

  /** Δy is exactly J e_i for a monomial in which z_i stands to the first power: no derivative rule at all. */
  it("has its own difference as gradient where every power is 0 or 1", () => {
    const multilinear = fc.integer({ min: 1, max: 3 }).chain((D) => {
      const monomial = fc.record({ coefficient: integer, powers: vector(D, fc.integer({ min: 0, max: 1 })) });
      return fc.tuple(fc.array(monomial, { minLength: 1, maxLength: 4 }), vector(D));
    });
    fc.assert(
      fc.property(multilinear, ([monomials, z]) => {
        const y = (at: readonly number[]): number => passes([monomials], at, [1])[0][0];
        const differences = z.map((zi, i) => y(z.with(i, zi + 1)) - y(z));
        expect(passes([monomials], z, [1])[1].map((dz) => dz + 0)).toEqual(differences.map((dz) => dz + 0));
      }),
      { seed: 3 },
    );
  });

  it("of degree 1 is the linear map", () => {
    const A = [
      [1, -2, 0],
      [0, 3, 4],
    ];
    const outputs = A.map((row) =>
      row.map((coefficient, i) => ({ coefficient, powers: row.map((_, l) => (l === i ? 1 : 0)) })),
    );
    const [z, dy] = [
      [5, 7, -1],
      [10, 100],
    ];
    const map = linearMap(A);
    const Z = fromColumns([z]);
    const Y = map.forward(Z);
    expect(passes(outputs, z, dy)).toEqual([toColumns(Y)[0], toColumns(map.backward(Z, Y, fromColumns([dy])))[0]]);
  });

  it("works out 3 z_1² z_2, 5 - z_2 and nothing at (2, -3)", () => {
    const outputs: Outputs = [
      [{ coefficient: 3, powers: [2, 1] }],
      [
        { coefficient: 5, powers: [0, 0] },
        { coefficient: -1, powers: [0, 1] },
      ],
      [],
    ];
    // by z_1: 6 z_1 z_2 = -36; by z_2: 3 z_1² = 12 and -1
    expect(passes(outputs, [2, -3], [1, 10, 100])).toEqual([
      [-36, 8, 0],
      [-36, 12 - 10],
    ]);
  });

  it("at 0 counts 0^0 as 1: z_1 z_2 has the other factor as its slope, z³ none, z the slope 1", () => {
    const outputs = (...powers: number[][]): Outputs => [powers.map((each) => ({ coefficient: 1, powers: each }))];
    expect(passes(outputs([1, 1]), [0, 7], [1])).toEqual([[0], [7, 0]]);
    expect(passes(outputs([3, 0]), [0, 7], [1])).toEqual([[0], [0, 0]]);
    expect(passes(outputs([1, 0], [0, 0]), [0, 7], [1])).toEqual([[1], [1, 0]]);
  });

  it("of no monomials is the constant 0 with the gradient 0", () => {
    expect(passes([[], []], [4, 5], [1, 1])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it("passes NaN on to every output that holds the unit, and leaves it out at power 0", () => {
    const outputs: Outputs = [
      [{ coefficient: 2, powers: [1, 1] }],
      [{ coefficient: 3, powers: [0, 2] }],
      [{ coefficient: 4, powers: [2, 0] }],
    ];
    expect(passes(outputs, [NaN, 5], [1, 1, 1])).toEqual([
      [NaN, 75, NaN],
      [NaN, NaN],
    ]);
    expect(passes(outputs.slice(1, 2), [NaN, 5], [1])).toEqual([[75], [0, 30]]);
  });
});
