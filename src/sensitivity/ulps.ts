/** Errors counted in units in the last place, and the smallest one that is noticed. */
import { precisions, type PrecisionName } from "../model/index.js";

/** Double formats keep their numbers in doubles; these are the ones that a double can be rounded to in one step. */
export type MeasuredPrecision = Extract<PrecisionName, "f64" | "f32">;

export function roundedTo(precision: MeasuredPrecision, x: number): number {
  return precision === "f32" ? Math.fround(x) : x;
}

/** One unit in the last place of x, which is neither 0 nor infinite. */
export function ulpOf(x: number, precision: MeasuredPrecision): number {
  const { significandBits, smallestNormal, smallestSubnormal } = precisions[precision];
  let power = smallestNormal;
  if (Math.abs(x) < power) return smallestSubnormal;
  // Doubling is exact; leaps save time for ordinary numbers.
  for (const leap of [2 ** 512, 2 ** 256, 2 ** 128, 2 ** 64, 2 ** 32, 2 ** 16, 2 ** 8, 2 ** 4, 4, 2]) {
    while (power * leap <= Math.abs(x)) power *= leap;
  }
  return power * 2 ** (1 - significandBits);
}

/**
 * The least k ≥ 1 for which an error of k units is noticed, found by doubling and then by halving the interval. Whoever notices an
 * error notices any larger one.
 *
 * @returns Infinity when not even an error as large as the number itself is noticed.
 */
export function leastNoticed(precision: MeasuredPrecision, notices: (units: number) => boolean): number {
  const all = 2 ** precisions[precision].significandBits;
  let unseen = 0;
  let seen = 1;
  while (!notices(seen)) {
    if (seen >= all) return Infinity;
    unseen = seen;
    seen *= 2;
  }
  while (seen - unseen > 1) {
    const middle = Math.floor((seen + unseen) / 2);
    if (notices(middle)) seen = middle;
    else unseen = middle;
  }
  return seen;
}
