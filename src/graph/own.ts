/** A user's own formulas as operations, run with plain numbers. */
import { doubles, ShapeError, type OwnActivation, type OwnDivergence } from "../model/index.js";
import type { Operation } from "./operation.js";
import { column, demandShape, entries, map, single } from "./tensor.js";

/**
 * y = f(z) of a column.
 *
 * own-activation (spec/activations.md; 000 L643-659, L755-762)
 *
 * @throws ShapeError when value or gradient has not as many entries as it must.
 */
export function ownActivation(f: OwnActivation): Operation {
  return {
    name: f.id,
    arity: 1,
    evaluate: ([z]) => {
      const y = f.value(doubles, entries(z));
      demandLength(`the value of ${f.id}`, y, f.outputs?.(z.rows) ?? z.rows);
      return column(y);
    },
    pullback: (gradient, [z]) => {
      const dz = f.gradient(doubles, entries(z), entries(gradient));
      demandLength(`the gradient of ${f.id}`, dz, z.rows);
      return [column(dz)];
    },
  };
}

/**
 * Div(Y, d) of two columns d and Y. The gradient by d, which the user does not give, is NaN.
 *
 * own-divergence (spec/losses.md; 000 L6-8, L331-334)
 *
 * @throws ShapeError when the gradient has not as many entries as Y.
 */
export function ownDivergence(f: OwnDivergence): Operation {
  return {
    name: f.id,
    arity: 2,
    evaluate: ([d, y]) => {
      demandShape("the second column", y, d.rows, 1);
      return single(f.value(doubles, entries(y), entries(d)));
    },
    pullback: ({ data: [g] }, [d, y]) => {
      const dy = f.gradient(doubles, entries(y), entries(d));
      demandLength(`the gradient of ${f.id}`, dy, y.rows);
      return [map(d, () => NaN), map(column(dy), (entry) => entry * g)];
    },
  };
}

function demandLength(what: string, list: readonly number[], length: number): void {
  if (list.length === length) return;
  throw new ShapeError({ what, expected: `[${length}]`, got: `[${list.length}]` });
}
