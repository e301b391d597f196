/** -ln Σ d_i y_i on balls; from the logits, and with a gradient of its own, where softmax is the last activation. */
import type { Ball, Balls } from "../ball.js";
import { negativeLn } from "../elementary.js";
import { counts, type Divergence } from "./divergence.js";
import { softmaxNegativeLog, softmaxNegativeLogGradient } from "./softmax-negative-log.js";

/**
 * negative-log-of-sum, negative-log-of-sum-gradient, softmax-negative-log-gradient (spec/losses.md; 004 L119, L791-794, L930).
 *
 * Special values: a sum that may be 0 or less makes Div unlimited, one that may be 0 the gradient as well.
 */
export function negativeLogOfSum(balls: Balls): Divergence {
  return {
    terms: ({ y, head }, d) => {
      const s = targetSum(balls, y, d);
      return [[balls.one, head?.name === "softmax" ? softmaxNegativeLog(balls, head, d, s) : negativeLn(balls, s)]];
    },
    half: false,
    // -d_i / s
    gradient: ({ y }, d) => {
      const s = targetSum(balls, y, d);
      return d.map((di) => balls.negate(balls.divide(di, s)));
    },
    fused: ({ y, head }, d) =>
      head?.name === "softmax" ? softmaxNegativeLogGradient(balls, head, d, targetSum(balls, y, d)) : undefined,
    sides: () => [],
  };
}

/** Σ d_i y_i over the entries with d_i ≠ 0. */
function targetSum(balls: Balls, y: readonly Ball[], d: readonly Ball[]): Ball {
  return balls.sumOfProducts(y.map((yi, i) => [d[i] as Ball, yi] as const).filter(([di, yi]) => counts(di, yi)));
}
