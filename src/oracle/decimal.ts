/**
 * The one door to decimal.js. Everything above works on `Real` through `Reals`, so that another number type can take
 * its place. Each `Reals` clones a constructor of its own and shares it with nobody, because decimal.js changes its
 * constructor's precision while a method runs.
 */
import { Decimal } from "decimal.js";
import * as scaled from "./scaled.js";

/** A decimal number with many digits. */
export type Real = Decimal;

/** Wide enough that no product of a 53-bit integer and a power of two from a double is ever rounded. */
const Unrounded = Decimal.clone({ defaults: true, precision: 1200 });
const Short = Decimal.clone({ defaults: true, precision: 9, rounding: Decimal.ROUND_UP });

const powersOfTwo = new Map<number, Real>();

function powerOfTwo(exponent: number): Real {
  let power = powersOfTwo.get(exponent);
  if (power === undefined) {
    power = new Unrounded(2).pow(exponent);
    powersOfTwo.set(exponent, power);
  }
  return power;
}

/** The double as significand · 2^exponent, both integers, the significand odd (or 0). */
export function decompose(x: number): { significand: number; exponent: number } {
  if (x === 0) return { significand: 0, exponent: 0 };
  let significand = x;
  let exponent = 0;
  // From 2^52 on every double is an integer; scaling by a power of two is exact.
  while (Math.abs(significand) < 2 ** 52) {
    significand *= 2 ** 53;
    exponent -= 53;
  }
  while (significand % 2 === 0) {
    significand /= 2;
    exponent += 1;
  }
  return { significand, exponent };
}

/** Values of e^x and ln x kept per number of digits: a few hundred cases' worth, about a megabyte. */
const remembered = 4096;

/**
 * Decimal arithmetic with a fixed number of significant digits, rounding half to even. exp and ln are not decimal.js's own:
 * its exp asks the engine's logarithm how many digits it needs, whose last bits are not fixed.
 */
export class Reals {
  readonly digits: number;
  readonly zero: Real;
  readonly one: Real;
  private readonly Constructor: typeof Decimal;
  /** A law asks about the same layers several times over, and these are the expensive functions. */
  private readonly known = new Map<string, Real>();

  constructor(digits: number) {
    this.digits = digits;
    this.Constructor = Decimal.clone({ defaults: true, precision: digits, rounding: Decimal.ROUND_HALF_EVEN });
    this.zero = new this.Constructor(0);
    this.one = new this.Constructor(1);
  }

  /**
   * The exact binary value of a finite double, however many digits that takes. `new Decimal(0.1)` would take the short
   * decimal string, which is another number.
   */
  fromDouble(x: number): Real {
    return new this.Constructor(exactly(x));
  }

  /** A number written in decimal, such as "1e-21"; exact. */
  fromText(text: string): Real {
    return new this.Constructor(text);
  }

  /** A number made with other digits, brought into this arithmetic unrounded. */
  adopt(x: Real): Real {
    return new this.Constructor(x);
  }

  /** e^-x for 0 ≤ x ≤ `farthest`, within 0.501 units in the last place. */
  expNegative(x: Real): Real {
    return this.exp(x.negated());
  }

  /** e^x, within 0.501 units in the last place; 0 or Infinity for |x| ≥ 10^16, where exponents end. */
  exp(x: Real): Real {
    // An infinite x, or NaN, has NaN for its exponent.
    if (!(x.e < 16)) return x.isNegative() ? this.zero : this.adopt(x).times(Infinity);
    return this.remembered("e", x, () => this.fromScaled(scaled.exp(toScaled(x), x.e, this.digits)));
  }

  /** √x for x ≥ 0, within one unit in the last place. */
  squareRoot(x: Real): Real {
    return this.adopt(x).sqrt();
  }

  /** ln x for x > 0, within 0.501 units in the last place however near 1 x is; ln 1 = 0, ln 0 = -Infinity. */
  ln(x: Real): Real {
    // Infinity, 0, or no logarithm at all.
    if (!x.isFinite() || !x.greaterThan(0)) return this.adopt(x).ln();
    return this.remembered("l", x, () => this.fromScaled(scaled.ln(toScaled(x), x.e, this.digits)));
  }

  /**
   * ln(1 + x) for x ≥ 0, within four units in the last place: as many digits more as 1 + x would swallow.
   */
  lnOnePlus(x: Real): Real {
    if (x.isZero()) return this.zero;
    const swallowed = Math.max(0, -x.e);
    // ln(1 + x) = x (1 - θ x / 2): beyond that many digits it is x itself.
    if (swallowed > this.digits + 2) return x;
    const finer = realsOf(this.digits + swallowed + 3);
    return this.adopt(finer.ln(finer.adopt(x).plus(1))).plus(this.zero);
  }

