import type { DerivativeAtKink, ScalarActivation } from "../model/index.js";

/**
 * f(z) of a scalar activation.
 *
 * identity, logistic, tanh, relu, leaky-relu, softplus, absolute-value (spec/activations.md; 003 L35-43, L250, L312-333).
 *
 * Special values: NaN gives NaN; no finite z overflows on the way.
 * @example activationValue({ name: "leaky-relu", slope: 0.25 }, -2) // -0.5
 */
export function activationValue(f: ScalarActivation, z: number): number {
  switch (f.name) {
    // identity: f(z) = z
    case "identity":
      return z;
    // logistic: f(z) = 1 / (1 + e^-z)
    case "logistic":
      return logistic(z);
    // tanh: f(z) = (e^z - e^-z) / (e^z + e^-z)
    case "tanh":
      return Math.tanh(z);
    // relu: f(z) = max(0, z)
    case "relu":
      return Math.max(0, z);
    // leaky-relu: f(z) = max(0, z) + slope * min(0, z)
    case "leaky-relu":
      return z > 0 ? z : f.slope * z;
    // softplus: f(z) = ln(1 + e^z) = max(z, 0) + ln(1 + e^-|z|), where the exponential cannot overflow
    case "softplus":
      return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    // absolute-value: f(z) = |z|
    case "absolute-value":
      return Math.abs(z);
  }
}

/**
 * f'(z) of a scalar activation.
 *
 * logistic-derivative, tanh-derivative, relu-derivative, leaky-relu-derivative, softplus-derivative,
 * absolute-value-derivative (spec/activations.md; 001 L64-74).
 *
 * @param y - f(z), as the forward pass left it.
 * @param atKink - what to return at z = 0 (or -0) where f has no derivative; "any" takes the default.
 * Special values: NaN gives NaN, except under identity, whose derivative is 1 everywhere.
 * @example activationDerivative({ name: "logistic" }, 0, 0.5, defaultConventions.derivativeAtKink) // 0.25
 */
export function activationDerivative(f: ScalarActivation, z: number, y: number, atKink: DerivativeAtKink): number {
  switch (f.name) {
    // identity: f'(z) = 1
    case "identity":
      return 1;
    // logistic-derivative: f'(z) = f(z) (1 - f(z))
    case "logistic":
      return y * (1 - y);
    // tanh-derivative: f'(z) = 1 - f(z)^2
    case "tanh":
      return 1 - y * y;
    // relu-derivative: f'(z) = 1 for z > 0, 0 for z < 0
    case "relu":
      return kinked(z, 0, 1, atKink.relu === "any" ? 0 : atKink.relu);
    // leaky-relu-derivative: f'(z) = 1 for z > 0, slope for z < 0
    case "leaky-relu":
      return kinked(z, f.slope, 1, leakyReluAtKink(f.slope, atKink["leaky-relu"]));
    // softplus-derivative: f'(z) = 1 / (1 + e^-z)
    case "softplus":
      return logistic(z);
    // absolute-value-derivative: f'(z) = 1 for z > 0, -1 for z < 0
    case "absolute-value":
      return kinked(z, -1, 1, atKink["absolute-value"] === "any" ? 0 : atKink["absolute-value"]);
  }
}

/** logistic: f(z) = 1 / (1 + e^-z), with the exponential of -|z| alone, which cannot overflow. */
function logistic(z: number): number {
  const e = Math.exp(-Math.abs(z));
  return z >= 0 ? 1 / (1 + e) : e / (1 + e);
}

function kinked(z: number, left: number, right: number, atZero: number): number {
  if (z > 0) return right;
  if (z < 0) return left;
  return z === 0 ? atZero : NaN;
}

function leakyReluAtKink(slope: number, choice: DerivativeAtKink["leaky-relu"]): number {
  if (choice === 1) return 1;
  return choice === "average" ? (1 + slope) / 2 : slope;
}

/**
 * The softmax of a layer.
 *
 * softmax (spec/activations.md; 000 L700, 001 L78):  y_i = e^(z_i) / sum_j e^(z_j)
 *
 * @param z - z^(k). Shape [D(k) + 1], position 0 unused.
 * @returns y^(k). Shape [D(k) + 1], position 0 unused.
 * Special values: NaN or +Infinity in z makes every y NaN; finite z never do.
 * @example softmax([NaN, 5, 5]) // [NaN, 0.5, 0.5]
 */
export function softmax(z: readonly number[]): number[] {
  const max = largest(z);

  // softmax: sum_j e^(z_j), every exponent shifted by the largest so that none overflows (softmax-shift)
  let sum = 0;
  for (let j = 1; j < z.length; j++) sum += Math.exp(z[j] - max);

  // softmax: y_i = e^(z_i) / sum_j e^(z_j)
  const y = [NaN];
  for (let i = 1; i < z.length; i++) y[i] = Math.exp(z[i] - max) / sum;
  return y;
}

/** The largest of z_1..z_D; with NaN among them, NaN. */
export function largest(z: readonly number[]): number {
  let max = -Infinity;
  for (let j = 1; j < z.length; j++) max = Math.max(max, z[j]);
  return max;
}

/**
 * One entry of the softmax's Jacobian.
 *
 * softmax-jacobian (spec/activations.md; 000 L720-744):  dy_j/dz_i = y_j (delta_ij - y_i)
 *
 * @param y - y^(k) = softmax(z^(k)). Shape [D(k) + 1], position 0 unused.
 */
export function softmaxJacobian(y: readonly number[], i: number, j: number): number {
  const delta = i === j ? 1 : 0;
  return y[j] * (delta - y[i]);
}
