/**
 * The formulas behind the activations, in forms that neither overflow nor cancel: every exponential is of a number
 * that is 0 or less. NaN gives NaN in all of them.
 */

/** logistic (spec/activations.md): 1 / (1 + e^-z), lecture 003 L35. */
export function logistic(z: number): number {
  const e = Math.exp(-Math.abs(z));
  return (z < 0 ? e : 1) / (1 + e);
}

/**
 * logistic-derivative (spec/activations.md): f(z) (1 - f(z)) = e^-|z| / (1 + e^-|z|)², lecture 001 L70-74.
 * Taken from z, because 1 - f(z) has no digits left where f saturates.
 */
export function logisticDerivative(z: number): number {
  const e = Math.exp(-Math.abs(z));
  return e / ((1 + e) * (1 + e));
}

/** tanh-derivative (spec/activations.md): 1 - f(z)² = 4 e^-2|z| / (1 + e^-2|z|)², without the cancellation of 1 - f(z)². */
export function tanhDerivative(z: number): number {
  return 4 * logisticDerivative(2 * z);
}

/** softplus (spec/activations.md): ln(1 + e^z) = max(z, 0) + ln(1 + e^-|z|), lecture 003 L333. Its derivative is `logistic`. */
export function softplus(z: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}

/** One number below 0, one at 0, one above: the unit step, and the derivative of two straight pieces that meet at z = 0. */
export function stepped(below: number, atZero: number, above: number): (z: number) => number {
  return (z) => {
    if (z > 0) return above;
    if (z < 0) return below;
    return z === 0 ? atZero : NaN;
  };
}

/** A declared number; "any" stands for the default. */
export function numberOr(choice: number | "any", otherwise: number): number {
  return choice === "any" ? otherwise : choice;
}

/**
 * softmax (spec/activations.md): y_i = e^(z_i - m) / Σ_j e^(z_j - m) with m the largest z, lecture 000 L700.
 * z_i - m may overflow to -Infinity, which gives y_i = 0, the right double. An infinite m gives NaN.
 *
 * @param z - One example. Shape [D].
 * @returns y. Shape [D].
 */
export function softmax(z: readonly number[]): number[] {
  const m = z[argmax(z)];
  const exponentials = z.map((zi) => Math.exp(zi - m));
  const sum = exponentials.reduce((partial, e) => partial + e, 0);
  return exponentials.map((e) => e / sum);
}

/**
 * ln softmax(z): (z_i - m) - ln(1 + Σ_{j ≠ argmax} e^(z_j - m)).
 * m is subtracted first, since m + ln Σ would drop the logarithm's digits when all z are large; the term 1 of the largest
 * z is kept apart, so that the loss of a confident right answer is small but not 0.
 *
 * @param z - One example. Shape [D].
 * @returns ln y, each 0 or less; -Infinity where z_i - m overflows. Shape [D].
 */
export function logSoftmax(z: readonly number[]): number[] {
  const top = argmax(z);
  const m = z[top];
  const rest = z.reduce((sum, zj, j) => (j === top ? sum : sum + Math.exp(zj - m)), 0);
  return z.map((zi) => zi - m - Math.log1p(rest));
}

function argmax(z: readonly number[]): number {
  return z.reduce((top, zi, i) => (zi > z[top] ? i : top), 0);
}
