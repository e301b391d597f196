/** -Σ d_i ln y_i on balls; from the logits, and with a gradient of its own, where softmax is the last activation. */
import type { Ball, Balls, Term } from "../ball.js";
import { negativeLn } from "../elementary.js";
import { atMost, over, plus, times, total, type Radius } from "../radius.js";
import type { Softmax } from "../softmax.js";
import { argument } from "./deviations.js";
import { counts, type Divergence } from "./divergence.js";

/**
 * cross-entropy, cross-entropy-gradient, softmax-cross-entropy-gradient (spec/losses.md; 003 L362, 004 L791-794, 003 L576).
 *
 * @param added - the ε of ln(y + ε); undefined for ln y.
 */
export function crossEntropy(balls: Balls, added?: Ball): Divergence {
  if (added !== undefined) return withAdded(balls, added);
  return {
    terms: ({ y, head }, d) => terms(balls, y, d, head?.name === "softmax" ? head.softmax : undefined),
    half: false,
    gradient: ({ y }, d) => gradient(balls, y, d),
    fused: ({ y, head }, d) => (head?.name === "softmax" ? fusedGradient(balls, y, d) : undefined),
    sides: () => [],
  };
}

/** -Σ d_i ln(y_i + ε), from y whatever the last activation is. */
function withAdded(balls: Balls, added: Ball): Divergence {
  const raised = (y: readonly Ball[]): Ball[] => y.map((yi) => argument(balls, added, yi));
  return {
    terms: ({ y }, d) => terms(balls, raised(y), d, undefined),
    half: false,
    gradient: ({ y }, d) => gradient(balls, raised(y), d),
    fused: () => undefined,
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
  if (balls.widening.u === 0) return y.map((_, i) => exactGradient(balls, y, d, i));
  const sum = balls.sumOfProducts([], d);
  const absolute = d.reduce<Radius>((bound, di) => plus(bound, di.bound), 0);
  const underflown = underflow(balls, y, d);
  return y.map((yi, i) => {
    const di = d[i] as Ball;
    const short = balls.subtract(balls.multiply(sum, yi), di);
    if (short.exact !== undefined || short.unlimited) return short;
    const terms = plus(times(absolute, yi.bound), di.bound);
    return balls.limited(short.mid, total(short.radius, times(balls.gamma(y.length + 3), terms), underflown));
  });
}

/**
 * y_i Σ d_m - d_i as Σ_{j≠i} (y_i d_j - d_i y_j), which is the same since Σ y_j = 1, and loses no digits where y_i is nearly 1 and d_i all
 * there is.
 */
function exactGradient(balls: Balls, y: readonly Ball[], d: readonly Ball[], i: number): Ball {
  const [yi, di] = [y[i] as Ball, d[i] as Ball];
  const others = y.flatMap((yj, j): Term[] =>
    j === i
      ? []
      : [
          [yi, d[j] as Ball],
          [balls.negate(di), yj],
        ],
  );
  return balls.sumOfProducts(others);
}

/** An entry y_j y_i of the Jacobian is off by η where it underflows, before it is multiplied by d_j / y_j; granted while no such y_j is. */
function underflow({ widening: { eta, smallestNormal } }: Balls, y: readonly Ball[], d: readonly Ball[]): Radius {
  const quotients = d.map((di, j) => {
    const { distanceFromZero } = y[j] as Ball;
    if (di.isZero) return 0;
    return atMost(smallestNormal, distanceFromZero) ? over(di.bound, distanceFromZero) : Infinity;
  });
  const sum = total(y.length, ...quotients);
  return eta === 0 || sum === Infinity ? 0 : times(eta, sum);
}
