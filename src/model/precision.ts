/** The number formats a subject may compute in. Facts of IEEE 754 (and of bfloat16), not tolerances. */
export interface Precision {
  readonly name: PrecisionName;
  /** Bits of the significand, the hidden one included. */
  readonly significandBits: number;
  /** The largest finite number. */
  readonly largest: number;
  /** The smallest positive normal number. */
  readonly smallestNormal: number;
  /** The smallest positive subnormal number. */
  readonly smallestSubnormal: number;
  /** How far exp, ln, log1p and tanh of a dependable library may be off, in units in the last place. */
  readonly primitiveUlps: number;
}

export const precisionNames = ["f64", "f32", "f16", "bf16"] as const;
export type PrecisionName = (typeof precisionNames)[number];

const format = (
  name: PrecisionName,
  significandBits: number,
  maxExponent: number,
  primitiveUlps: number,
): Precision => ({
  name,
  significandBits,
  largest: (2 - 2 ** (1 - significandBits)) * 2 ** maxExponent,
  smallestNormal: 2 ** (1 - maxExponent),
  smallestSubnormal: 2 ** (1 - maxExponent) * 2 ** (1 - significandBits),
  primitiveUlps,
});

/**
 * Measured engines stay below 0.84 (exp), 0.87 (ln) and 2.06 (tanh) units in the last place; 4 for f64 and 8 for the
 * shorter formats leave room for the libraries not measured (spec/numerics.md).
 */
export const precisions: Readonly<Record<PrecisionName, Precision>> = {
  f64: format("f64", 53, 1023, 4),
  f32: format("f32", 24, 127, 8),
  f16: format("f16", 11, 15, 8),
  bf16: format("bf16", 8, 127, 8),
};

/** u, the largest relative error of one rounding to nearest: half a unit in the last place of 1. */
export function unitRoundoff(precision: Precision): number {
  return 2 ** -precision.significandBits;
}
