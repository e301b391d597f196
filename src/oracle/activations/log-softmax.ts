/** The logarithm of softmax on balls, and back through it. */
import type { Ball, Balls } from "../ball.js";
import { magnitudeAbove } from "../decimal.js";
import { exp } from "../elementary.js";
import { larger, plus, times, total } from "../radius.js";
import { softmax } from "../softmax.js";

/**
 * y_i = z_i - ln Σ_j e^z_j in every form of -ln p, and dz_i = dy_i - p_i Σ_j dy_j (log-softmax and log-softmax-jacobian,
 * spec/activations.md).
 *
 * @param z - Shape [D], any D ≥ 1.
 */
export function logSoftmax(
  balls: Balls,
  z: readonly Ball[],
): { y: readonly Ball[]; backward: (dy: readonly Ball[]) => Ball[] } {
  const { p, negativeLog } = softmax(balls, z);
  const y = z.map((_, k) => balls.negate(negativeLog(k)));
  return {
    y,
    backward: (dy) =>
      logSoftmaxBackward(
        balls,
        p.map((pk, k) => orExponential(balls, pk, y[k] as Ball)),
        dy,
      ),
  };
}

/** p as softmax(z), or as e^y: that inherits the error of y in the worst of its forms. */
function orExponential(balls: Balls, p: Ball, y: Ball): Ball {
  const q = exp(balls, y);
  if (p.unlimited || q.unlimited) return balls.unlimited;
  return balls.limited(p.mid, larger(p.radius, plus(magnitudeAbove(p.mid.minus(q.mid)), q.radius)));
}

/** dz_i = dy_i - p_i Σ_j dy_j, or Σ_j dy_j (δ_ij - p_i) through the full Jacobian. */
function logSoftmaxBackward(balls: Balls, p: readonly Ball[], dy: readonly Ball[]): Ball[] {
  if (dy.every((d) => d.isZero)) return p.map((pi) => (pi.unlimited ? pi : balls.zero));
  const sum = balls.sumOfProducts([], dy);
  return p.map((pi, i) => (sum.unlimited || pi.unlimited ? balls.unlimited : throughRow(balls, pi, i, dy, sum)));
}

/** One entry of dz. Its error is Σ_j Δdy_j (δ_ij - p_i) - Δp_i Σ_j dy_j, and what the worse of the two forms rounds. */
function throughRow(balls: Balls, p: Ball, i: number, dy: readonly Ball[], sum: Ball): Ball {
  const own = dy[i] as Ball;
  const others = dy.filter((_, j) => j !== i);
  const D = dy.length;
  const rest = plus(magnitudeAbove(balls.one.mid.minus(p.mid)), p.radius);
  const otherBounds = total(...others.map((d) => d.bound));
  const bounds = plus(own.bound, otherBounds);
  const all = times(p.bound, bounds);

  const mid = own.mid.minus(p.mid.times(sum.mid));
  const fromDy = plus(times(rest, own.radius), times(p.bound, total(...others.map((d) => d.radius))));
  const moved = plus(fromDy, times(p.radius, plus(sum.magnitude, times(2 * D * balls.unit, bounds))));

  // Σ, the product and the difference; or 1 - p_i, D products and their sum.
  const inSum = times(balls.gamma(D), all);
  const short = plus(inSum, times(balls.gamma(1), total(magnitudeAbove(mid), moved, inSum)));
  const jacobian = plus(
    times(balls.gamma(D + 1), times(rest, own.bound)),
    times(balls.gamma(D), times(p.bound, otherBounds)),
  );
  const midpoint = times(8 * D * balls.unit, plus(own.bound, all));
  return balls.limited(mid, total(moved, larger(short, jacobian), midpoint, (D + 1) * balls.widening.eta));
}
