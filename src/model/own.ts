/**
 * A user's own activation and divergence, in-process only: formulas written once, over any kind of number, so that the
 * implementations compute them in doubles and the oracle encloses them.
 */

/** The operations in which a user's own formulas are written. */
export interface Arithmetic<N> {
  constant(x: number): N;
  negate(a: N): N;
  add(a: N, b: N): N;
  subtract(a: N, b: N): N;
  multiply(a: N, b: N): N;
  divide(a: N, b: N): N;
  exp(a: N): N;
  ln(a: N): N;
  squareRoot(a: N): N;
}

/**
 * A vector activation of the user's: y = f(z), smooth. Where f is a scalar function it is applied entry by entry here too.
 *
 * own-activation (spec/activations.md; 000 L643-659, L761-762)
 */
export interface OwnActivation {
  readonly name: "own";
  /** What reports call it. */
  readonly id: string;
  /** M for D pre-activations; D when it is not given. */
  outputs?(D: number): number;
  /** y = f(z). Shape [D] to [M]. */
  value<N>(arithmetic: Arithmetic<N>, z: readonly N[]): readonly N[];
  /** dz_i = Σ_j dy_j ∂y_j/∂z_i. z of shape [D], dy of shape [M]; the result of shape [D]. */
  gradient<N>(arithmetic: Arithmetic<N>, z: readonly N[], dy: readonly N[]): readonly N[];
}

/**
 * A divergence of the user's with its derivative, smooth.
 *
 * own-divergence (spec/losses.md; 000 L6-8, L331-334)
 */
export interface OwnDivergence {
  readonly name: "own";
  /** What reports call it. */
  readonly id: string;
  /** Div(Y, d) of one example. Y and d of shape [M(N)]. */
  value<N>(arithmetic: Arithmetic<N>, y: readonly N[], d: readonly N[]): N;
  /** dDiv/dY. Y, d and the result of shape [M(N)]. */
  gradient<N>(arithmetic: Arithmetic<N>, y: readonly N[], d: readonly N[]): readonly N[];
}

/** A user's own functions, for a subject in the same process. */
export interface OwnFunctions {
  readonly activations?: readonly OwnActivation[];
  readonly divergences?: readonly OwnDivergence[];
}

/** Whether the value, a part of a case, is a user's own function. */
export function isOwn(value: unknown): value is OwnActivation | OwnDivergence {
  return typeof value === "object" && value !== null && "name" in value && value.name === "own" && "id" in value;
}

/** Plain numbers. */
export const doubles: Arithmetic<number> = {
  constant: (x) => x,
  negate: (a) => -a,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  exp: Math.exp,
  ln: Math.log,
  squareRoot: Math.sqrt,
};
