/** Radii beside the numbers that a double holds badly or not at all, where a conversion would be no bound. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exactly, realsOf, shortUp, type Real } from "./decimal.js";
import { atMost, below, growth, over, plus, times, type Radius } from "./radius.js";

const short = (text: string): Real => shortUp(realsOf(20).fromText(text));
/** Beside the smallest numbers of f64: 5e-324 is the nearest double of all of them, or twice or three times as much. */
const tiny = fc.integer({ min: 10, max: 200 }).map((tenths) => short(`${tenths}e-325`));
const few = fc.integer({ min: 0, max: 4 }).map((n) => n * Number.MIN_VALUE);
const equal = (a: Radius, b: Radius): boolean => exactly(a).equals(exactly(b));

describe("a short decimal that a double can only round", () => {
  const options = { seed: 1, numRuns: 300 };

  it("is compared as it is", () => {
    fc.assert(
      fc.property(tiny, few, (a, b) => {
        expect(atMost(a, b)).toBe(a.lessThanOrEqualTo(exactly(b)));
        expect(atMost(b, a)).toBe(exactly(b).lessThanOrEqualTo(a));
      }),
      {
        ...options,
        examples: [
          [short("3e-324"), Number.MIN_VALUE],
          [short("1e-400"), 0],
          [short("7e-324"), Number.MIN_VALUE],
        ],
      },
    );
  });

  it("is divided as it is", () => {
    fc.assert(
      fc.property(tiny, fc.constantFrom(1e-200, 1e-100, 1e-40), (a, b) => {
        expect(exactly(over(a, b)).times(exactly(b)).greaterThanOrEqualTo(a)).toBe(true);
      }),
      { ...options, examples: [[short("7e-324"), 1e-200]] },
    );
  });

  it("is taken away as it is", () => {
    fc.assert(
      fc.property(few, tiny, (a, b) => {
        const difference = exactly(below(a, b));
        expect(difference.isZero() || difference.lessThanOrEqualTo(exactly(a).minus(b))).toBe(true);
      }),
      { ...options, examples: [[2 * Number.MIN_VALUE, short("7e-324")]] },
    );
  });
});

describe("a radius of 0", () => {
  it("adds nothing to a short decimal", () => {
    const decimals = fc
      .tuple(fc.integer({ min: 1, max: 99999 }), fc.constantFrom(-400, -283, -280, 290, 297, 400))
      .map(([digits, exponent]) => short(`${digits}e${exponent}`));
    fc.assert(
      fc.property(decimals, (a) => {
        expect(equal(plus(a, 0), a) && equal(plus(0, a), a)).toBe(true);
      }),
      { seed: 2 },
    );
  });

  it("makes every product 0, with Infinity too", () => {
    expect([times(Infinity, 0), times(0, Infinity), times(short("1e400"), 0)]).toEqual([0, 0, 0]);
  });
});

it("a radius is at most itself", () => {
  for (const a of [0, 1, 5e-324, Infinity, short("1e-400"), short("1e400")]) expect(atMost(a, a)).toBe(true);
});

it("an infinite factor makes an infinite product, from either side", () => {
  const factor = short("1e-400");
  expect([times(Infinity, factor), times(factor, Infinity), times(Infinity, 2)]).toEqual([
    Infinity,
    Infinity,
    Infinity,
  ]);
});

it("the growth of 1 or more is not bounded, in whatever it is held", () => {
  expect([1, 5, 1e300].map((x) => growth(x))).toEqual([Infinity, Infinity, Infinity]);
  expect(["1", "5", "1e300"].map((text) => growth(short(text)))).toEqual([Infinity, Infinity, Infinity]);
});

describe("what is a double and what a short decimal", () => {
  const isDouble = (a: Radius): boolean => typeof a === "number";

  it("doubles keep all their digits from 1e-290 on", () => {
    for (const x of [1e-290, 1.2345678901234567e-289, 1, 9.876543210987654e299]) {
      expect([over(x, 1), times(x, 1)].map((bound) => (bound as number) / x - 1)).toEqual([
        expect.closeTo(0, 14) as number,
        expect.closeTo(0, 14) as number,
      ]);
    }
  });

  it("sums, products and quotients are short decimals from 1e300 on", () => {
    expect([plus(5e299, 5e299), times(1e299, 10), over(1e300, 1)].map(isDouble)).toEqual([false, false, false]);
    expect([plus(5e299, 4e299), times(1e299, 9), over(9e299, 1)].map(isDouble)).toEqual([true, true, true]);
  });

  it("what is made of short decimals is a double again above 1e-279", () => {
    expect([times(short("1e-300"), 1e20), times(short("1e-300"), 1e21)].map(isDouble)).toEqual([false, true]);
  });
});
