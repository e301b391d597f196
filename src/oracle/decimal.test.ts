import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  beyondFarthest,
  decompose,
  exactly,
  farthest,
  magnitudeAbove,
  magnitudeBelow,
  nearestDouble,
  Reals,
  realsOf,
  sharedDigits,
  shortUp,
  toDigits,
  type Real,
} from "./decimal.js";
import { compare, product, rational, rationalOf, type Rational } from "./testing/rational.js";
import { withoutMath } from "./testing/without-math.js";

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const extremes = [
  0,
  -0,
  0.1,
  1 / 3,
  5e-324,
  -5e-324,
  2.2250738585072014e-308,
  2.225073858507201e-308,
  1.7976931348623157e308,
  2 ** 53 - 1,
  1e22,
  1e23,
];

function magnitude(value: Rational): Rational {
  return value.n < 0n ? { n: -value.n, d: value.d } : value;
}

function valueOf(bound: number | Real): Rational {
  return typeof bound === "number" ? rational(bound) : rationalOf(bound);
}

describe("a double", () => {
  it("enters as its exact binary value", () => {
    const reals = realsOf(30);
    const isExact = (x: number): boolean =>
      compare(rationalOf(reals.fromDouble(x)), rational(x)) === 0 && compare(rationalOf(exactly(x)), rational(x)) === 0;
    fc.assert(fc.property(finite, isExact), { seed: 1, numRuns: 500 });
    expect(extremes.filter((x) => !isExact(x))).toEqual([]);
    // What the plain constructor would have taken for it.
    expect(reals.fromDouble(0.1).equals(reals.fromText("0.1"))).toBe(false);
  });

  it("is its odd significand times a power of two", () => {
    const isDecomposed = (x: number): boolean => {
      const { significand, exponent } = decompose(x);
      const power = exponent >= 0 ? { n: 1n << BigInt(exponent), d: 1n } : { n: 1n, d: 1n << BigInt(-exponent) };
      return (
        (x === 0 || Math.abs(significand % 2) === 1) &&
        compare(product({ n: BigInt(significand), d: 1n }, power), rational(x)) === 0
      );
    };
    fc.assert(fc.property(finite, isDecomposed), { seed: 2, numRuns: 500 });
    expect(extremes.filter((x) => !isDecomposed(x))).toEqual([]);
  });

  it("comes back from its decimal", () => {
    fc.assert(
      fc.property(finite, (x) => nearestDouble(realsOf(20).fromDouble(x)) === x),
      { seed: 3 },
    );
  });
});

/** Decimals from 1e-400 to 1e400, of one to forty digits. */
const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.integer({ min: -400, max: 400 }))
  .map(([digits, exponent]) => realsOf(60).fromText(`${digits}e${exponent}`));

describe("a bound of a magnitude", () => {
  it("is above or below it, by less than one part in 10^5", () => {
    fc.assert(
      fc.property(decimals, (x) => {
        const exact = magnitude(rationalOf(x));
        const [above, below] = [valueOf(magnitudeAbove(x)), valueOf(magnitudeBelow(x))];
        const close = product(below, { n: 100001n, d: 100000n });
        return (
          compare(below, exact) <= 0 && compare(exact, above) <= 0 && (exact.n === 0n || compare(above, close) < 0)
        );
      }),
      { seed: 4, numRuns: 1000 },
    );
  });

  it("is above a double when it is a short decimal", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), (x) => {
        const short = shortUp(x);
        return compare(rationalOf(short), rational(x)) >= 0 && short.precision() <= 9;
      }),
      { seed: 5, numRuns: 300 },
    );
    expect(shortUp(realsOf(20).fromText("1e-400")).toString()).toBe("1e-400");
  });
});

/** Units in the last place by which the first of two numbers is off. */
function units(x: Real, exact: Real, digits: number): number {
  return x
    .minus(exact)
    .abs()
    .dividedBy(exact.abs())
    .times(`1e${digits - 1}`)
    .toNumber();
}

/** Reals of all sizes, and those that directed rounding is known to get wrong: their results lie beside the rounding grid. */
const positive = fc.oneof(
  fc
    .tuple(fc.bigInt({ min: 1n, max: 10n ** 35n }), fc.integer({ min: -75, max: -32 }))
    .map(([digits, exponent]) => `${digits}e${exponent}`),
  fc
    .bigInt({ min: 10n ** 29n, max: 10n ** 30n })
    .map((grid) => realsOf(70).fromText(`${grid}e-30`).ln().negated().toString()),
);

