import type { Monomial } from "../model/index.js";

/**
 * Polynomials of the pre-activations, one for each output.
 *
 * polynomial-activation (spec/activations.md; 000 L762):  y_j = sum_m c_m prod_i z_i^(p_mi) over the monomials m of output j
 *
 * @param outputs - the monomials of each output, as the model has them; no monomials make the constant 0.
 * @param z - z^(k). Shape [D(k) + 1], position 0 unused.
 * @returns y^(k). Shape [M(k) + 1], position 0 unused.
 * Special values: a power 0 leaves its z_i out, be it NaN; else 0 * Infinity is NaN and is passed on.
 * Rounding: a power is a product of its factors, from the first to the last.
 * @example polynomial([[{ coefficient: 5, powers: [2, 1] }]], [NaN, 2, 3]) // [NaN, 60]
 */
export function polynomial(outputs: readonly (readonly Monomial[])[], z: readonly number[]): number[] {
  const y = [NaN];
  for (let j = 1; j <= outputs.length; j++) {
    y[j] = 0;
    for (const { coefficient, powers } of outputs[j - 1]) y[j] += timesPowers(coefficient, powers, z);
  }
  return y;
}

/**
 * One entry of the Jacobian.
 *
 * polynomial-jacobian (spec/activations.md):  dy_j/dz_i = sum_m c_m p_mi z_i^(p_mi - 1) prod_{l != i} z_l^(p_ml)
 *
 * @param monomials - those of output j.
 * @param z - z^(k). Shape [D(k) + 1], position 0 unused.
 */
export function polynomialJacobian(monomials: readonly Monomial[], z: readonly number[], i: number): number {
  let derivative = 0;
  for (const { coefficient, powers } of monomials) {
    const p = powers[i - 1];
    if (p === 0) continue;
    const lowered = powers.map((power, l) => (l === i - 1 ? p - 1 : power));
    derivative += timesPowers(coefficient * p, lowered, z);
  }
  return derivative;
}

/** factor * prod_i z_i^(powers_i). */
function timesPowers(factor: number, powers: readonly number[], z: readonly number[]): number {
  let product = factor;
  for (let i = 1; i < z.length; i++) {
    for (let n = 1; n <= powers[i - 1]; n++) product *= z[i];
  }
  return product;
}
