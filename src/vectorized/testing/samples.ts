/** One activation of every kind, for layers of any width, and a divergence of a user's own. */
import {
  activationNames,
  type Activation,
  type ActivationName,
  type Monomial,
  type OwnActivation,
  type OwnDivergence,
} from "../../model/index.js";

/** y = (z_1², ..., z_D², Σ z): M = D + 1, and exact on integers. */
export const squaresAndSum: OwnActivation = {
  name: "own",
  id: "squares-and-sum",
  outputs: (D) => D + 1,
  value: ({ add, multiply }, z) => [...z.map((zi) => multiply(zi, zi)), z.reduce(add)],
  gradient: ({ add, constant, multiply }, z, dy) =>
    z.map((zi, i) => add(multiply(multiply(constant(2), zi), dy[i]), dy[z.length])),
};

/** Div = Σ y (y - d): quadratic, and not symmetric in y and d. */
export const quadratic: OwnDivergence = {
  name: "own",
  id: "quadratic",
  value: ({ add, multiply, subtract }, y, d) => y.map((yi, i) => multiply(yi, subtract(yi, d[i]))).reduce(add),
  gradient: ({ constant, multiply, subtract }, y, d) => y.map((yi, i) => subtract(multiply(constant(2), yi), d[i])),
};

/** z_1² + z_1 z_D and 3 z_D - 1: a square, a product where D > 1, a constant. M = 2. */
function twoPolynomials(D: number): readonly (readonly Monomial[])[] {
  const powers = (...units: number[]): number[] =>
    Array.from({ length: D }, (_, i) => units.filter((unit) => unit === i + 1).length);
  return [
    [
      { coefficient: 1, powers: powers(1, 1) },
      { coefficient: 1, powers: powers(1, D) },
    ],
    [
      { coefficient: 3, powers: powers(D) },
      { coefficient: -1, powers: powers() },
    ],
  ];
}

/** An activation of that name for D pre-activations. Maxout has one unit, the linear map D + 1 outputs. */
export function sampleOf(name: ActivationName | "own", D: number): Activation {
  switch (name) {
    case "leaky-relu":
      return { name, slope: 0.25 };
    case "maxout":
      return { name, pieces: D };
    case "linear-map":
      return {
        name,
        matrix: Array.from({ length: D + 1 }, (_, j) => Array.from({ length: D }, (_, i) => j + 1 - 2 * i)),
      };
    case "layer-normalization":
      return { name, epsilon: 0.25 };
    case "polynomial":
      return { name, outputs: twoPolynomials(D) };
    case "own":
      return squaresAndSum;
    default:
      return { name };
  }
}

/** One of every kind for D pre-activations. */
export function samples(D: number): Activation[] {
  return [...activationNames, "own" as const].map((name) => sampleOf(name, D));
}
