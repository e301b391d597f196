import { stepped } from "../functions.js";
import { sum, total } from "../matrix.js";
import { byExample, type BatchLoss } from "./batch-loss.js";

/**
 * multiclass-hinge, multiclass-hinge-gradient (spec/losses.md): Div = Σ_{j≠c} max(0, y_j - y_c + 1) with c the place of the 1 in the
 * one-hot target; dy_j = θ_j, the step of the margin y_j - y_c + 1, and dy_c = -Σ_{j≠c} θ_j.
 *
 * Special values: a NaN margin is NaN in Div, in its dy_j and in dy_c.
 *
 * @param atMargin - θ where the margin is exactly 0.
 */
export function multiclassHinge(atMargin: number): BatchLoss {
  const step = stepped(0, atMargin, 1);
  return {
    value: (Y, D) => sum(byExample(Y, D, (y, d) => margins(y, d).map((margin) => Math.max(0, margin)))),
    gradient: (Y, D) =>
      byExample(Y, D, (y, d) => {
        const thetas = margins(y, d).map(step);
        return thetas.map((theta, j) => (d[j] === 1 ? 0 - total(thetas) : theta));
      }),
  };
}

/** y_j - y_c + 1 of one example; that of class c itself is -Infinity, so that it counts for nothing. Shape [M]. */
function margins(y: readonly number[], d: readonly number[]): number[] {
  const right = y[d.indexOf(1)];
  return y.map((score, j) => (d[j] === 1 ? -Infinity : score - right + 1));
}
