/** What is proved of a ball, judged by rational arithmetic and the bits of doubles alone. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Ball, Balls } from "./ball.js";
import { realsOf, type Real } from "./decimal.js";
import { prove, provedDigits } from "./proved.js";
import { compare, rational, rationalOf, sum, type Rational } from "./testing/rational.js";
import { exactValue } from "./widening.js";

/** More of everything: GRADPROOF_STUDY=1 npx vitest run src/oracle/proved.test.ts */
const scale = process.env["GRADPROOF_STUDY"] === "1" ? 50 : 1;

const view = new DataView(new ArrayBuffer(8));
const fromBits = (bits: bigint): number => (view.setBigUint64(0, bits), view.getFloat64(0));
const bitsOf = (x: number): bigint => (view.setFloat64(0, x), view.getBigUint64(0));

const magnitude = ({ n, d }: Rational): Rational => ({ n: n < 0n ? -n : n, d });
const halved = ({ n, d }: Rational): Rational => ({ n, d: 2n * d });

/** Whether x is the double nearest to the value, ties to even. Both halfway points are those of positive numbers. */
function isNearest(value: Rational, x: number): boolean {
  const size = magnitude(value);
  const bits = bitsOf(Math.abs(x));
  if (value.n !== 0n && value.n < 0n !== (x < 0 || Object.is(x, -0))) return false;
  const beside = (other: bigint): Rational => halved(sum(rational(fromBits(bits)), rational(fromBits(other))));
  const above = compare(size, beside(bits + 1n));
  const below = bits === 0n ? 1 : compare(size, beside(bits - 1n));
  return bits % 2n === 0n ? above <= 0 && below >= 0 : above < 0 && below > 0;
}

/** The value with 40 significant digits, ties to even, by long division. */
function rounded(value: Rational): Rational {
  if (value.n === 0n) return value;
  const { n, d } = magnitude(value);
  // 10^39 ≤ n / (d 10^power) < 10^40
  let power = String(n).length - String(d).length - provedDigits;
  const scaled = (): readonly [bigint, bigint] =>
    power >= 0 ? [n, d * 10n ** BigInt(power)] : [n * 10n ** BigInt(-power), d];
  while (scaled()[0] / scaled()[1] >= 10n ** BigInt(provedDigits)) power++;
  const [top, bottom] = scaled();
  const [floor, rest] = [top / bottom, 2n * (top % bottom)];
  const up = rest > bottom || (rest === bottom && floor % 2n === 1n) ? 1n : 0n;
  const digits = (floor + up) * (value.n < 0n ? -1n : 1n);
  return power >= 0 ? { n: digits * 10n ** BigInt(power), d: 1n } : { n: digits, d: 10n ** BigInt(-power) };
}

const valueOf = (digits: string): Rational => rationalOf(realsOf(50).fromText(digits));
const hasDigitsOf = (value: Rational, digits: string): boolean =>
  compare(rounded(value), valueOf(digits)) === 0 && /^-?\d+(\.\d*[1-9])?(e[+-]\d+)?$/.test(digits);

/** As many digits as any sum here has. */
const wide = realsOf(1600);
const point = (mid: Real): Ball => new Ball(wide, mid, 0);
const decimal = (text: string): Real => wide.fromText(text);

const largestBits = 0x7fefffffffffffffn;
/** All kinds of doubles alike: any exponent, subnormal numbers, few and many bits. */
const doubles = fc
  .tuple(
    fc.oneof(
      fc.bigInt({ min: 0n, max: largestBits - 1n }),
      fc.bigInt({ min: 0n, max: 1n << 52n }),
      fc.bigInt({ min: 0n, max: 3n }),
      fc.bigInt({ min: 0x3ff0000000000000n, max: 0x4020000000000000n }),
      fc.integer({ min: 0, max: 2046 }).map((exponent) => BigInt(exponent) << 52n),
    ),
    fc.boolean(),
  )
  .map(([bits, negative]) => (negative ? -1 : 1) * fromBits(bits));

/** Halfway between x and the next double away from 0. */
function halfway(x: number): Real {
  const next = Math.sign(x || 1) * fromBits(bitsOf(Math.abs(x)) + 1n);
  return wide.fromDouble(x).plus(wide.fromDouble(next)).dividedBy(2);
}

/** 10^-k of the distance between x and the next double, or a little less. */
function fractionOfUnit(x: number, k: number): Real {
  const unit = wide.fromDouble(fromBits(bitsOf(Math.abs(x)) + 1n)).minus(wide.fromDouble(Math.abs(x)));
  return decimal(`1e${unit.e - k}`);
}

