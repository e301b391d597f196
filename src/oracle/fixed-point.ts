/**
 * exp and ln in fixed point on BigInt: a number x stands as the integer x · 2^bits, and errors are counted in units of
 * 2^-bits. Every step truncates an integer, so that the same digits come out on any engine; what the steps lose together
 * is bounded here, and callers take as many bits more.
 */

/** e^x = mantissa / 2^bits · 10^tens, the mantissa between 1 and 10 but for its error. */
export interface Exponential {
  readonly mantissa: bigint;
  readonly tens: number;
}

/** The bounds below need that many. */
export const fewestBits = 64;

/**
 * e^x, with a relative error below 2.01 |tens| + bits/4 + 5 units as long as those are below 2^-10.
 *
 * x = tens · ln 10 + r with 0 ≤ r < ln 10. `ln10` is too small by less than 2 units; so r is off by less than 2 |tens|, and
 * e^r by that in relative terms, times 1 + 2^-10 for the next order. `expOfSmall` loses less than bits/4 + 5.
 *
 * @param x - scaled by 2^bits, of either sign, taken as exact.
 * @throws RangeError when there are fewer than 64 bits.
 */
export function exp(x: bigint, bits: number): Exponential {
  requireBits(bits);
  const ten = ln10(bits);
  const quotient = x / ten;
  // BigInt division truncates towards 0; r may not be negative.
  const tens = x < quotient * ten ? quotient - 1n : quotient;
  return { mantissa: expOfSmall(x - tens * ten, bits), tens: Number(tens) };
}

/**
 * ln x for 1/4 ≤ x ≤ 4, with an absolute error below bits/3 + 14 units, and 0 for 1.
 *
 * A first estimate y comes from doubles and is exact whatever it is. With E = e^|y|, ln x = y + ln(a/b) for a/b = x/E, or
 * for a/b = x E where y is negative; and ln(a/b) = 2 atanh s for s = (a - b)/(a + b), |s| < 2^-48.
 *
 * E is off by bits/4 + 5 units of itself, x E by one more, ln(a/b) by as much: below bits/4 + 6.1. The quotient s loses less
 * than one and `atanhOfSmall` less than bits/64 + 2.4, both doubled: below bits/32 + 6.8. Together 0.29 bits + 12.9.
 *
 * @param x - scaled by 2^bits, taken as exact.
 * @throws RangeError when there are fewer than 64 bits.
 */
export function ln(x: bigint, bits: number): bigint {
  requireBits(bits);
  const scale = BigInt(bits);
  const one = 1n << scale;
  if (x === one) return 0n;
  const y = estimateOfLn(x, bits);
  const E = expOfSmall(y < 0n ? -y : y, bits);
  const [a, b] = y < 0n ? [(x * E) >> scale, one] : [x, E];
  const s = ((a - b) << scale) / (a + b);
  return y + 2n * (s < 0n ? -atanhOfSmall(-s, bits) : atanhOfSmall(s, bits));
}

function requireBits(bits: number): void {
  if (!(bits >= fewestBits)) throw new RangeError(`bits must be at least ${fewestBits}, got ${bits}`);
}

/**
 * e^r for 0 ≤ r < 5/2, too small by less than bits/4 + 5 units of itself: the Taylor series of e^(r/2^m), squared m times.
 * Reading r with m bits more halves it m times and loses nothing.
 *
 * In units of 2^-w, w = bits + m: let ξ = r/2^m < 2^-6.6, since m ≥ 8. Each term is the floor of the one before times ξ/n, at
 * most 1.02 units too small, and so are those left out together; N terms lose less than 1.02 N + 1.1 units, of a sum ≥ 1.
 * N ≤ w/6.6 + 1, because ξ^N is below a unit from there on. A square doubles the relative error and its truncation adds one
 * unit at most: after m squares it is below 2^m (1.02 N + 2.1). That is 1.02 N + 2.1 units of 2^-bits, and the last shift
 * makes it 1.02 N + 3.1 < 0.158 bits + 5.5, which is below bits/4 + 5 from 64 bits on.
 */
