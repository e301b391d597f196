/**
 * Numbers that print short and shrink to numbers a person can work with by hand: k/den with a power of two below the
 * line, 0 and ±1 more often than chance, and now and then a double with all its bits.
 */
import * as fc from "fast-check";
import { precisions, type PrecisionName } from "../../src/model/index.js";

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

/** Small integers: what makes pre-activations land exactly on a kink. */
export const smallInteger: fc.Arbitrary<number> = fc.integer({ min: -3, max: 3 });

/** An ordinary number of a case: dyadic, 0, ±1, or a double in [-2, 2] with all its bits. */
export function ordinary(precision: PrecisionName): fc.Arbitrary<number> {
  const full = fc
    .double({ min: -2, max: 2, noNaN: true })
    .map((x) => representable(Math.abs(x) < 2 ** -20 ? 0 : x, precision));
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: fc.constantFrom(0, 1, -1), weight: 2 },
    { arbitrary: dyadic, weight: 6 },
    { arbitrary: full, weight: 3 },
  );
}

/** A list from which a builder reads numbers in order; reading past its end gives 0. */
export function pool(numbers: fc.Arbitrary<number>, maxLength: number): fc.Arbitrary<number[]> {
  return fc.array(numbers, { maxLength, size: "max" });
}

/** One of the values; shrinks towards the first through all in between, where fc.constantFrom tries the first alone. */
export function choice<T>(...values: readonly [T, ...T[]]): fc.Arbitrary<T> {
  return fc.nat(values.length - 1).map((position) => values[position] ?? values[0]);
}
