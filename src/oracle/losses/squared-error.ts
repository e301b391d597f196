import type { Conventions } from "../../model/index.js";
import type { Ball, Balls } from "../ball.js";
import type { Divergence } from "./divergence.js";

/** Σ (y_i - d_i)², halved or not (squared-error, squared-error-gradient; spec/losses.md; 003 L374, 003 L486). */
export function squaredError(balls: Balls, conventions: Conventions): Divergence {
  const half = conventions.squaredError === "half";
  const residuals = (y: readonly Ball[], d: readonly Ball[]): Ball[] =>
    y.map((yi, i) => balls.subtract(yi, d[i] as Ball));
  return {
    terms: ({ y }, d) => residuals(y, d).map((r) => [r, r] as const),
    half,
    gradient: ({ y }, d) => {
      const r = residuals(y, d);
      return half ? r : r.map((ri) => balls.multiply(ri, balls.fromDouble(2)));
    },
    fused: () => undefined,
    sides: () => [],
  };
}
