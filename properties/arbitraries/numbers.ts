/**
 * Numbers that print short and shrink to numbers a person can work with by hand: k/den with a power of two below the
 * line, 0 and ±1 more often than chance, and now and then a double with all its bits.
 */
import * as fc from "fast-check";
import { precisions, type PrecisionName } from "../../src/model/index.js";
import { plainly } from "./plain.js";

/** x cut to the bits of the precision: reading a case must lose nothing. */
export function representable(x: number, precision: PrecisionName): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  let power = 1;
  while (power * 2 <= Math.abs(x)) power *= 2;
  while (power > Math.abs(x)) power /= 2;
  const { significandBits, smallestSubnormal } = precisions[precision];
  const quantum = Math.max(power * 2 ** (1 - significandBits), smallestSubnormal);
  return Math.trunc(x / quantum) * quantum;
}

/** k/den in [-2, 2], den a power of two up to 8: sums and products of these are exact in every precision for a while. */
export const dyadic: fc.Arbitrary<number> = fc
  .record({ k: fc.integer({ min: -16, max: 16 }), den: fc.constantFrom(1, 2, 4, 8) })
  .map(({ k, den }) => (Math.abs(k / den) <= 2 ? k / den : k / 8));

/** k/2 in [-2, 2]. */
const halves: fc.Arbitrary<number> = fc.integer({ min: -4, max: 4 }).map((k) => k / 2);

/** Small integers: what makes pre-activations land exactly on a kink. */
export const smallInteger: fc.Arbitrary<number> = fc.integer({ min: -3, max: 3 });

/** How often an ordinary number is 0 or ±1, one of few bits, one of all bits. */
interface Mixture {
  readonly few: fc.Arbitrary<number>;
  readonly weights: readonly [number, number, number];
}

/** One number with all its bits takes a whole case off the exact tier, where alone a short format decides. */
const mixtures: Readonly<Record<PrecisionName, Mixture>> = {
  f64: { few: dyadic, weights: [2, 6, 3] },
  f32: { few: dyadic, weights: [2, 6, 3] },
  f16: { few: halves, weights: [30, 60, 1] },
  bf16: { few: halves, weights: [40, 50, 1] },
};

/** An ordinary number of a case: 0, ±1, one of few bits, or now and then one in [-2, 2] with all its bits. */
export function ordinary(precision: PrecisionName): fc.Arbitrary<number> {
  const { few, weights } = mixtures[precision];
  const full = fc
    .double({ min: -2, max: 2, noNaN: true })
    .map((x) => representable(Math.abs(x) < 2 ** -20 ? 0 : x, precision));
  const drawn = fc.oneof(
    { arbitrary: fc.constantFrom(0, 1, -1), weight: weights[0] },
    { arbitrary: few, weight: weights[1] },
    { arbitrary: full, weight: weights[2] },
  );
  return plainly(drawn);
}

/** A list from which a builder reads numbers in order; reading past its end gives 0. */
export function pool(numbers: fc.Arbitrary<number>, maxLength: number): fc.Arbitrary<number[]> {
  return fc.array(numbers, { maxLength, size: "max" });
}

/** One of the values; shrinks towards the first through all in between, where fc.constantFrom tries the first alone. */
export function choice<T>(...values: readonly [T, ...T[]]): fc.Arbitrary<T> {
  return fc.nat(values.length - 1).map((position) => values[position] ?? values[0]);
}
