import type { Conventions, DerivativeAtKink, Deviations, ScalarActivation } from "../model/index.js";

/**
 * f(z) of a scalar activation.
 *
 * identity, logistic, tanh, relu, leaky-relu, softplus, absolute-value, unit-step (spec/activations.md; 003 L30, L35-43, L250,
 * L312-333).
 *
 * @param conventions - say what the unit step is at z = 0 (or -0); "any" takes the default; and from where on softplus is z, if it is.
 * Special values: NaN gives NaN; no finite z overflows on the way.
 * @example activationValue({ name: "leaky-relu", slope: 0.25 }, -2, defaultConventions) // -0.5
 */
export function activationValue(f: ScalarActivation, z: number, { unitStepAtZero, deviations }: Conventions): number {
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
    // softplus-linear-above: f(z) = z for z > threshold
    case "softplus":
      if (isAboveThreshold(z, deviations)) return z;
      return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    // absolute-value: f(z) = |z|
    case "absolute-value":
      return Math.abs(z);
    // unit-step: f(z) = 1 for z > 0, 0 for z < 0
    case "unit-step":
      return bySide(z, 0, 1, unitStepAtZero === "any" ? 1 : unitStepAtZero);
  }
}

/**
 * f'(z) of a scalar activation.
 *
 * logistic-derivative, tanh-derivative, relu-derivative, leaky-relu-derivative, softplus-derivative,
 * absolute-value-derivative, unit-step-derivative (spec/activations.md; 001 L64-74).
 *
 * @param y - f(z), as the forward pass left it.
 * @param conventions - say what to return at z = 0 (or -0) where f has no derivative; "any" takes the default; and from where on
 * softplus is z, if it is.
 * Special values: NaN gives NaN, except under identity, whose derivative is 1 everywhere.
 * @example activationDerivative({ name: "logistic" }, 0, 0.5, defaultConventions) // 0.25
 */
export function activationDerivative(
  f: ScalarActivation,
  z: number,
  y: number,
  { derivativeAtKink: atKink, deviations }: Conventions,
): number {
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
      return bySide(z, 0, 1, atKink.relu === "any" ? 0 : atKink.relu);
    // leaky-relu-derivative: f'(z) = 1 for z > 0, slope for z < 0
    case "leaky-relu":
      return bySide(z, f.slope, 1, leakyReluAtKink(f.slope, atKink["leaky-relu"]));
    // softplus-derivative: f'(z) = 1 / (1 + e^-z)
    // softplus-linear-above: f'(z) = 1 for z > threshold
    case "softplus":
      return isAboveThreshold(z, deviations) ? 1 : logistic(z);
    // absolute-value-derivative: f'(z) = 1 for z > 0, -1 for z < 0
    case "absolute-value":
      return bySide(z, -1, 1, atKink["absolute-value"] === "any" ? 0 : atKink["absolute-value"]);
    // unit-step-derivative: f'(z) = 0, at the step as well
    case "unit-step":
      return bySide(z, 0, 0, 0);
  }
}

/** logistic: f(z) = 1 / (1 + e^-z), with the exponential of -|z| alone, which cannot overflow. */
function logistic(z: number): number {
  const e = Math.exp(-Math.abs(z));
  return z >= 0 ? 1 / (1 + e) : e / (1 + e);
}

/** Whether softplus is declared to be z here. */
function isAboveThreshold(z: number, deviations: Deviations): boolean {
  const linear = deviations["softplus-linear-above"];
  return linear !== undefined && z > linear.threshold;
}

/** What stands on z's side of 0; NaN on neither. */
function bySide(z: number, left: number, right: number, atZero: number): number {
  if (z > 0) return right;
  if (z < 0) return left;
  return z === 0 ? atZero : NaN;
}

function leakyReluAtKink(slope: number, choice: DerivativeAtKink["leaky-relu"]): number {
  if (choice === 1) return 1;
  return choice === "average" ? (1 + slope) / 2 : slope;
}
