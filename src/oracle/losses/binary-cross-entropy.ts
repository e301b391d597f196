/** -Σ (d_i ln y_i + (1 - d_i) ln(1 - y_i)) on balls; from z, and with a gradient of its own, under logistic units. */
import type { Ball, Balls, Term } from "../ball.js";
import { negativeLn } from "../elementary.js";
import { plus, times } from "../radius.js";
import { counts, type Divergence } from "./divergence.js";
import {
  negativeLnLogistic,
  negativeLnOneMinusLogistic,
  logisticCrossEntropyGradient,
} from "./logistic-cross-entropy.js";

/** binary-cross-entropy, binary-cross-entropy-gradient, logistic-cross-entropy-gradient (spec/losses.md). */
export function binaryCrossEntropy(balls: Balls): Divergence {
  return {
    terms: ({ y, head }, d) =>
      y.flatMap((yi, i) => {
        const z = head?.name === "logistic" ? (head.z[i] as Ball) : undefined;
        return terms(balls, yi, z, d[i] as Ball);
      }),
    half: false,
    gradient: ({ y }, d) => y.map((yi, i) => derivative(balls, yi, d[i] as Ball)),
    fused: ({ y, head }, d) =>
      head?.name === "logistic"
        ? y.map((yi, i) => logisticCrossEntropyGradient(balls, head.z[i] as Ball, yi, d[i] as Ball))
        : undefined,
    sides: () => [],
  };
}

/** d · (-ln y) and (1 - d) · (-ln(1 - y)), each where its factor is not 0. */
function terms(balls: Balls, y: Ball, z: Ball | undefined, d: Ball): Term[] {
  const absent = balls.subtract(balls.one, d);
  const ofY = (): Ball => (z === undefined ? negativeLn(balls, y) : negativeLnLogistic(balls, z));
  const ofRest = (): Ball =>
    z === undefined ? negativeLn(balls, balls.subtract(balls.one, y)) : negativeLnOneMinusLogistic(balls, z);
  return [...(counts(d, y) ? [[d, ofY()] as const] : []), ...(counts(absent, y) ? [[absent, ofRest()] as const] : [])];
}

/**
 * -d / y + (1 - d) / (1 - y), a term without its factor left out; or (y - d) / (y (1 - y)), which has the same derivative by y, and so
 * the same error from y, but up to three roundings of the result more.
 */
function derivative(balls: Balls, y: Ball, d: Ball): Ball {
  const absent = balls.subtract(balls.one, d);
  const ofY = counts(d, y) ? balls.negate(balls.divide(d, y)) : balls.zero;
  const ofRest = counts(absent, y) ? balls.divide(absent, balls.subtract(balls.one, y)) : balls.zero;
  const sum = balls.add(ofY, ofRest);
  if (sum.exact !== undefined || sum.unlimited) return sum;
  return balls.limited(sum.mid, plus(sum.radius, times(balls.gamma(3), sum.bound)));
}
