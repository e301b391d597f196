/** -ln Σ d_i y_i on balls; from the logits, and with a gradient of its own, where softmax is the last activation. */
import type { Ball, Balls } from "../ball.js";
import type { ActivatedLayer } from "../layer.js";
import { negativeLn } from "../elementary.js";
import { argument } from "./deviations.js";
import { counts, type Divergence } from "./divergence.js";
import { softmaxNegativeLog, softmaxNegativeLogGradient } from "./softmax-negative-log.js";

/**
 * negative-log-of-sum, negative-log-of-sum-gradient, softmax-negative-log-gradient (spec/losses.md; 004 L119, L791-794, L930).
 *
 * Special values: a sum that may be 0 or less makes Div unlimited, one that may be 0 the gradient as well.
 *
 * @param added - the ε of ln(Σ d_i y_i + ε), which is taken from y whatever the last activation is; undefined for ln Σ d_i y_i.
 */
export function negativeLogOfSum(balls: Balls, added?: Ball): Divergence {
  const headOf = ({ head }: ActivatedLayer) => (head?.name === "softmax" && added === undefined ? head : undefined);
  return {
    terms: (top, d) => {
      const [s, head] = [targetSum(balls, top.y, d), headOf(top)];
      const term =
        head === undefined ? negativeLn(balls, argument(balls, added, s)) : softmaxNegativeLog(balls, head, d, s);
      return [[balls.one, term]];
    },
    half: false,
    // -d_i / s
    gradient: ({ y }, d) => {
      const s = argument(balls, added, targetSum(balls, y, d));
      return d.map((di) => balls.negate(balls.divide(di, s)));
    },
    fused: (top, d) => {
      const head = headOf(top);
      return head === undefined ? undefined : softmaxNegativeLogGradient(balls, head, d, targetSum(balls, top.y, d));
    },
    sides: () => [],
  };
}

/** Σ d_i y_i over the entries with d_i ≠ 0. */
function targetSum(balls: Balls, y: readonly Ball[], d: readonly Ball[]): Ball {
  return balls.sumOfProducts(y.map((yi, i) => [d[i] as Ball, yi] as const).filter(([di, yi]) => counts(di, yi)));
}
