import type { Conventions } from "../model/index.js";

type SquaredErrorForm = Conventions["squaredError"];

/**
 * The squared error of one example.
 *
 * squared-error (spec/losses.md; 001 L8, 003 L374):  Div = 1/2 sum_i (y_i - d_i)^2, or without the 1/2
 *
 * @param y - y^(N). Shape [M(N) + 1], position 0 unused; so is `d`, the target.
 */
export function squaredError(y: readonly number[], d: readonly number[], form: SquaredErrorForm): number {
  let sum = 0;
  for (let i = 1; i < y.length; i++) sum += (y[i] - d[i]) * (y[i] - d[i]);
  return form === "half" ? sum / 2 : sum;
}

/** squared-error-gradient (spec/losses.md; 001 L17, 003 L390):  dDiv/dy_i = y_i - d_i, or 2 (y_i - d_i) */
export function squaredErrorDerivative(y: number, d: number, form: SquaredErrorForm): number {
  return form === "half" ? y - d : 2 * (y - d);
}
