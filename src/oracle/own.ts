/** A user's own functions on balls: the formulas as they are written, one rounding for each operation. */
import { ShapeError, type Arithmetic, type OwnActivation, type OwnDivergence } from "../model/index.js";
import type { Ball, Balls } from "./ball.js";
import { exp, ln, squareRoot } from "./elementary.js";
import type { ActivatedLayer } from "./layer.js";
import type { Divergence } from "./losses/divergence.js";

/** The operations in which own formulas are written, on balls. */
export function ballArithmetic(balls: Balls): Arithmetic<Ball> {
  return {
    constant: (x) => balls.fromDouble(x),
    negate: (a) => balls.negate(a),
    add: (a, b) => balls.add(a, b),
    subtract: (a, b) => balls.subtract(a, b),
    multiply: (a, b) => balls.multiply(a, b),
    divide: (a, b) => balls.divide(a, b),
    exp: (a) => exp(balls, a),
    ln: (a) => ln(balls, a),
    squareRoot: (a) => squareRoot(balls, a),
  };
}

/**
 * y = f(z), and dz by the user's own gradient (own-activation; spec/activations.md; 000 L643-659).
 *
 * @param z - Shape [D].
 * @throws ShapeError when the value has not the M outputs that were announced or the gradient not D entries.
 */
export function ownLayer(balls: Balls, activation: OwnActivation, z: readonly Ball[]): ActivatedLayer {
  const arithmetic = ballArithmetic(balls);
  const { id } = activation;
  const M = activation.outputs?.(z.length) ?? z.length;
  return {
    y: ofLength(M, activation.value(arithmetic, z), `value of ${id}`),
    backward: (dy) => ofLength(z.length, activation.gradient(arithmetic, z, dy), `gradient of ${id}`),
    sides: [],
    head: undefined,
  };
}

/**
 * Div(Y, d) and its derivative, both the user's (own-divergence; spec/losses.md; 000 L6-8, L331-334). `gradient` throws ShapeError when the
 * user's has not one entry for each output.
 */
export function ownDivergence(balls: Balls, loss: OwnDivergence): Divergence {
  const arithmetic = ballArithmetic(balls);
  return {
    terms: ({ y }, d) => [[balls.one, loss.value(arithmetic, y, d)]],
    half: false,
    gradient: ({ y }, d) => ofLength(y.length, loss.gradient(arithmetic, y, d), `gradient of ${loss.id}`),
    fused: () => undefined,
    sides: () => [],
  };
}

function ofLength(length: number, entries: readonly Ball[], what: string): Ball[] {
  if (entries.length !== length) {
    throw new ShapeError({ what, expected: `[${length}]`, got: `[${entries.length}]` });
  }
  return [...entries];
}
