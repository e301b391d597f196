/**
 * Radii of balls: numbers ≥ 0 of which only upper bounds are ever needed, so every operation rounds up. A radius is a
 * double as long as it fits; below about 1e-290 and above 1e300 it becomes a short decimal, so that a ball around e^-1000 is
 * not wider than the number it encloses, and one around 1e308 not unlimited.
 */
import { exactly, shortUp, type Real } from "./decimal.js";

export type Radius = number | Real;

/** Above one rounding of the operation itself and the rounding of the product with it. */
const up = 1 + 2 ** -51;
/** Within these bounds products and quotients of doubles neither lose bits to underflow nor overflow. */
const [safe, huge] = [1e-290, 1e300];

/** A bound of a + b. */
export function plus(a: Radius, b: Radius): Radius {
  // Sums of doubles never underflow: below the normal range they are exact.
  if (typeof a === "number" && typeof b === "number" && a + b < huge) return (a + b) * up;
  if (a === Infinity || b === Infinity) return Infinity;
  if (a === 0) return b;
  if (b === 0) return a;
  return narrow(shortUp(a).plus(shortUp(b)));
}

/** A bound of the sum of all. */
export function total(...radii: readonly Radius[]): Radius {
  return radii.reduce(plus, 0);
}

/** A bound of a · b; 0 · Infinity is 0, since a factor of 0 is an exact one. */
export function times(a: Radius, b: Radius): Radius {
  if (a === 0 || b === 0) return 0;
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    if (product >= safe && product < huge) return product * up;
  }
  if (a === Infinity || b === Infinity) return Infinity;
  return narrow(shortUp(a).times(shortUp(b)));
}

/** A bound of a / b for a lower bound b > 0 of the divisor. */
export function over(a: Radius, b: Radius): Radius {
  if (a === 0) return 0;
  if (typeof a === "number" && typeof b === "number") {
    const quotient = a / b;
    if (quotient >= safe && quotient < huge) return quotient * up;
  }
  if (a === Infinity) return Infinity;
  // shortUp may raise the divisor by its last digit: one part in 10^8 covers that.
  return narrow(
    shortUp(a)
      .times(1 + 2 ** -24)
      .dividedBy(shortUp(b)),
  );
}

/** A lower bound of a - b, or 0 when it may be negative. */
export function below(a: Radius, b: Radius): Radius {
  if (typeof a === "number" && typeof b === "number") return Math.max(0, (a - b) * (1 - 2 ** -51));
  if (atMost(a, b)) return 0;
  const difference = shortUp(a)
    .minus(shortUp(b))
    .times(1 - 2 ** -20);
  return atMost(times(b, 2), a) ? difference : 0;
}

/** Back to a double where it fits well. */
function narrow(a: Real): Radius {
  return a.e > -280 && a.e < 300 ? Number(a.toString()) * up : a;
}

export function atMost(a: Radius, b: Radius): boolean {
  if (typeof a === "number" && typeof b === "number") return a <= b;
  if (b === Infinity) return true;
  if (a === Infinity) return false;
  return exactly(a).lessThanOrEqualTo(exactly(b));
}

export function smaller(a: Radius, b: Radius): Radius {
  return atMost(a, b) ? a : b;
}

export function larger(a: Radius, b: Radius): Radius {
  return atMost(a, b) ? b : a;
}

/** A double above or equal to the radius. */
export function toDouble(a: Radius): number {
  return typeof a === "number" ? a : Number(a.toString()) * up + Number.MIN_VALUE;
}

/**
 * x / (1 - x), which bounds e^x - 1, and how far a product of factors (1 + δ)^±1 can be from 1 when Σ|δ| ≤ x. Infinity from
 * x = 1/2 on, where the caller has a better bound.
 */
export function growth(x: Radius): Radius {
  if (typeof x !== "number") return x.e < 0 ? times(x, up) : Infinity;
  return x < 0.5 ? ((x * up) / (1 - x * up)) * up : Infinity;
}

/** What `incoming` becomes when a result of at most `size` is also multiplied by factors (1 + δ)^±1 with Σ|δ| ≤ relative. */
export function lossy(incoming: Radius, relative: Radius, size: Radius): Radius {
  return plus(incoming, times(growth(relative), plus(size, incoming)));
}
