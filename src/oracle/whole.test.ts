import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { realsOf, type Real } from "./decimal.js";
import { compare, product, rationalOf, sum, type Rational } from "./testing/rational.js";
import { wholeSum } from "./whole.js";

const digits = 30;
const reals = realsOf(digits);
const wide = realsOf(200);

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: -8, max: 8 }))
  .map(([n, exponent]) => wide.fromText(`${n}e${exponent}`));

const zero: Rational = { n: 0n, d: 1n };

function exactly(products: readonly (readonly [Real, Real])[], addends: readonly Real[]): Rational {
  const terms = [...products.map(([a, b]) => product(rationalOf(a), rationalOf(b))), ...addends.map(rationalOf)];
  return terms.reduce(sum, zero);
}

describe("a sum that so many digits hold", () => {
  it("is exact, or is not given", () => {
    const seen = { whole: 0, none: 0 };
    fc.assert(
      fc.property(
        fc.array(fc.tuple(decimals, decimals), { maxLength: 4 }),
        fc.array(decimals, { maxLength: 3 }),
        (products, addends) => {
          const result = wholeSum(reals, products, addends);
          seen[result === undefined ? "none" : "whole"] += 1;
          return result === undefined || compare(rationalOf(result), exactly(products, addends)) === 0;
        },
      ),
      { seed: 1, numRuns: 500 },
    );
    expect(Math.min(seen.whole, seen.none)).toBeGreaterThan(50);
  });

  it("is given wherever no order of the terms is rounded", () => {
    const [one, tiny] = [reals.one, reals.fromText("1e-28")];
    expect(wholeSum(reals, [], [one, tiny])?.toString()).toBe("1.0000000000000000000000000001");
    expect(wholeSum(reals, [[one, one]], [one.negated()])?.isZero()).toBe(true);
    expect(wholeSum(reals, [], [])?.isZero()).toBe(true);
    expect(wholeSum(reals, [[reals.zero, reals.fromText("1e400")]], [reals.zero])?.isZero()).toBe(true);
  });

  it("is not given where a carry needs a digit more, or a product has too many", () => {
    const [large, small] = [reals.fromText("9e29"), reals.one];
    expect(wholeSum(reals, [], [large, small])).toBeUndefined();
    const sixteen = reals.fromText("1234567890123457");
    expect(wholeSum(reals, [[sixteen, sixteen]], [])).toBeUndefined();
    // Its 31 digits end in 000000000000001: rounded, it would look like one of 16 digits.
    const rounded = reals.fromText("1000000000000001");
    expect(wholeSum(reals, [[rounded, rounded]], [])).toBeUndefined();
    expect(
      wholeSum(reals, [], [reals.fromText("1e20"), reals.fromText("1e-20"), reals.fromText("-1e20")]),
    ).toBeUndefined();
  });
});
