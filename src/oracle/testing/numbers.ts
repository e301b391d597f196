/** The kinds of numbers that a program is run on: doubles, or decimals for a format as fine as doubles themselves. */
import { realsOf, type Real } from "../decimal.js";

export interface Numbers<N> {
  /** Exact. */
  fromDouble(x: number): N;
  /** The nearest double. */
  toDouble(x: N): number;
  sum(a: N, b: N): N;
  product(a: N, b: N): N;
  quotient(a: N, b: N): N;
  squareRoot(a: N): N;
  power(a: N, exponent: number): N;
  exp(a: N): N;
  expm1(a: N): N;
  ln(a: N): N;
  log1p(a: N): N;
  tanh(a: N): N;
}

export const doubles: Numbers<number> = {
  fromDouble: (x) => x,
  toDouble: (x) => x,
  sum: (a, b) => a + b,
  product: (a, b) => a * b,
  quotient: (a, b) => a / b,
  squareRoot: Math.sqrt,
  power: (a, exponent) => a ** exponent,
  exp: Math.exp,
  expm1: Math.expm1,
  ln: Math.log,
  log1p: Math.log1p,
  tanh: Math.tanh,
};

/** With so many digits that their own roundings are nothing beside those of a double. */
const reals = realsOf(40);

export const decimals: Numbers<Real> = {
  fromDouble: (x) => (Number.isFinite(x) ? reals.fromDouble(x) : reals.fromText(String(x))),
  toDouble: (x) => Number(x.toString()),
  sum: (a, b) => a.plus(b),
  product: (a, b) => a.times(b),
  quotient: (a, b) => a.dividedBy(b),
  squareRoot: (a) => reals.squareRoot(a),
  power: (a, exponent) => a.pow(exponent),
  exp,
  expm1(a) {
    if (a.isZero() || !a.isFinite()) return a.isZero() || a.isNaN() || !a.isNegative() ? a : reals.one.negated();
    const size = a.abs();
    const fall = reals.oneMinusExpNegative(size);
    return a.isNegative() ? fall.negated() : exp(size).times(fall);
  },
  ln: (a) => reals.ln(a),
  log1p(a) {
    if (!a.isFinite() || a.lessThanOrEqualTo(-1)) return reals.ln(a.plus(1));
    // ln(1 - y) = -ln(1 + y / (1 - y))
    return a.isNegative() ? reals.lnOnePlus(a.negated().dividedBy(a.plus(1))).negated() : reals.lnOnePlus(a);
  },
  tanh(a) {
    if (a.isZero() || a.isNaN()) return a;
    if (!a.isFinite()) return a.isNegative() ? reals.one.negated() : reals.one;
    const twice = a.abs().times(2);
    const rise = reals.oneMinusExpNegative(twice).dividedBy(reals.expNegative(twice).plus(1));
    return a.isNegative() ? rise.negated() : rise;
  },
};

function exp(a: Real): Real {
  if (a.isFinite()) return reals.exp(a);
  return a.isNegative() ? reals.zero : a;
}
