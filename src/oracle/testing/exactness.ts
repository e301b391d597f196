/** Which operations do not err: those of which the format holds the very result. */
import { decompose } from "../decimal.js";
import type { Widening } from "../widening.js";
import type { Value } from "./program.js";
import { compare, product, rational, type Rational } from "./rational.js";

/** Whether x is a number of the format. */
export function holds({ bits, eta, largest }: Widening, x: number): boolean {
  if (x === 0 || !Number.isFinite(x)) return x === 0;
  const { significand, exponent } = decompose(x);
  return Math.abs(significand) < 2 ** bits && 2 ** exponent >= eta && Math.abs(x) <= largest;
}

export function of({ undisturbed }: Value): Rational {
  return rational(undisturbed);
}

/** a^exponent for a whole exponent from 0 up. */
export function raised(a: Value, exponent: number): Rational {
  return Array.from({ length: exponent }, () => of(a)).reduce(product, rational(1));
}

export function equal(a: Rational, b: Rational): boolean {
  return compare(a, b) === 0;
}

/** 0 is none. */
export function isPowerOfTwo({ undisturbed, certain }: Value): boolean {
  return certain && Math.abs(decompose(undisturbed).significand) === 1;
}

export function isOne({ undisturbed, certain }: Value): boolean {
  return certain && undisturbed === 1;
}

export function isZero({ undisturbed, certain }: Value): boolean {
  return certain && undisturbed === 0;
}