  /** 1 - e^-x for x > 0, within four units in the last place. */
  oneMinusExpNegative(x: Real): Real {
    const cancelled = Math.max(0, -x.e);
    // 1 - e^-x = x (1 - θ x / 2)
    if (cancelled > this.digits + 2) return x;
    const finer = realsOf(this.digits + cancelled + 3);
    return this.adopt(finer.one.minus(finer.expNegative(finer.adopt(x)))).plus(this.zero);
  }

  private fromScaled({ coefficient, exponent }: scaled.Scaled): Real {
    // Constructors do not round, sums do.
    return new this.Constructor(`${coefficient}e${exponent}`).plus(this.zero);
  }

  private remembered(name: string, x: Real, compute: () => Real): Real {
    const key = name + x.toString();
    let value = this.known.get(key);
    if (value === undefined) {
      if (this.known.size >= remembered) this.known.clear();
      value = compute();
      this.known.set(key, value);
    }
    return value;
  }
}

/** Beyond this, e^-x is below `beyondFarthest` and computing it would say no more. */
export const farthest = 1e5;
/** A bound of e^-x for x ≥ farthest: 10^-43429. */
export const beyondFarthest = new Short("1e-43429");

const arithmetics = new Map<number, Reals>();

/** The shared arithmetic of that many digits. */
export function realsOf(digits: number): Reals {
  let reals = arithmetics.get(digits);
  if (reals === undefined) {
    reals = new Reals(digits);
    arithmetics.set(digits, reals);
  }
  return reals;
}

/** The exact value of a finite double, or the decimal itself. */
export function exactly(x: number | Real): Real {
  if (typeof x !== "number") return x;
  const { significand, exponent } = decompose(x);
  return new Unrounded(significand).times(powerOfTwo(exponent));
}

/** x, exactly, from its words of seven digits, of which only the first is shorter. */
function toScaled(x: Real): scaled.Scaled {
  const [first = 0] = x.d;
  const coefficient = x.d.reduce((sum, word) => sum * 10_000_000n + BigInt(word), 0n);
  const length = String(first).length + 7 * (x.d.length - 1);
  return { coefficient: x.isNegative() ? -coefficient : coefficient, exponent: x.e + 1 - length };
}

/** A short decimal above or equal to x: for radii that leave the range of doubles. */
export function shortUp(x: number | Real): Real {
  return new Short(exactly(x)).times(1);
}

/** The double nearest to x; ±Infinity beyond the range of doubles. */
export function nearestDouble(x: Real): number {
  return Number(x.toString());
}

/** x with so many significant digits, in the notation of Number.prototype.toString; rounded to nearest. */
export function toDigits(x: Real, digits: number): string {
  return new Unrounded(x).toSignificantDigits(digits, Decimal.ROUND_HALF_EVEN).toString();
}

/**
 * The decimal of so many significant digits to which every number within `radius` of `mid` rounds; undefined when they
 * round to several.
 */
export function sharedDigits(mid: Real, radius: number | Real, digits: number): string | undefined {
  const half = shortUp(radius);
  const low = toDigits(new Unrounded(mid).minus(half), digits);
  return low === toDigits(new Unrounded(mid).plus(half), digits) ? low : undefined;
}

const smallest = -290;
const powersOfTen = Array.from({ length: 2 * -smallest + 1 }, (_, position) => Number(`1e${position + smallest}`));

/**
 * A bound of |x| within 1e-6 of it: from above as a double, or as a short decimal when a double cannot hold it.
 */
export function magnitudeAbove(x: Real): number | Real {
  if (x.isZero()) return 0;
  const bound = leadingDigits(x, 1);
  return bound === undefined ? new Short(x).abs().times(1 + 2 ** -20) : bound * (1 + 2 ** -50);
}

/** A bound of |x| from below, within 1e-6 of it. */
export function magnitudeBelow(x: Real): number | Real {
  if (x.isZero()) return 0;
  const bound = leadingDigits(x, 0);
  return bound === undefined ? new Short(x).abs().times(1 - 2 ** -20) : bound * (1 - 2 ** -50);
}

/** |x| from its first two words of seven digits, the second one raised by `carry`. */
function leadingDigits(x: Real, carry: 0 | 1): number | undefined {
  const [first = 0, second = 0] = x.d;
  const scale = powersOfTen[x.e - String(first).length + 1 - smallest];
  return scale === undefined || x.e <= smallest + 10 || x.e >= -smallest - 10
    ? undefined
    : (first + (second + carry) / 1e7) * scale;
}
