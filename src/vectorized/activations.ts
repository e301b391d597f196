import type { Activation, DerivativeAtKink } from "../model/index.js";
import { logistic, logisticDerivative, softmax, softplus, stepped, tanhDerivative } from "./functions.js";
import { fromColumns, map, toColumns, total, zip, type Matrix } from "./matrix.js";

/** One layer's activation on a whole batch, one column per example. */
export interface BatchActivation {
  /** Y = f(Z). Shape [D] x [T] in, the same out. */
  forward(Z: Matrix): Matrix;
  /**
   * dZ = Jᵀ dY, column by column, with J = ∂y/∂z.
   *
   * jacobian-product (spec/vector-form.md), lecture 002 L165-198 and L307-310
   *
   * @param Z - What `forward` was given. Shape [D][T].
   * @param Y - What it returned. Shape [D][T].
   * @param dY - ∂Div/∂Y. Shape [D][T]. Unit: Div per unit of y.
   * @returns ∂Div/∂Z. Shape [D][T]. Unit: Div per unit of z.
   * @throws ShapeError when a shape differs.
   */
  backward(Z: Matrix, Y: Matrix, dY: Matrix): Matrix;
}

/**
 * The activation's two passes.
 *
 * @param kinks - f'(0) where f has a kink; "any" stands for the default 0, slope, 0.
 */
export function activationOf(activation: Activation, kinks: DerivativeAtKink): BatchActivation {
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
      return diagonal(softplus, logistic);
    case "relu":
      return diagonal((z) => Math.max(0, z), stepped(0, numberOr(kinks.relu, 0), 1));
    case "absolute-value":
      return diagonal(Math.abs, stepped(-1, numberOr(kinks["absolute-value"], 0), 1));
    case "leaky-relu": {
      const { slope } = activation;
      return diagonal((z) => (z < 0 ? slope * z : z), stepped(slope, leakyKink(slope, kinks["leaky-relu"]), 1));
    }
    case "softmax":
      return softmaxActivation;
  }
}

/** A scalar activation: J is diagonal, and Jᵀ dY the product entry by entry. */
function diagonal(f: (z: number) => number, derivative: (z: number) => number): BatchActivation {
  return {
    forward: (Z) => map(Z, f),
    backward: (Z, _Y, dY) => zip(Z, dY, (z, dy) => derivative(z) * dy),
  };
}

function numberOr(choice: number | "any", otherwise: number): number {
  return choice === "any" ? otherwise : choice;
}

function leakyKink(slope: number, choice: DerivativeAtKink["leaky-relu"]): number {
  if (choice === "average") return (slope + 1) / 2;
  return choice === 1 ? 1 : slope;
}

/**
 * J = diag(y) - y yᵀ is symmetric, so Jᵀ dy = y ∘ (dy - <dy, y>): D operations instead of D².
 *
 * softmax-jacobian (spec/activations.md), lecture 000 L720-744, 004 L816
 */
const softmaxActivation: BatchActivation = {
  forward: (Z) => fromColumns(toColumns(Z).map(softmax)),
  backward: (_Z, Y, dY) => {
    const means = toColumns(zip(Y, dY, (y, dy) => y * dy)).map(total);
    const centred = fromColumns(toColumns(dY).map((column, t) => column.map((dy) => dy - means[t])));
    return zip(Y, centred, (y, c) => y * c);
  },
};
