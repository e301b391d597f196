import type { Activation, DerivativeAtKink } from "../model/index.js";
import type { Operation } from "./operation.js";
import { elementwise } from "./operations.js";
import { softmax } from "./softmax.js";

/**
 * The activation of a layer as the operation of a node y = f(z); spec/activations.md has the formulas under the same names.
 *
 * @param atKink - f'(0) where f has a kink; "any" takes the default.
 * Special values: NaN gives NaN, except in the derivative of the identity; no finite z overflows on the way.
 */
export function activation(f: Activation, atKink: DerivativeAtKink): Operation {
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
    // softplus: ln(1 + e^z) = max(z, 0) + ln(1 + e^-|z|); softplus-derivative: the logistic function
    case "softplus":
      return elementwise(f.name, (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))), logistic);
    // relu: max(0, z); relu-derivative: 0, then 1
    case "relu":
      return elementwise(f.name, (z) => Math.max(0, z), bent(0, atKink.relu === "any" ? 0 : atKink.relu));
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
    case "softmax":
      return softmax;
  }
}

/** logistic: 1 / (1 + e^-z), or e^z / (1 + e^z) where e^-z could overflow. */
function logistic(z: number): number {
  return z < 0 ? Math.exp(z) / (1 + Math.exp(z)) : 1 / (1 + Math.exp(-z));
}

/** e^-a / (1 + e^-a)² for a ≥ 0. */
function bell(a: number): number {
  const e = Math.exp(-a);
  return e / ((1 + e) * (1 + e));
}

/** The derivative of two straight lines that meet at 0, the right one with slope 1. */
function bent(left: number, atZero: number): (z: number) => number {
  return (z) => {
    if (z === 0) return atZero;
    if (Number.isNaN(z)) return NaN;
    return z < 0 ? left : 1;
  };
}

function leakyAtKink(slope: number, choice: DerivativeAtKink["leaky-relu"]): number {
  return choice === 1 ? 1 : choice === "average" ? (slope + 1) / 2 : slope;
}
