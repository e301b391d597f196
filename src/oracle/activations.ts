/** Scalar activations and their derivatives on balls: which one, and those with a kink. */
import type { Conventions, ScalarActivation } from "../model/index.js";
import { softplusAsDeclared } from "./activations/softplus.js";
import type { Ball, Balls } from "./ball.js";
import { magnitudeAbove } from "./decimal.js";
import { larger, plus, times } from "./radius.js";
import { logistic, tanh, type Activated } from "./smooth.js";

/**
 * f(z) and f'(z) of a scalar activation.
 *
 * Special values: e^0 = 1 and tanh 0 = 0 are exact in every library, and so is what every admissible form of logistic and
 * tanh makes of them at z = 0.
 *
 * @param conventions - Read: derivativeAtKink (see `kinked`), unitStepAtZero and deviations.
 */
export function activate(balls: Balls, activation: ScalarActivation, z: Ball, conventions: Conventions): Activated {
  const { derivativeAtKink: kinks } = conventions;
  if (z.unlimited) return { y: balls.unlimited, slope: balls.unlimited };
  if (z.isZero && activation.name === "logistic") return { y: balls.fromDouble(0.5), slope: balls.fromDouble(0.25) };
  if (z.isZero && activation.name === "tanh") return { y: balls.zero, slope: balls.one };
  switch (activation.name) {
    case "identity":
      return { y: z, slope: balls.one };
    case "logistic":
      return logistic(balls, z);
    case "tanh":
      return tanh(balls, z);
    case "softplus":
      return softplusAsDeclared(balls, z, conventions.deviations);
    case "relu":
      return kinked(balls, z, { left: balls.zero, atZero: kinks.relu });
    case "absolute-value":
      return kinked(balls, z, { left: balls.negate(balls.one), atZero: kinks["absolute-value"] });
    case "leaky-relu": {
      const left = balls.fromDouble(activation.slope);
      const declared = kinks["leaky-relu"];
      const atZero =
        declared === "slope"
          ? left
          : declared === "average"
            ? balls.multiply(balls.add(left, balls.one), balls.fromDouble(0.5))
            : declared;
      return kinked(balls, z, { left, atZero });
    }
    case "unit-step":
      return { y: unitStep(balls, z, conventions), slope: balls.zero };
  }
}

/** 1 to the right of 0 and 0 to the left of it (unit-step, spec/activations.md; 003 L30). */
function unitStep(balls: Balls, z: Ball, { unitStepAtZero }: Conventions): Ball {
  switch (z.side) {
    case 1:
      return balls.one;
    case -1:
      return balls.zero;
    case 0:
      return unitStepAtZero === "any" ? betweenZeroAndOne(balls) : balls.fromDouble(unitStepAtZero);
    case undefined:
      // Admissible implementations may stand on either side, or at 0.
      return betweenZeroAndOne(balls);
  }
}

/** Every number from 0 to 1. */
export function betweenZeroAndOne(balls: Balls): Ball {
  return balls.limited(balls.reals.fromDouble(0.5), 0.5);
}

/** Derivative 1 to the right of 0 and `left` to the left of it: relu, leaky-relu, absolute-value. */
function kinked(balls: Balls, z: Ball, kink: { left: Ball; atZero: Ball | number | "any" }): Activated {
  const { left, atZero } = kink;
  switch (z.side) {
    case 1:
      return { y: z, slope: balls.one };
    case -1:
      return { y: balls.multiply(left, z), slope: left };
    case 0: {
      if (atZero === "any") return { y: balls.zero, slope: betweenSlopes(balls, left) };
      return { y: balls.zero, slope: typeof atZero === "number" ? balls.fromDouble(atZero) : atZero };
    }
    case undefined: {
      // Admissible implementations may stand on either side; f is max(1, |left|)-Lipschitz.
      const onMid = z.mid.isNegative() ? z.mid.times(left.mid) : z.mid;
      const steepest = larger(1, left.bound);
      return {
        y: balls.rounded(onMid, plus(times(steepest, z.radius), times(left.radius, z.magnitude)), 1),
        slope: betweenSlopes(balls, left),
      };
    }
  }
}

/** Every number between the one-sided derivatives `left` and 1. */
function betweenSlopes(balls: Balls, left: Ball): Ball {
  const mid = left.mid.plus(1).dividedBy(2);
  const half = magnitudeAbove(left.mid.minus(1).dividedBy(2));
  return balls.limited(mid, plus(times(half, 1 + 2 ** -20), left.radius));
}
