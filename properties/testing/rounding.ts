/** Arithmetic in which every operation ends in a number of the given precision, as on a machine of that format. */
import { precisions, type Arithmetic, type PrecisionName } from "../../src/model/index.js";

export interface RoundedArithmetic extends Arithmetic<number> {
  log1p(a: number): number;
  tanh(a: number): number;
  /** From the first to the last, one rounding per addition. */
  sum(values: readonly number[]): number;
  /** Σ a_i b_i, one rounding per product and per addition, on top of `start`. */
  dot(a: readonly number[], b: readonly number[], start?: number): number;
}

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** The word of a double that holds its exponent. */
const high = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** The largest power of two that is at most |x|, for a normal double; less than that for a subnormal one. */
function binade(x: number): number {
  double[0] = x;
  words[high] = (words[high] ?? 0) & 0x7ff00000;
  words[1 - high] = 0;
  return double[0];
}

/** Adding and subtracting it rounds what is below 2^51 to the nearest integer, ties to the even one. */
const toInteger = 1.5 * 2 ** 52;

/** Rounding of doubles to the nearest number of the precision, ties to even, gradual underflow, overflow to infinity. */
export function roundingTo(precision: PrecisionName): (x: number) => number {
  if (precision === "f64") return (x) => x;
  if (precision === "f32") return Math.fround;
  const { significandBits, smallestSubnormal, largest } = precisions[precision];
  return (x) => {
    if (x === 0 || !Number.isFinite(x)) return x;
    const quantum = Math.max(binade(x) * 2 ** (1 - significandBits), smallestSubnormal);
    const rounded = Math.abs((Math.abs(x) / quantum + toInteger - toInteger) * quantum);
    return Math.sign(x) * (rounded > largest ? Infinity : rounded);
  };
}

/**
 * One rounding per operation. The double in between does no harm: it has more than twice the bits of the others, so that
 * rounding twice is rounding once for + - · / and √; exp, ln, log1p and tanh are off by little more than half a unit.
 */
export function arithmeticOf(precision: PrecisionName): RoundedArithmetic {
  const fl = roundingTo(precision);
  return {
    constant: fl,
    negate: (a) => -a,
    add: (a, b) => fl(a + b),
    subtract: (a, b) => fl(a - b),
    multiply: (a, b) => fl(a * b),
    divide: (a, b) => fl(a / b),
    exp: (a) => fl(Math.exp(a)),
    ln: (a) => fl(Math.log(a)),
    log1p: (a) => fl(Math.log1p(a)),
    tanh: (a) => fl(Math.tanh(a)),
    squareRoot: (a) => fl(Math.sqrt(a)),
    sum: (values) => values.reduce((total, value) => fl(total + value), 0),
    dot: (a, b, start = 0) => a.reduce((total, ai, i) => fl(total + fl(ai * (b[i] ?? NaN))), start),
  };
}
