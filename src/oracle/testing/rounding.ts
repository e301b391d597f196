/** What one operation of a format may lose, and what an implementation holds then. */
import type { Widening } from "../widening.js";
import type { Numbers } from "./numbers.js";

/**
 * What an operation may lose: nothing; by underflow alone, as in a product with a power of two; only where it does not
 * underflow, as in a sum; in any case; or as much as a library may.
 */
export type Kind = "exact" | "scaled" | "sum" | "rounded" | "primitive";

/** The largest relative error of a result, and the largest absolute one where it underflows. */
interface Allowance {
  readonly relative: number;
  readonly absolute: number;
}

/** Below this unit roundoff, doubles are too coarse to hold a format's roundings. */
export const tooFine = 2 ** -30;

/**
 * Share of each allowance that is left to the numbers' own errors: on doubles 2^-50 at least, while the operation, a library's last
 * digits and the product with the error factor lose less together.
 */
function reserveOf({ u }: Widening): number {
  return u < tooFine ? 2 ** -30 : Math.max(2 ** -30, 2 ** -50 / u);
}

export function allowancesOf(format: Widening): Readonly<Record<Kind, Allowance>> {
  const { u, primitive, eta } = format;
  const most = 1 - reserveOf(format);
  const [one, many] = [u * most, primitive * most];
  return {
    exact: { relative: 0, absolute: 0 },
    scaled: { relative: 0, absolute: eta / 2 },
    sum: { relative: one, absolute: 0 },
    rounded: { relative: one, absolute: eta / 2 },
    // As many units in the last place, of 2u each, as it has for ordinary results.
    primitive: { relative: many, absolute: (primitive / (2 * u)) * eta },
  };
}

/** What an implementation holds in place of x. */
export function held<N>(numbers: Numbers<N>, x: N, direction: number, allowance: Allowance, format: Widening): N {
  const size = Math.abs(numbers.toDouble(x));
  const result = direction === 0 ? x : disturbed(numbers, x, size, direction, allowance, format);
  return direction === 0 && size <= format.largest ? x : limited(numbers, result, size, format);
}

function disturbed<N>(
  numbers: Numbers<N>,
  x: N,
  size: number,
  direction: number,
  { relative, absolute }: Allowance,
  { smallestNormal }: Widening,
): N {
  if (size >= smallestNormal) return numbers.sum(x, numbers.product(x, numbers.fromDouble(direction * relative)));
  const result = numbers.sum(x, numbers.product(numbers.fromDouble(direction), numbers.fromDouble(absolute)));
  // No rounding changes the sign.
  return numbers.toDouble(x) * numbers.toDouble(result) < 0 ? numbers.fromDouble(0) : result;
}

/** Rounding does not overflow unless half a unit in the last place beyond the largest number. */
export function limited<N>(numbers: Numbers<N>, result: N, before: number, { largest, u }: Widening): N {
  const got = numbers.toDouble(result);
  if (!(Math.abs(got) > largest)) return result;
  return numbers.fromDouble(Math.sign(got) * (before > largest * (1 + u / 2) ? Infinity : largest));
}
