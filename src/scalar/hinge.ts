import type { DerivativeAtKink } from "../model/index.js";

/**
 * The multiclass hinge of one example: by how much each other class comes within 1 of the right one.
 *
 * multiclass-hinge (spec/losses.md):  Div = sum_{j != c} max(0, y_j - y_c + 1)
 *
 * @param y - y^(N), the scores. Shape [M(N) + 1], position 0 unused; so is `d`, the target, which is 1 for class c and 0 for the rest.
 * Special values: NaN among the scores gives NaN, except for a single class, which costs 0.
 * @example multiclassHinge([NaN, 3, 5, 0], [NaN, 1, 0, 0]) // 3
 */
export function multiclassHinge(y: readonly number[], d: readonly number[]): number {
  const c = d.indexOf(1);
  let Div = 0;
  for (let j = 1; j < y.length; j++) if (j !== c) Div += Math.max(0, margin(y, j, c));
  return Div;
}

/**
 * dDiv/dy^(N) of the multiclass hinge.
 *
 * multiclass-hinge-gradient (spec/losses.md):  dDiv/dy_j = 1 for j != c where y_j - y_c + 1 > 0, else 0;
 * dDiv/dy_c = -(the number of these)
 *
 * @param y - y^(N). Shape [M(N) + 1], position 0 unused; so are `d`, the target, and the result.
 * @param atKink - the derivative of max(0, .) at a margin of exactly 0; "any" takes the default, 0.
 * Special values: a margin that is NaN has the derivative NaN.
 */
export function multiclassHingeGradient(
  y: readonly number[],
  d: readonly number[],
  atKink: DerivativeAtKink["multiclass-hinge"],
): number[] {
  const c = d.indexOf(1);
  const dy = [NaN];
  dy[c] = 0;
  for (let j = 1; j < y.length; j++) {
    if (j === c) continue;
    dy[j] = hingeDerivative(margin(y, j, c), atKink === "any" ? 0 : atKink);
    dy[c] -= dy[j];
  }
  return dy;
}

/** y_j - y_c + 1. */
function margin(y: readonly number[], j: number, c: number): number {
  return y[j] - y[c] + 1;
}

/** The derivative of max(0, .). */
function hingeDerivative(x: number, atZero: number): number {
  if (x > 0) return 1;
  if (x < 0) return 0;
  return x === 0 ? atZero : NaN;
}
