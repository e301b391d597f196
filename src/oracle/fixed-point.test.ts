import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { realsOf, type Real } from "./decimal.js";
import { exp, ln, ln10 } from "./fixed-point.js";

const sizes = [64, 90, 110, 127, 128, 129, 196, 464, 960] as const;

/** Units by which decimal.js's own functions may be off that judge here: they have 40 digits more than the bits hold. */
const blur = 1e-30;

/** An integer for a number between two. */
function between(low: number, high: number, bits: number): fc.Arbitrary<bigint> {
  const scale = (x: number): bigint => (BigInt(x * 2 ** 20) << BigInt(bits)) >> 20n;
  return fc.bigInt({ min: scale(low), max: scale(high) });
}

/** x and numbers nearer and nearer to it. */
function around(x: bigint, bits: number): fc.Arbitrary<bigint> {
  return fc.tuple(fc.integer({ min: 1, max: bits - 3 }), fc.boolean()).map(([n, up]) => {
    const step = 1n << BigInt(bits - n - 3);
    return up ? x + step : x - step;
  });
}

describe.each(sizes)("of %i bits", (bits) => {
  const judge = realsOf(Math.ceil(bits / 3) + 40);
  const unit = judge.fromDouble(2).pow(-bits);
  const one = 1n << BigInt(bits);
  const real = (x: bigint): Real => judge.fromText(String(x)).times(unit);
  const units = (exact: Real, own: Real): number => exact.minus(own).dividedBy(unit).toNumber();
  const numRuns = bits > 400 ? 12 : 40;

  it("ln 10 is too small by less than 2 units", () => {
    const short = units(judge.fromDouble(10).ln(), real(ln10(bits)));
    expect(short).toBeGreaterThanOrEqual(0);
    expect(short).toBeLessThan(2);
  });

  it("e^x is off by no more than 2.01 |tens| + bits/4 + 5 units of itself", () => {
    const arguments_ = fc.oneof(
      between(-3, 3, bits),
      between(-1000, 1000, bits),
      around(0n, bits),
      around(one, bits),
      around(ln10(bits), bits),
    );
    fc.assert(
      fc.property(arguments_, (x) => {
        const { mantissa, tens } = exp(x, bits);
        const own = real(mantissa).times(`1e${tens}`);
        const lost = units(judge.one, own.dividedBy(real(x).exp()));
        // Truncations make it smaller; a quotient by a smaller ln 10 makes it larger or smaller with the sign of tens.
        const reduced = 2.01 * Math.abs(tens) + blur;
        expect(lost).toBeLessThan(bits / 4 + 5 + (tens < 0 ? reduced : 0));
        expect(lost).toBeGreaterThan(-(tens > 0 ? reduced : blur));
      }),
      { seed: bits, numRuns },
    );
  });

  it("ln x is off by no more than bits/3 + 14 units", () => {
    const arguments_ = fc.oneof(between(0.25, 4, bits), around(one, bits), around(2n * one, bits));
    fc.assert(
      fc.property(arguments_, (x) => {
        const lost = Math.abs(units(real(x).ln(), real(ln(x, bits))));
        expect(lost).toBeLessThan(bits / 3 + 14);
      }),
      { seed: bits, numRuns },
    );
  });
});

describe("in fixed point", () => {
  it("e^0 is 1 and ln 1 is 0", () => {
    for (const bits of sizes) {
      expect(exp(0n, bits)).toEqual({ mantissa: 1n << BigInt(bits), tens: 0 });
      expect(ln(1n << BigInt(bits), bits)).toBe(0n);
    }
  });

  it("fewer than 64 bits are refused, for which the bounds would not hold", () => {
    expect(() => exp(0n, 63)).toThrow(RangeError);
    expect(() => ln(1n << 63n, 63)).toThrow(RangeError);
    expect(() => exp(0n, NaN)).toThrow("bits must be at least 64, got NaN");
  });
});
