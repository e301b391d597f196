/** exp and ln of decimal numbers to a number of digits, on BigInt alone. */
import * as fixedPoint from "./fixed-point.js";

/** coefficient · 10^exponent. */
export interface Scaled {
  readonly coefficient: bigint;
  readonly exponent: number;
}

/** What `exp` and `ln` may be off by before their result is rounded to the digits asked for, in units of the last of them. */
export const slack = 0.001;

/** 2^-12 of a unit in the last place holds bits/4 + 5 units in fixed point, and bits/3 + 19, while they are below 2^14. */
const guardBits = 26;
const guardDigits = 4;

/** Bits that hold so many decimal digits, 10/3 being above log2(10), and what is lost on the way. */
function bitsOf(digits: number): number {
  return Math.max(fixedPoint.fewestBits, Math.ceil((10 * digits) / 3) + guardBits);
}

/**
 * e^x, off by a relative error below `slack` · 10^-digits.
 *
 * With p places before the point |tens| is at most 10^p / 2, or 1 if there are none: four bits for each place hold 2.01 |tens|
 * units, and the guard bits the rest of `fixedPoint.exp` and the unit by which x is truncated. That loses less than
 * 2^-11 · 10^-digits, and cutting digits off 10^-4 of it, since the mantissa is 1 or more.
 *
 * @param order - the exponent of the leading digit of x; anything when x is 0.
 * @param digits - up to 5,000.
 */
export function exp(x: Scaled, order: number, digits: number): Scaled {
  const bits = bitsOf(digits) + 4 * Math.max(0, order + 1);
  // |x| < 10^-bits is less than a unit.
  const fixed = order < -bits ? 0n : toFixedPoint(x.coefficient, x.exponent, bits);
  const { mantissa, tens } = fixedPoint.exp(fixed, bits);
  const places = digits + guardDigits;
  return { coefficient: toDecimalPlaces(mantissa, bits, places), exponent: tens - places };
}

/**
 * ln x for x > 0, off by a relative error below `slack` · 10^-digits however near 1 x is, and 0 at 1.
 *
 * x = m · 10^t with 3/10 ≤ m < 3. If t is not 0, |ln x| > 1.09 |t|: nothing cancels, and the units lost to m (1 / m of them),
 * to ln m and to t ln 10 are below bits/3 + 19 of |ln x|. If t is 0 and |x - 1| ≥ 10^-zeros, |ln x| > 0.54 · 10^-zeros, and
 * the digits are taken from there on. Either way less than 2^-11 · 10^-digits is lost; the digits cut off are 2 · 10^-4.
 *
 * @param order - the exponent of the leading digit of x.
 * @param digits - up to 5,000.
 */
export function ln(x: Scaled, order: number, digits: number): Scaled {
  const isBelow3 = x.coefficient < 3n * powerOfTen(order - x.exponent);
  const t = isBelow3 ? order : order + 1;
  const zeros = t === 0 ? zerosOf(x) : 0;
  // ln(1 + d) = d (1 - θ d) with |θ| < 1
  if (zeros > digits + guardDigits) return distanceFrom1(x);
  const bits = bitsOf(digits + zeros);
  const m = toFixedPoint(x.coefficient, x.exponent - t, bits);
  const value = fixedPoint.ln(m, bits) + BigInt(t) * fixedPoint.ln10(bits);
  const places = digits + zeros + guardDigits;
  return { coefficient: toDecimalPlaces(value, bits, places), exponent: -places };
}

/** x - 1 for a number that is 3/10 at least and less than 3. */
function distanceFrom1({ coefficient, exponent }: Scaled): Scaled {
  return exponent > 0
    ? { coefficient: coefficient * powerOfTen(exponent) - 1n, exponent: 0 }
    : { coefficient: coefficient - powerOfTen(-exponent), exponent };
}

/** How many places after the point x - 1 begins; Infinity for 1. */
function zerosOf(x: Scaled): number {
  const { coefficient, exponent } = distanceFrom1(x);
  if (coefficient === 0n) return Infinity;
  const length = String(coefficient < 0n ? -coefficient : coefficient).length;
  return Math.max(0, 1 - length - exponent);
}

/** coefficient · 10^exponent · 2^bits, off by less than one. */
function toFixedPoint(coefficient: bigint, exponent: number, bits: number): bigint {
  return exponent < 0
    ? (coefficient << BigInt(bits)) / powerOfTen(-exponent)
    : (coefficient * powerOfTen(exponent)) << BigInt(bits);
}

/** value / 2^bits · 10^places, off by less than one. */
function toDecimalPlaces(value: bigint, bits: number, places: number): bigint {
  return (value * powerOfTen(places)) >> BigInt(bits);
}

const powersOfTen: bigint[] = [];

function powerOfTen(exponent: number): bigint {
  return (powersOfTen[exponent] ??= 10n ** BigInt(exponent));
}