describe("an exact value", () => {
  const balls = new Balls(50, exactValue);

  it("that is a double is that double", () => {
    fc.assert(
      fc.property(doubles, (x) => {
        const proved = prove(balls.fromDouble(x));
        return proved !== undefined && proved.double === x && hasDigitsOf(rational(x), proved.digits);
      }),
      { seed: 1, numRuns: 300 * scale },
    );
  });

  it("without sign or bits at the ends of the range", () => {
    expect(prove(balls.fromDouble(-0))).toEqual({ double: 0, digits: "0" });
    expect(prove(balls.fromDouble(0.1))?.digits).toBe("0.1000000000000000055511151231257827021182");
    expect(prove(balls.fromDouble(-(2 ** -1074)))).toEqual({
      double: -5e-324,
      digits: "-4.940656458412465441765687928682213723651e-324",
    });
    expect(prove(balls.fromDouble(Number.MAX_VALUE))).toEqual({
      double: Number.MAX_VALUE,
      digits: "1.797693134862315708145274237317043567981e+308",
    });
    // Beyond the largest double no neighbour tells where its numbers end.
    expect(prove(point(wide.fromDouble(Number.MAX_VALUE)))).toBeUndefined();
    expect(prove(point(decimal("1e400")))).toBeUndefined();
  });

  it("that is beyond all doubles is not one of them", () => {
    const large = balls.fromDouble(2 ** 700);
    for (const square of [
      balls.multiply(large, large),
      balls.sumOfProducts([[large, large]]),
      balls.divide(large, balls.fromDouble(2 ** -700)),
    ]) {
      expect(square.mid.e).toBe(421);
      expect(prove(square)).toBeUndefined();
    }
    const largest = balls.fromDouble(2 ** 1023);
    expect(balls.add(largest, largest).mid.toPrecision(5)).toBe("1.7977e+308");
    expect(prove(balls.subtract(balls.add(largest, largest), largest))?.double).toBe(2 ** 1023);
  });

  it("that is any decimal is rounded to the nearest double, and to 40 digits", () => {
    const decimals = fc
      .tuple(fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }), fc.integer({ min: -400, max: 240 }))
      .map(([n, exponent]) => decimal(`${n}e${exponent}`));
    fc.assert(
      fc.property(decimals, (mid) => {
        const proved = prove(point(mid));
        const value = rationalOf(mid);
        return proved !== undefined && isNearest(value, proved.double) && hasDigitsOf(value, proved.digits);
      }),
      { seed: 2, numRuns: 150 * scale },
    );
  });

  it("halfway between two doubles goes to the even one, and any less or more to the nearer one", () => {
    fc.assert(
      fc.property(doubles, fc.integer({ min: 0, max: 60 }), fc.constantFrom(-1, 0, 1), (x, k, side) => {
        const mid = halfway(x).plus(fractionOfUnit(x, k + 1).times(side));
        const proved = prove(point(mid));
        const value = rationalOf(mid);
        if (bitsOf(Math.abs(x)) + 1n >= largestBits) return true;
        return proved !== undefined && isNearest(value, proved.double) && hasDigitsOf(value, proved.digits);
      }),
      { seed: 3, numRuns: 150 * scale },
    );
  });

  it("with 40 digits of which the last is halfway goes to the even digit", () => {
    for (const last of ["05", "15", "25", "149999", "150001"]) {
      const mid = decimal(`1.${"3".repeat(38)}${last}`);
      expect(hasDigitsOf(rationalOf(mid), prove(point(mid))?.digits ?? "")).toBe(true);
    }
  });
});

describe("a ball around a value", () => {
  it("proves what both its ends round to, and nothing when they round apart", () => {
    const seen = { proved: 0, apart: 0 };
    fc.assert(
      fc.property(
        doubles,
        fc.integer({ min: 20, max: 45 }),
        fc.constantFrom(-1, 0, 1),
        fc.constantFrom("0.5", "1", "2", "1e-9", "1e-30"),
        (x, k, side, part) => {
          if (bitsOf(Math.abs(x)) + 1n >= largestBits) return true;
          const step = fractionOfUnit(x, k);
          const mid = halfway(x).plus(step.times(side));
          const radius = step.times(part);
          const proved = prove(new Ball(wide, mid, radius));
          const ends = [mid.minus(radius), mid.plus(radius)].map(rationalOf) as [Rational, Rational];
          const agree = side !== 0 && Number(part) < 1 && compare(rounded(ends[0]), rounded(ends[1])) === 0;
          seen[agree ? "proved" : "apart"] += 1;
          if (!agree) return proved === undefined;
          return (
            proved !== undefined &&
            ends.every((end) => isNearest(end, proved.double) && hasDigitsOf(end, proved.digits))
          );
        },
      ),
      { seed: 4, numRuns: 300 * scale },
    );
    expect(Math.min(seen.proved, seen.apart)).toBeGreaterThan(50);
  });

  it("at a double proves it as far as 40 digits agree", () => {
    const seen = { proved: 0, apart: 0 };
    fc.assert(
      fc.property(doubles, fc.integer({ min: 10, max: 60 }), (x, k) => {
        if (bitsOf(Math.abs(x)) + 1n >= largestBits || x === 0) return true;
        const [mid, radius] = [wide.fromDouble(x), fractionOfUnit(x, k)];
        const ends = [mid.minus(radius), mid.plus(radius)].map(rationalOf) as [Rational, Rational];
        const agree = compare(rounded(ends[0]), rounded(ends[1])) === 0;
        seen[agree ? "proved" : "apart"] += 1;
        return prove(new Ball(wide, mid, radius))?.double === (agree ? x : undefined);
      }),
      { seed: 5, numRuns: 200 * scale },
    );
    expect(Math.min(seen.proved, seen.apart)).toBeGreaterThan(20);
  });

  it("at 0 proves 0 where no digits are computed any more, and nothing elsewhere", () => {
    expect(prove(new Ball(wide, wide.zero, decimal("2e-43429")))).toEqual({ double: 0, digits: "0 ± 1e-40000" });
    expect(prove(new Ball(wide, wide.zero, decimal("1e-400")))).toBeUndefined();
    expect(prove(new Ball(wide, wide.zero, 1e-300))).toBeUndefined();
  });

  it("that holds all numbers proves nothing", () => {
    expect(prove(new Ball(wide, wide.zero, Infinity))).toBeUndefined();
    expect(prove(new Balls(50, exactValue).unlimited)).toBeUndefined();
  });
});
