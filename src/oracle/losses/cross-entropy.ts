/** -Σ d_i ln y_i on balls; from the logits, and with a gradient of its own, where softmax is the last activation. */
import type { Ball, Balls, Term } from "../ball.js";
import { negativeLn } from "../elementary.js";
import { plus, times, type Radius } from "../radius.js";
import type { Softmax } from "../softmax.js";
import { counts, type Divergence } from "./divergence.js";

/** cross-entropy, cross-entropy-gradient, softmax-cross-entropy-gradient (spec/losses.md; 003 L362, 004 L791-794, 003 L576). */
export function crossEntropy(balls: Balls): Divergence {
  return {
    terms: ({ y, head }, d) => terms(balls, y, d, head?.name === "softmax" ? head.softmax : undefined),
    half: false,
    gradient: ({ y }, d) => gradient(balls, y, d),
    fused: ({ y, head }, d) => (head?.name === "softmax" ? fusedGradient(balls, y, d) : undefined),
    sides: () => [],
  };
}

/** d_i · (-ln y_i) where d_i ≠ 0: their sum is Div. */
function terms(balls: Balls, y: readonly Ball[], d: readonly Ball[], softmax: Softmax | undefined): Term[] {
  return y.flatMap((yi, i): Term[] => {
    const di = d[i] as Ball;
    return counts(di, yi) ? [[di, softmax?.negativeLog(i) ?? negativeLn(balls, yi)]] : [];
  });
}

/** -d_i / y_i, and 0 where d_i = 0. */
function gradient(balls: Balls, y: readonly Ball[], d: readonly Ball[]): Ball[] {
  return y.map((yi, i) => {
    const di = d[i] as Ball;
    return counts(di, yi) ? balls.negate(balls.divide(di, yi)) : balls.zero;
  });
}

/**
 * y_i Σ d_m - d_i, as y - d when the targets sum to 1, or through -d_j / y_j and the full Jacobian, whose terms are Σ_j |d_j| y_i and
 * |d_i|.
 */
function fusedGradient(balls: Balls, y: readonly Ball[], d: readonly Ball[]): Ball[] {
  // A softmax of one unit is 1 without error, and what comes back through it 0.
  if (y.length === 1) return [y[0].unlimited || d[0].unlimited ? balls.unlimited : balls.zero];
  const sum = balls.sumOfProducts([], d);
  const absolute = d.reduce<Radius>((bound, di) => plus(bound, di.bound), 0);
  return y.map((yi, i) => {
    const di = d[i] as Ball;
    const short = balls.subtract(balls.multiply(sum, yi), di);
    if (short.exact !== undefined || short.unlimited) return short;
    const terms = plus(times(absolute, yi.bound), di.bound);
    return balls.limited(short.mid, plus(short.radius, times(balls.gamma(y.length + 3), terms)));
  });
}
