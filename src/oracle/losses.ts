import type { Conventions, Loss } from "../model/index.js";
import type { Balls } from "./ball.js";
import { binaryCrossEntropy } from "./losses/binary-cross-entropy.js";
import { crossEntropy } from "./losses/cross-entropy.js";
import { addedOf, clipped } from "./losses/deviations.js";
import type { Divergence } from "./losses/divergence.js";
import { multiclassHinge } from "./losses/multiclass-hinge.js";
import { negativeLogOfSum } from "./losses/negative-log-of-sum.js";
import { squaredError } from "./losses/squared-error.js";
import { ownDivergence } from "./own.js";

/** The case's loss on balls. */
export function divergenceOf(balls: Balls, loss: Loss, conventions: Conventions): Divergence {
  const { deviations } = conventions;
  const added = addedOf(balls, deviations);
  switch (loss.name) {
    case "squared-error":
      return squaredError(balls, conventions);
    case "cross-entropy":
      return clipped(balls, crossEntropy(balls, added), deviations);
    case "negative-log-of-sum":
      return clipped(balls, negativeLogOfSum(balls, added), deviations);
    case "binary-cross-entropy":
      return clipped(balls, binaryCrossEntropy(balls, added), deviations);
    case "multiclass-hinge":
      return multiclassHinge(balls, conventions);
    case "own":
      return ownDivergence(balls, loss);
  }
}
