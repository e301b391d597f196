/** Operations on the entries of one column: what vector activations and the hinge are put together from. */
import { ShapeError } from "../model/index.js";
import type { Operation } from "./operation.js";
import { column, demandShape, map, sameShape, shapeText, single, tabulate, type Tensor } from "./tensor.js";

/** The entries at some places of a column, counted from 0. Going back, each gradient returns to its place; the others get 0. */
export function pick(...places: readonly number[]): Operation {
  return {
    name: `entries ${places.map((place) => place + 1).join(", ")}`,
    arity: 1,
    evaluate: ([A]) => {
      demandColumn(A);
      const none = places.find((place) => A.data[place] === undefined);
      if (none !== undefined) throw new RangeError(`there is no entry ${none + 1}: the column has ${A.rows}`);
      return column(places.map((place) => A.data[place]));
    },
    pullback: (gradient, [A]) => {
      const returned = tabulate(A.rows, 1, () => 0);
      places.forEach((place, i) => (returned.data[place] += gradient.data[i]));
      return [returned];
    },
  };
}

/** Σ a_i. */
export const sumOfEntries: Operation = {
  name: "sum of entries",
  arity: 1,
  evaluate: ([A]) => single(total(A)),
  pullback: ({ data: [g] }, [A]) => [map(A, () => g)],
};

/** (1/D) Σ a_i of D entries: their sum, divided once. */
export const meanOfEntries: Operation = {
  name: "mean of entries",
  arity: 1,
  evaluate: ([A]) => single(total(A) / A.data.length),
  pullback: ({ data: [g] }, [A]) => [map(A, () => g / A.data.length)],
};

/** a_i - m of a column and a number: ∂/∂a = I, ∂/∂m = -(1 … 1)ᵀ. */
export const lessNumber: Operation = {
  name: "less a number",
  arity: 2,
  evaluate: ([A, m]) => {
    demandNumber(m);
    return map(A, (a) => a - m.data[0]);
  },
  pullback: (gradient) => [gradient, single(-total(gradient))],
};

/** c a_i of a column and a number: ∂/∂a = c I, ∂/∂c = a. */
export const timesNumber: Operation = {
  name: "times a number",
  arity: 2,
  evaluate: ([A, c]) => {
    demandNumber(c);
    return map(A, (a) => c.data[0] * a);
  },
  pullback: (gradient, [A, c]) => [
    map(gradient, (g) => c.data[0] * g),
    single(gradient.data.reduce((inner, g, i) => inner + g * A.data[i], 0)),
  ],
};

/** Who gets the gradient of a largest entry that several parents hold: the first, the last, or all of them equal parts. */
export type Tie = "first" | "last" | "split";

/**
 * The largest of its parents, entry by entry: ∂/∂(parent) = 1 for the one that holds it, 0 for the others.
 *
 * maxout-jacobian (spec/activations.md; 003 L314-315)
 *
 * @throws ShapeError unless all parents have the shape of the first.
 * Special values: NaN in one parent gives NaN, in that entry of the gradients of all.
 */
export function largest(tie: Tie): Operation {
  return {
    name: "largest",
    evaluate: (parents) =>
      parents.reduce((A, B, p) => {
        if (!sameShape(A, B))
          throw new ShapeError({ what: `parent ${p + 1}`, expected: shapeText(A), got: shapeText(B) });
        return map(A, (a, i) => Math.max(a, B.data[i]));
      }),
    pullback: (gradient, parents, value) => {
      const takers = Array.from(value.data, (y, i) => takersOf(parents, i, y, tie));
      return parents.map((_, p) =>
        map(gradient, (g, i) => {
          if (Number.isNaN(value.data[i])) return NaN;
          return takers[i].includes(p) ? g / takers[i].length : 0 * g;
        }),
      );
    },
  };
}

/** Which parents have a part in the gradient of entry i, whose largest value is y. */
function takersOf(parents: readonly Tensor[], i: number, y: number, tie: Tie): readonly number[] {
  const holders = parents.flatMap((parent, p) => (parent.data[i] === y ? [p] : []));
  return tie === "first" ? holders.slice(0, 1) : tie === "last" ? holders.slice(-1) : holders;
}

function total(A: Tensor): number {
  return A.data.reduce((partial, a) => partial + a, 0);
}

function demandColumn(A: Tensor): void {
  demandShape("the column", A, A.rows, 1);
}

function demandNumber(c: Tensor): void {
  demandShape("the number", c, 1, 1);
}
