import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { realsOf, shortUp } from "./decimal.js";
import * as radius from "./radius.js";
import type { Radius } from "./radius.js";
import { compare, product, rational, rationalOf, sum, type Rational } from "./testing/rational.js";

/** Radii of all sizes: doubles, subnormals among them, and short decimals outside their range. */
const radii: fc.Arbitrary<Radius> = fc.oneof(
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
  fc
    .tuple(fc.double({ min: 1, max: 9, noNaN: true }), fc.integer({ min: -320, max: 305 }))
    .map(([x, exponent]) => x * Number(`1e${exponent}`)),
  fc
    .tuple(fc.integer({ min: 1, max: 99999 }), fc.integer({ min: -700, max: -275 }))
    .map(([digits, exponent]) => shortUp(realsOf(20).fromText(`${digits}e${exponent}`))),
  fc
    .tuple(fc.integer({ min: 1, max: 99999 }), fc.integer({ min: 295, max: 600 }))
    .map(([digits, exponent]) => shortUp(realsOf(20).fromText(`${digits}e${exponent}`))),
);

function valueOf(bound: Radius): Rational {
  return typeof bound === "number" ? rational(bound) : rationalOf(bound);
}

function isAbove(bound: Radius, exact: Rational): boolean {
  return bound === Infinity || compare(valueOf(bound), exact) >= 0;
}

/** Not more than one part in 10^4 above, or than a subnormal number apart. */
function isClose(bound: Radius, exact: Rational): boolean {
  const slack = sum(product(exact, { n: 10001n, d: 10000n }), rational(Number.MIN_VALUE));
  return bound !== Infinity && compare(valueOf(bound), slack) <= 0;
}

const pairs = fc.tuple(radii, radii);
const options = { seed: 1, numRuns: 1500 };

describe("an operation on radii is an upper bound, and a close one", () => {
  it("of a sum", () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const [bound, exact] = [radius.plus(a, b), sum(valueOf(a), valueOf(b))];
        return isAbove(bound, exact) && isClose(bound, exact);
      }),
      options,
    );
  });

  it("of a product", () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const [bound, exact] = [radius.times(a, b), product(valueOf(a), valueOf(b))];
        return isAbove(bound, exact) && isClose(bound, exact);
      }),
      options,
    );
  });

  it("of a quotient", () => {
    fc.assert(
      fc.property(
        pairs.filter(([, b]) => b !== 0),
        ([a, b]) => {
          const divisor = valueOf(b);
          const exact = product(valueOf(a), { n: divisor.d, d: divisor.n });
          const bound = radius.over(a, b);
          return isAbove(bound, exact) && isClose(bound, exact);
        },
      ),
      options,
    );
  });

  it("of the factors (1 + δ)^±1, and of e^x - 1", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-100, max: 0.49, noNaN: true }), (x) => {
        const bound = radius.growth(x);
        const reals = realsOf(400);
        const exact = reals.fromDouble(x);
        const fraction = exact.dividedBy(reals.one.minus(exact));
        return isAbove(bound, rationalOf(fraction)) && exact.exp().minus(1).lessThanOrEqualTo(fraction);
      }),
      { seed: 1, numRuns: 100 },
    );
    expect(radius.growth(0.5)).toBe(Infinity);
    expect(radius.growth(shortUp(realsOf(20).fromText("1e400")))).toBe(Infinity);
    const tiny = shortUp(realsOf(20).fromText("1e-400"));
    expect(isAbove(radius.growth(tiny), valueOf(tiny))).toBe(true);
    expect(radius.lossy(1, 0.25, 2)).toBeGreaterThanOrEqual(2);
  });
});

describe("a difference of radii", () => {
  it("is a lower bound, never negative", () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const [bound, exact] = [radius.below(a, b), sum(valueOf(a), product(valueOf(b), { n: -1n, d: 1n }))];
        return compare(valueOf(bound), { n: 0n, d: 1n }) >= 0 && (compare(valueOf(bound), exact) <= 0 || bound === 0);
      }),
      options,
    );
  });

  it("keeps most of a short decimal far above the other", () => {
    const [a, b] = ["3e-400", "1e-400"].map((text) => shortUp(realsOf(20).fromText(text))) as [Radius, Radius];
    expect(radius.atMost(b, radius.below(a, b))).toBe(true);
  });
});

describe("radii are compared exactly", () => {
  it("whatever they are held in", () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const order = compare(valueOf(a), valueOf(b));
        return (
          radius.atMost(a, b) === order <= 0 &&
          compare(valueOf(radius.smaller(a, b)), order <= 0 ? valueOf(a) : valueOf(b)) === 0 &&
          compare(valueOf(radius.larger(a, b)), order <= 0 ? valueOf(b) : valueOf(a)) === 0
        );
      }),
      options,
    );
  });
});

describe("an infinite radius", () => {
  const tiny = shortUp(realsOf(20).fromText("1e-400"));

  it("stays infinite, except in a product with an exact 0", () => {
    expect([
      radius.plus(tiny, Infinity),
      radius.times(tiny, Infinity),
      radius.over(Infinity, tiny),
      radius.total(1, Infinity),
    ]).toEqual([Infinity, Infinity, Infinity, Infinity]);
    expect(radius.times(0, Infinity)).toBe(0);
    expect(radius.over(0, tiny)).toBe(0);
  });

  it("is above everything", () => {
    expect([radius.atMost(tiny, Infinity), radius.atMost(Infinity, tiny)]).toEqual([true, false]);
  });
});

describe("a radius as a double", () => {
  it("is never below the radius", () => {
    fc.assert(
      fc.property(radii, (a) => {
        const double = radius.toDouble(a);
        return double === Infinity || compare(rational(double), valueOf(a)) >= 0;
      }),
      options,
    );
  });
});