describe("elementary functions", () => {
  const digits = 30;
  const reals = realsOf(digits);
  const finer = realsOf(digits + 30);

  it("e^x, ln x and √x are within one unit in the last place", () => {
    fc.assert(
      fc.property(positive, (text) => {
        const [x, exact] = [reals.fromText(text), finer.fromText(text)];
        expect(units(reals.exp(x), exact.exp(), digits)).toBeLessThan(1);
        expect(units(reals.exp(x.negated()), exact.negated().exp(), digits)).toBeLessThan(1);
        expect(units(reals.squareRoot(x), exact.sqrt(), digits)).toBeLessThan(1);
        expect(units(reals.expNegative(x), exact.negated().exp(), digits)).toBeLessThan(1);
        if (!x.equals(1)) expect(units(reals.ln(x), exact.ln(), digits)).toBeLessThan(1);
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  it("ln(1 + x) and 1 - e^-x are within four units in the last place, however small x is", () => {
    fc.assert(
      fc.property(positive, (text) => {
        const widest = realsOf(200);
        const [x, exact] = [reals.fromText(text), widest.fromText(text)];
        expect(units(reals.lnOnePlus(x), exact.plus(1).ln(), digits)).toBeLessThan(4);
        expect(units(reals.oneMinusExpNegative(x), widest.one.minus(exact.negated().exp()), digits)).toBeLessThan(4);
      }),
      { seed: 7, numRuns: 150 },
    );
    expect(reals.lnOnePlus(reals.zero).isZero()).toBe(true);
  });

  it("call no function of Math whose last digits differ between engines", () => {
    const texts = ["1e-60", "0.1", "0.99999999", "1.5", "99.75", "88888.25"];
    // Digits that nothing else asks for, so that nothing is remembered.
    const computed = (reals: Reals): string[] =>
      texts
        .map((text) => reals.fromText(text))
        .flatMap((x) => [
          reals.exp(x),
          reals.expNegative(x),
          reals.ln(x),
          reals.squareRoot(x),
          reals.lnOnePlus(x),
          reals.oneMinusExpNegative(x),
        ])
        .map(String);
    for (const digits of [23, 131]) {
      expect(withoutMath(() => computed(new Reals(digits)))).toEqual(computed(new Reals(digits)));
    }
    expect(() => withoutMath(() => Math.log(2))).toThrow("Math.log was called");
    // Not shown with decimal.js's own exp: thrown out of it, its module would not round any more, for whatever test comes next.
    expect(Math.log(1)).toBe(0);
  });

  it("are as in IEEE 754 where there are no digits to compute", () => {
    const [positive, negative, nan] = ["Infinity", "-Infinity", "NaN"].map((text) => reals.fromText(text)) as [
      Real,
      Real,
      Real,
    ];
    expect([positive, negative, nan].map((x) => String(reals.exp(x)))).toEqual(["Infinity", "0", "NaN"]);
    expect([positive, negative, nan].map((x) => String(reals.ln(x)))).toEqual(["Infinity", "NaN", "NaN"]);
    expect(["0", "-0", "-1"].map((text) => String(reals.ln(reals.fromText(text))))).toEqual([
      "-Infinity",
      "-Infinity",
      "NaN",
    ]);
    // Beyond decimal exponents themselves.
    expect(["1e16", "-1e16"].map((text) => String(reals.exp(reals.fromText(text))))).toEqual(["Infinity", "0"]);
    expect(["0", "-0"].map((text) => String(reals.exp(reals.fromText(text))))).toEqual(["1", "1"]);
    expect(String(reals.ln(reals.one))).toBe("0");
  });

  it("e^-x stays below the bound that replaces it from the farthest x on", () => {
    expect(
      reals
        .expNegative(reals.fromDouble(farthest))
        .times(1 + 1e-9)
        .lessThan(beyondFarthest),
    ).toBe(true);
  });
});

describe("shown digits", () => {
  it("are written as JavaScript writes numbers", () => {
    expect(toDigits(realsOf(20).fromDouble(0.1), 20)).toBe("0.10000000000000000555");
    expect(toDigits(realsOf(20).fromText("1e-400"), 5)).toBe("1e-400");
  });

  it("are given only where the whole ball shares them", () => {
    const mid = realsOf(20).fromText("1.23456");
    expect(sharedDigits(mid, 1e-9, 3)).toBe("1.23");
    expect(sharedDigits(mid, 0.01, 3)).toBeUndefined();
  });
});
