/** The two sources of a ball's radius, as one parameter (spec/numerics.md). */
import { precisions, unitRoundoff, type Precision } from "../model/index.js";

/** What one operation of an implementation may lose. */
export interface Widening {
  /** u, the relative error of one rounding. 0: none, so that balls enclose exact values only. */
  readonly u: number;
  /** Relative error of exp, ln, log1p and tanh. */
  readonly primitive: number;
  /** Absolute error of an operation whose result underflows. */
  readonly eta: number;
  readonly smallestNormal: number;
  readonly largest: number;
  /** Sums of exact terms stay exact while they are below 2^bits times their common quantum. */
  readonly bits: number;
}

/** Absolute error of a primitive whose result underflows: as many units in the last place as it may lose of any other result. */
export function etaOfPrimitive({ u, primitive, eta }: Widening): number {
  return u === 0 ? eta : (primitive / (2 * u)) * eta;
}

/** No implementation at all: the exact value, enclosed. */
export const exactValue: Widening = {
  u: 0,
  primitive: 0,
  eta: 0,
  smallestNormal: 0,
  largest: Infinity,
  bits: precisions.f64.significandBits,
};

/** Every implementation in that precision which keeps to spec/numerics.md. */
export function wideningOf(precision: Precision): Widening {
  const u = unitRoundoff(precision);
  return {
    u,
    // k units in the last place are at most 2 u k of the result.
    primitive: 2 * u * precision.primitiveUlps,
    eta: precision.smallestSubnormal,
    smallestNormal: precision.smallestNormal,
    largest: precision.largest,
    bits: precision.significandBits,
  };
}
