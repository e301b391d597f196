import { ShapeError } from "../model/index.js";
import type { Operation } from "./operation.js";
import {
  column,
  demandShape,
  map,
  multiply,
  sameShape,
  shapeText,
  single,
  tabulate,
  transpose,
  type Tensor,
} from "./tensor.js";

/** The sum of its parents, all of one shape. Each parent's Jacobian is the identity (004 L824-863). */
export const sum: Operation = {
  name: "sum",
  evaluate: (parents) => alike(parents).reduce((A, B) => map(A, (a, i) => a + B.data[i])),
  pullback: (gradient, parents) => parents.map(() => gradient),
};

/** The mean of its n parents: their sum, divided by n once. */
export const mean: Operation = {
  name: "mean",
  evaluate: (parents) => map(sum.evaluate(parents), (entry) => entry / parents.length),
  pullback: (gradient, parents) => parents.map(() => map(gradient, (g) => g / parents.length)),
};

/** a - b. */
export const difference: Operation = {
  name: "difference",
  arity: 2,
  evaluate: binary((a, b) => a - b),
  pullback: (gradient) => [gradient, map(gradient, (g) => -g)],
};

/** a · b, entry by entry: the multiplicative unit of 000 L632. With the same parent twice, the square. */
export const product: Operation = {
  name: "product",
  arity: 2,
  evaluate: binary((a, b) => a * b),
  pullback: (gradient, [A, B]) => [map(gradient, (g, i) => g * B.data[i]), map(gradient, (g, i) => g * A.data[i])],
};

/** c · a for a constant c, which is no node and has no gradient. */
export function multiple(c: number): Operation {
  return {
    name: `multiple by ${c}`,
    arity: 1,
    evaluate: ([A]) => map(A, (a) => c * a),
    pullback: (gradient) => [map(gradient, (g) => c * g)],
  };
}

/** a + c for a constant c, likewise. */
export function plus(c: number): Operation {
  return elementwise(
    `plus ${c}`,
    (a) => a + c,
    () => 1,
  );
}

/** 1 - a, entry by entry. */
export const complement: Operation = elementwise(
  "1 - a",
  (a) => 1 - a,
  () => -1,
);

/** √a, entry by entry: ∂/∂a = 1 / (2 √a). */
export const squareRoot: Operation = elementwise("square root", Math.sqrt, (_, root) => 1 / (2 * root));

/** -ln a, entry by entry: ∂/∂a = -1 / a. */
export const negativeLogarithm: Operation = elementwise(
  "-ln a",
  (a) => -Math.log(a),
  (a) => -1 / a,
);

/** 1 / a, entry by entry: ∂/∂a = -(1 / a)². */
export const reciprocal: Operation = {
  name: "reciprocal",
  arity: 1,
  evaluate: ([A]) => map(A, (a) => 1 / a),
  pullback: (gradient, _parents, { data: y }) => [map(gradient, (g, i) => -(g * y[i]) * y[i])],
};

/** l + λ r of three parents l, λ, r, of which λ is a number (004 L726-737): ∂/∂l = 1, ∂/∂λ = r, ∂/∂r = λ. */
export const addMultiple: Operation = {
  name: "l + λ r",
  arity: 3,
  evaluate: ([l, lambda, r]) => {
    demandShape("λ", lambda, 1, 1);
    return binary((a, b) => a + lambda.data[0] * b)([l, r]);
  },
  pullback: (gradient, [, lambda, r]) => [
    gradient,
    single(gradient.data.reduce((inner, g, i) => inner + g * r.data[i], 0)),
    map(gradient, (g) => lambda.data[0] * g),
  ],
};

/** W x. Shapes C × d and d × 1 give C × 1. Going back, g xᵀ for W (004 L916) and Wᵀ g for x (002 L204-212). */
export const matrixVector: Operation = {
  name: "matrix times vector",
  arity: 2,
  evaluate: ([W, x]) => {
    demandShape("the vector", x, W.cols, 1);
    return multiply(W, x);
  },
  pullback: (gradient, [W, x]) => [multiply(gradient, transpose(x)), multiply(transpose(W), gradient)],
};

/** The columns of its parents, one below the other: v = (z_1; z_2; …), 004 L449-471. */
export const stack: Operation = {
  name: "stack",
  evaluate: (parents) => {
    parents.forEach((parent, i) => demandShape(`parent ${i + 1}`, parent, parent.rows, 1));
    return column(parents.flatMap(({ data }) => [...data]));
  },
  pullback: (gradient, parents) => {
    let from = 0;
    return parents.map((parent) => {
      const below = from;
      from += parent.rows;
      return tabulate(parent.rows, 1, (i) => gradient.data[below + i]);
    });
  },
};

/** Σ a² over all entries: ∂/∂a = 2a (004 L761-767). */
export const sumOfSquares: Operation = {
  name: "sum of squares",
  arity: 1,
  evaluate: ([A]) => single(squares(A)),
  pullback: ({ data: [g] }, [A]) => [map(A, (a) => 2 * g * a)],
};

/** ½ Σ a² over all entries: ∂/∂a = a. */
export const halfSumOfSquares: Operation = {
  name: "half sum of squares",
  arity: 1,
  evaluate: ([A]) => single(squares(A) / 2),
  pullback: ({ data: [g] }, [A]) => [map(A, (a) => g * a)],
};

function squares(A: Tensor): number {
  return A.data.reduce((partial, a) => partial + a * a, 0);
}

/**
 * f applied to each entry: the Jacobian is diagonal (002 L165-198), so that going back is a product entry by entry.
 *
 * @param derivative - f'(z), given z and y = f(z).
 */
export function elementwise(
  name: string,
  f: (z: number) => number,
  derivative: (z: number, y: number) => number,
): Operation {
  return {
    name,
    arity: 1,
    evaluate: ([z]) => map(z, (entry) => f(entry)),
    pullback: (gradient, [z], y) => [map(gradient, (g, i) => derivative(z.data[i], y.data[i]) * g)],
  };
}

function binary(f: (a: number, b: number) => number): (parents: readonly Tensor[]) => Tensor {
  return (parents) => {
    const [A, B] = alike(parents);
    return map(A, (a, i) => f(a, B.data[i]));
  };
}

/** @throws ShapeError unless all have the shape of the first. */
function alike(parents: readonly Tensor[]): readonly Tensor[] {
  const odd = parents.findIndex((parent) => !sameShape(parent, parents[0]));
  if (odd < 0) return parents;
  throw new ShapeError({ what: `parent ${odd + 1}`, expected: shapeText(parents[0]), got: shapeText(parents[odd]) });
}
