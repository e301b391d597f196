/** softplus on balls, as it is or as it is declared: z from a threshold on. */
import type { Deviations } from "../../model/index.js";
import type { Ball, Balls } from "../ball.js";
import { hull, sideOf } from "../sides.js";
import { softplus, type Activated } from "../smooth.js";

/** softplus-linear-above (spec/conventions.md): z and 1 above the threshold; where z may stand on either side, anything from one to the other. */
export function softplusAsDeclared(balls: Balls, z: Ball, deviations: Deviations): Activated {
  switch (sideOfThreshold(balls, z, deviations)) {
    case 1:
      return { y: z, slope: balls.one };
    case undefined: {
      const { y, slope } = softplus(balls, z);
      return { y: hull(balls, y, z), slope: hull(balls, slope, balls.one) };
    }
    default:
      return softplus(balls, z);
  }
}

/** 1 above the threshold, -1 where there is none. */
export function sideOfThreshold(balls: Balls, z: Ball, deviations: Deviations): 1 | -1 | 0 | undefined {
  const linear = deviations["softplus-linear-above"];
  return linear === undefined ? -1 : sideOf(balls, z, balls.fromDouble(linear.threshold));
}
