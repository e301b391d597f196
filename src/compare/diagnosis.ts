import { entriesOf, type Answer, type Quantity, type Reference } from "../model/index.js";

/** How many radii two implementations of the same mistake may lie apart: each within one of the mistake's exact value. */
const apart = 2;

/**
 * Whether a known mistake explains the answer: it reproduces every observed entry within what rounding can do, and is wrong
 * where the answer is.
 *
 * @param reference - of the correct answer: its radii say what rounding can do. A mistake that makes a number larger makes its
 * roundings larger in proportion.
 * @param suspect - what the mistake answers to the same case.
 * @param quantities - those that the subject observes.
 */
export function reproduces(
  reference: Reference,
  answer: Answer,
  suspect: Answer,
  quantities: readonly Quantity[],
): boolean {
  let wrong = false;
  for (const quantity of quantities) {
    const { lo, hi, exact, radius } = reference.ranges(quantity);
    const got = entriesOf(reference.case, answer, quantity) ?? [];
    const other = entriesOf(reference.case, suspect, quantity) ?? [];
    for (const [i, value] of other.entries()) {
      const growth = Math.max(1, Math.abs(value / (exact[i] ?? NaN)) || 1);
      const near = Math.abs(value - (got[i] ?? NaN)) <= apart * (radius[i] ?? 0) * growth;
      if (!near && !Object.is(value, got[i])) return false;
      const inRange = (x: number): boolean => x >= (lo[i] ?? NaN) && x <= (hi[i] ?? NaN);
      if (!inRange(value) && !inRange(got[i] ?? NaN) && radius[i] !== Infinity) wrong = true;
    }
  }
  return wrong;
}
