/** -Σ (d_i ln y_i + (1 - d_i) ln(1 - y_i)) on balls; from z, and with a gradient of its own, under logistic units. */
import type { Ball, Balls, Term } from "../ball.js";
import { negativeLn } from "../elementary.js";
import { plus, times, total, type Radius } from "../radius.js";
import { argument } from "./deviations.js";
import { counts, type Divergence } from "./divergence.js";
import {
  negativeLnLogistic,
  negativeLnOneMinusLogistic,
  logisticCrossEntropyGradient,
  sizesThroughLogistic,
} from "./logistic-cross-entropy.js";

/**
 * binary-cross-entropy, binary-cross-entropy-gradient, logistic-cross-entropy-gradient (spec/losses.md).
 *
 * @param added - the ε of ln(y + ε) and ln(1 - y + ε); undefined for ln y and ln(1 - y).
 */
export function binaryCrossEntropy(balls: Balls, added?: Ball): Divergence {
  if (added !== undefined) return withAdded(balls, added);
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
    summed: ({ y, head }, d) => ({
      terms: 2,
      gradient: y.map((yi, i) => sizeOf(quotients(balls, yi, d[i] as Ball, yi, balls.subtract(balls.one, yi)))),
      ...(head?.name === "logistic"
        ? { throughActivation: y.map((yi, i) => plus(...sizesThroughLogistic(balls, yi, d[i] as Ball))) }
        : {}),
    }),
    sides: () => [],
  };
}

const sizeOf = (terms: readonly Ball[]): Radius => total(...terms.map(({ bound }) => bound));

/** -Σ (d_i ln(y_i + ε) + (1 - d_i) ln(1 - y_i + ε)), from y whatever the last activation is. */
function withAdded(balls: Balls, added: Ball): Divergence {
  const ofY = (y: Ball): Ball => argument(balls, added, y);
  const ofRest = (y: Ball): Ball => argument(balls, added, balls.one, balls.negate(y));
  return {
    terms: ({ y }, d) =>
      y.flatMap((yi, i): Term[] => {
        const present = d[i] as Ball;
        const absent = balls.subtract(balls.one, present);
        return [
          ...(counts(present, yi) ? [[present, negativeLn(balls, ofY(yi))] as const] : []),
          ...(counts(absent, yi) ? [[absent, negativeLn(balls, ofRest(yi))] as const] : []),
        ];
      }),
    half: false,
    gradient: ({ y }, d) => y.map((yi, i) => balls.add(...quotients(balls, yi, d[i] as Ball, ofY(yi), ofRest(yi)))),
    fused: () => undefined,
    summed: ({ y }, d) => ({
      terms: 2,
      gradient: y.map((yi, i) => sizeOf(quotients(balls, yi, d[i] as Ball, ofY(yi), ofRest(yi)))),
    }),
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
  const sum = balls.add(...quotients(balls, y, d, y, balls.subtract(balls.one, y)));
  if (sum.exact !== undefined || sum.unlimited) return sum;
  return balls.limited(sum.mid, plus(sum.radius, times(balls.gamma(3), sum.bound)));
}

/** -d / present and (1 - d) / absent, 0 without its factor. */
function quotients(balls: Balls, y: Ball, d: Ball, present: Ball, absent: Ball): readonly [Ball, Ball] {
  const rest = balls.subtract(balls.one, d);
  const ofY = counts(d, y) ? balls.negate(balls.divide(d, present)) : balls.zero;
  const ofRest = counts(rest, y) ? balls.divide(rest, absent) : balls.zero;
  return [ofY, ofRest];
}
