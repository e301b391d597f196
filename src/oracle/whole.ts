/** Sums of products of decimals that so many digits hold without rounding. */
import type { Real, Reals } from "./decimal.js";

/**
 * Σ products + Σ addends, when neither a product nor any partial sum is rounded, in whatever order; undefined when one may be.
 */
export function wholeSum(
  reals: Reals,
  products: readonly (readonly [Real, Real])[],
  addends: readonly Real[],
): Real | undefined {
  const summands = [...addends];
  for (const [a, b] of products) {
    if (a.precision() + b.precision() > reals.digits) return undefined;
    summands.push(a.times(b));
  }
  const terms = summands.filter((term) => !term.isZero());
  if (terms.length === 0) return reals.zero;
  const highest = Math.max(...terms.map(({ e }) => e));
  const lowest = Math.min(...terms.map((term) => term.e - term.precision() + 1));
  const carries = String(terms.length).length;
  if (highest - lowest + 1 + carries > reals.digits) return undefined;
  return terms.reduce((sum, term) => sum.plus(term), reals.zero);
}