function expOfSmall(r: bigint, bits: number): bigint {
  const m = halvings(bits);
  const scale = BigInt(bits + m);
  let term = 1n << scale;
  let sum = term;
  for (let n = 1n; term !== 0n; n++) {
    term = ((term * r) >> scale) / n;
    sum += term;
  }
  for (let squares = 0; squares < m; squares++) sum = (sum * sum) >> scale;
  return sum >> BigInt(m);
}

/** About as many squares as terms, within 8 and 8 + bits/64: any number serves, and these are fast. */
function halvings(bits: number): number {
  return 8 + (bits >> 6);
}

/**
 * atanh s = s + s³/3 + s⁵/5 + … for 0 ≤ s < 2^-48, too small by less than bits/64 + 2.4 units.
 *
 * Each power is the floor of the one before times the floor of s², at most 1.01 units too small; dividing it loses one more,
 * 1.34 together. Powers vanish after bits/96 + 1 of them at most, and those left out are below 1 unit together.
 */
function atanhOfSmall(s: bigint, bits: number): bigint {
  const scale = BigInt(bits);
  const square = (s * s) >> scale;
  let [sum, power] = [s, s];
  for (let n = 3n; power !== 0n; n += 2n) {
    power = (power * square) >> scale;
    sum += power / n;
  }
  return sum;
}

/** Doubles hold these: 2^50 ln x is an integer below 2^53, and 2^53 x one of at most 55 bits, rounded. */
const estimateBits = 50;
const doubleBits = 53;
/** (3/5)^81, which the first term left out is below, is 2^-59. */
const estimateTerms = 40;

/**
 * ln x within 2^-48, a multiple of 2^-50: 2 atanh((x - 1)/(x + 1)) by doubles' sums, products and quotients, which are
 * rounded alike on every engine.
 */
function estimateOfLn(x: bigint, bits: number): bigint {
  const double = Number(x >> BigInt(bits - doubleBits)) / 2 ** doubleBits;
  const s = (double - 1) / (double + 1);
  let sum = 0;
  for (let n = estimateTerms - 1; n >= 0; n--) sum = sum * s * s + 1 / (2 * n + 1);
  return BigInt(Math.round(2 * s * sum * 2 ** estimateBits)) << BigInt(bits - estimateBits);
}

/** ln 10 by bits. Numbers of bits come in many sizes; 64 of them share one computation, the longest. */
const knownLn10 = new Map<number, bigint>();
const guardBits = 32;

/**
 * ln 10 = 46 atanh(1/31) + 34 atanh(1/49) + 20 atanh(1/161), too small by less than 2 units.
 *
 * With w bits the three series lose less than 1.34 (w/9.9 + 1) + 1.1 units each, hence 100 times that and less than 14 w + 250
 * together. With 32 bits more than are wanted that is nothing (w < 2^27) beside the unit of the last shift.
 */
export function ln10(bits: number): bigint {
  const w = Math.ceil(bits / 64) * 64 + guardBits;
  let value = knownLn10.get(w);
  if (value === undefined) {
    value = 46n * atanhOfReciprocal(31n, w) + 34n * atanhOfReciprocal(49n, w) + 20n * atanhOfReciprocal(161n, w);
    knownLn10.set(w, value);
  }
  return value >> BigInt(w - bits);
}

/** atanh(1/n): powers at most 1.01 units too small, their quotients 1.34, and less than 1.1 units left out. */
function atanhOfReciprocal(n: bigint, bits: number): bigint {
  let power = (1n << BigInt(bits)) / n;
  let sum = power;
  for (let k = 3n; power !== 0n; k += 2n) {
    power /= n * n;
    sum += power / k;
  }
  return sum;
}
