import type { Arithmetic, OwnActivation, OwnDivergence } from "../../model/index.js";

function sum<N>({ add, constant }: Arithmetic<N>, terms: readonly N[]): N {
  return terms.reduce(add, constant(0));
}

/** y_j = z_j z_{j+1}: one output fewer than pre-activations, and nothing but sums and products. */
export const neighbours: OwnActivation = {
  name: "own",
  id: "neighbours",
  outputs: (D) => D - 1,
  value: ({ multiply }, z) => z.slice(1).map((above, j) => multiply(z[j], above)),
  gradient: (arithmetic, z, dy) =>
    z.map((_, i) => {
      const fromBelow = i > 0 ? [arithmetic.multiply(dy[i - 1], z[i - 1])] : [];
      const fromAbove = i < dy.length ? [arithmetic.multiply(dy[i], z[i + 1])] : [];
      return sum(arithmetic, [...fromBelow, ...fromAbove]);
    }),
};

function logistic<N>({ add, constant, divide, exp, negate }: Arithmetic<N>, z: N): N {
  return divide(constant(1), add(constant(1), exp(negate(z))));
}

/** y_j = z_j / (1 + e^-z_j), entry by entry. */
export const swish: OwnActivation = {
  name: "own",
  id: "swish",
  value: (arithmetic, z) => z.map((zj) => arithmetic.multiply(zj, logistic(arithmetic, zj))),
  gradient: (arithmetic, z, dy) => {
    const { add, constant, multiply, subtract } = arithmetic;
    return z.map((zi, i) => {
      const p = logistic(arithmetic, zi);
      return multiply(dy[i], add(p, multiply(zi, multiply(p, subtract(constant(1), p)))));
    });
  },
};

/** Σ (y_i - d_i)². */
export const squares: OwnDivergence = {
  name: "own",
  id: "squares",
  value: (arithmetic, y, d) =>
    sum(
      arithmetic,
      y.map((yi, i) => {
        const difference = arithmetic.subtract(yi, d[i]);
        return arithmetic.multiply(difference, difference);
      }),
    ),
  gradient: ({ constant, multiply, subtract }, y, d) => y.map((yi, i) => multiply(constant(2), subtract(yi, d[i]))),
};

/** Σ √(1 + (y_i - d_i)²). */
export const pseudoHuber: OwnDivergence = {
  name: "own",
  id: "pseudo-huber",
  value: (arithmetic, y, d) =>
    sum(
      arithmetic,
      y.map((yi, i) => length(arithmetic, arithmetic.subtract(yi, d[i]))),
    ),
  gradient: (arithmetic, y, d) =>
    y.map((yi, i) => {
      const difference = arithmetic.subtract(yi, d[i]);
      return arithmetic.divide(difference, length(arithmetic, difference));
    }),
};

/** √(1 + x²). */
function length<N>({ add, constant, multiply, squareRoot }: Arithmetic<N>, x: N): N {
  return squareRoot(add(constant(1), multiply(x, x)));
}
