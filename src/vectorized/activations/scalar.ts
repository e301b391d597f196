import type { Conventions, DerivativeAtKink, Deviations, ScalarActivation } from "../../model/index.js";
import { logistic, logisticDerivative, numberOr, softplus, stepped, tanhDerivative } from "../functions.js";
import { map, zip } from "../matrix.js";
import type { BatchActivation } from "./batch-activation.js";

/**
 * y_i depends on z_i alone. M = D.
 *
 * @param conventions - Read: derivativeAtKink, unitStepAtZero, where "any" stands for the default 0, slope, 0 and 1; deviations.
 */
export function scalarActivation(activation: ScalarActivation, conventions: Conventions): BatchActivation {
  const kinks = conventions.derivativeAtKink;
  switch (activation.name) {
    case "identity":
      return diagonal(
        (z) => z,
        () => 1,
      );
    case "logistic":
      return diagonal(logistic, logisticDerivative);
    case "tanh":
      return diagonal(Math.tanh, tanhDerivative);
    case "softplus":
      return softplusWith(conventions.deviations);
    case "relu":
      return diagonal((z) => Math.max(0, z), stepped(0, numberOr(kinks.relu, 0), 1));
    case "absolute-value":
      return diagonal(Math.abs, stepped(-1, numberOr(kinks["absolute-value"], 0), 1));
    case "leaky-relu": {
      const { slope } = activation;
      return diagonal((z) => (z < 0 ? slope * z : z), stepped(slope, leakyKink(slope, kinks["leaky-relu"]), 1));
    }
    // unit-step, unit-step-derivative (spec/activations.md), lecture 003 L30
    case "unit-step":
      return diagonal(stepped(0, numberOr(conventions.unitStepAtZero, 1), 1), stepped(0, 0, 0));
  }
}

/** J is diagonal, and Jᵀ dY the product entry by entry. */
function diagonal(f: (z: number) => number, derivative: (z: number) => number): BatchActivation {
  return {
    forward: (Z) => map(Z, f),
    backward: (Z, _Y, dY) => zip(Z, dY, (z, dy) => derivative(z) * dy),
  };
}

/** softplus, softplus-derivative; from the threshold of softplus-linear-above on (spec/conventions.md) z, whose derivative is 1. */
function softplusWith({ "softplus-linear-above": linear }: Deviations): BatchActivation {
  if (linear === undefined) return diagonal(softplus, logistic);
  const { threshold } = linear;
  return diagonal(
    (z) => (z > threshold ? z : softplus(z)),
    (z) => (z > threshold ? 1 : logistic(z)),
  );
}

function leakyKink(slope: number, choice: DerivativeAtKink["leaky-relu"]): number {
  if (choice === "average") return (slope + 1) / 2;
  return choice === 1 ? 1 : slope;
}
