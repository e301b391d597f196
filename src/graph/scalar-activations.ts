import type { Conventions, DerivativeAtKink, ScalarActivation } from "../model/index.js";
import type { Operation } from "./operation.js";
import { elementwise } from "./operations.js";

/**
 * A scalar activation as the operation of a node y = f(z); spec/activations.md has the formulas under the same names.
 *
 * @param conventions - Read: derivativeAtKink, unitStepAtZero, where "any" takes the default; deviations.
 * Special values: NaN gives NaN, except in the derivative of the identity; no finite z overflows on the way.
 */
export function scalarActivation(f: ScalarActivation, conventions: Conventions): Operation {
  const { derivativeAtKink: atKink, unitStepAtZero, deviations } = conventions;
  switch (f.name) {
    // identity: f(z) = z, f'(z) = 1
    case "identity":
      return elementwise(
        f.name,
        (z) => z,
        () => 1,
      );
    // logistic-derivative: f (1 - f) = e / (1 + e)² with e = e^-|z|, which keeps its digits where f is almost 1
    case "logistic":
      return elementwise(f.name, logistic, (z) => bell(Math.abs(z)));
    // tanh-derivative: 1 - f² = 4 e / (1 + e)² with e = e^-2|z|, likewise
    case "tanh":
      return elementwise(f.name, Math.tanh, (z) => 4 * bell(2 * Math.abs(z)));
    // softplus-derivative: the logistic function; softplus-linear-above: z, then, with the derivative 1
    case "softplus": {
      const { threshold } = deviations["softplus-linear-above"] ?? { threshold: Infinity };
      return elementwise(
        f.name,
        (z) => (z > threshold ? z : softplus(z)),
        (z) => (z > threshold ? 1 : logistic(z)),
      );
    }
    // relu: max(0, z); relu-derivative: 0, then 1
    case "relu":
      return positivePart(f.name, atKink.relu === "any" ? 0 : atKink.relu);
    // absolute-value: |z|; absolute-value-derivative: -1, then 1
    case "absolute-value":
      return elementwise(f.name, Math.abs, bent(-1, atKink["absolute-value"] === "any" ? 0 : atKink["absolute-value"]));
    // leaky-relu: max(0, z) + slope min(0, z); leaky-relu-derivative: slope, then 1
    case "leaky-relu":
      return elementwise(
        f.name,
        (z) => (z < 0 ? f.slope * z : z),
        bent(f.slope, leakyAtKink(f.slope, atKink["leaky-relu"])),
      );
    // unit-step: 0, then 1; unit-step-derivative: 0, at the step as well
    case "unit-step":
      return elementwise(f.name, broken(0, unitStepAtZero === "any" ? 1 : unitStepAtZero, 1), broken(0, 0, 0));
  }
}

/** max(0, a), whose derivative is 0, then 1. */
export function positivePart(name: string, atZero: number): Operation {
  return elementwise(name, (a) => Math.max(0, a), bent(0, atZero));
}

/** ln y of y = logistic(z), from z: -softplus(-z). Its derivative is 1 - y. */
export const logarithmOfLogistic: Operation = elementwise(
  "logarithm of logistic",
  (z) => -softplus(-z),
  (z) => logistic(-z),
);

/** ln(1 - y) of y = logistic(z), from z: -softplus(z). Its derivative is -y. */
export const logarithmOfComplement: Operation = elementwise(
  "logarithm of 1 - logistic",
  (z) => -softplus(z),
  (z) => -logistic(z),
);

/** logistic: 1 / (1 + e^-z), or e^z / (1 + e^z) where e^-z could overflow. */
function logistic(z: number): number {
  return z < 0 ? Math.exp(z) / (1 + Math.exp(z)) : 1 / (1 + Math.exp(-z));
}

/** softplus: ln(1 + e^z) = max(z, 0) + ln(1 + e^-|z|). */
function softplus(z: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}

/** e^-a / (1 + e^-a)² for a ≥ 0. */
function bell(a: number): number {
  const e = Math.exp(-a);
  return e / ((1 + e) * (1 + e));
}

/** The derivative of two straight lines that meet at 0, the right one with slope 1. */
function bent(left: number, atZero: number): (z: number) => number {
  return broken(left, atZero, 1);
}

/** One number left of 0, one at 0, one to the right; NaN for NaN. */
function broken(left: number, atZero: number, right: number): (z: number) => number {
  return (z) => {
    if (z === 0) return atZero;
    if (Number.isNaN(z)) return NaN;
    return z < 0 ? left : right;
  };
}

function leakyAtKink(slope: number, choice: DerivativeAtKink["leaky-relu"]): number {
  return choice === 1 ? 1 : choice === "average" ? (slope + 1) / 2 : slope;
}
