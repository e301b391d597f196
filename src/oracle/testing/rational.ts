/** Exact arithmetic on n / 2^e and on decimals, with BigInt alone: it shares nothing with what it judges. */
import type { Real } from "../decimal.js";

/** n / d with d > 0, not reduced. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

const view = new DataView(new ArrayBuffer(8));

/** The value of a finite double, read from its bits. */
export function rational(x: number): Rational {
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const significand = (exponent === 0 ? fraction : fraction | 0x10000000000000n) * (bits >> 63n === 1n ? -1n : 1n);
  const power = Math.max(exponent, 1) - 1075;
  return power >= 0 ? { n: significand << BigInt(power), d: 1n } : { n: significand, d: 1n << BigInt(-power) };
}

/** The value of a decimal, read from its digits. */
export function rationalOf(x: Real): Rational {
  const [digits = "0", exponent = "0"] = x.toExponential().split("e");
  const [whole = "0", fraction = ""] = digits.split(".");
  const n = BigInt(whole + fraction);
  const power = Number(exponent) - fraction.length;
  return power >= 0 ? { n: n * 10n ** BigInt(power), d: 1n } : { n, d: 10n ** BigInt(-power) };
}

export function sum(a: Rational, b: Rational): Rational {
  return { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

export function product(a: Rational, b: Rational): Rational {
  return { n: a.n * b.n, d: a.d * b.d };
}

/** Negative, 0 or positive as a is smaller than, equal to or larger than b. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
