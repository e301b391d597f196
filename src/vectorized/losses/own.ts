import { doubles, type OwnDivergence } from "../../model/index.js";
import { demandLength, sum } from "../matrix.js";
import { byExample, type BatchLoss } from "./batch-loss.js";

/**
 * A user's own divergence, in doubles, one example after the other.
 *
 * own-divergence (spec/losses.md), lecture 000 L6-8, L331-334
 *
 * `gradient` throws ShapeError also when the user's has another length than y.
 */
export function ownDivergence(own: OwnDivergence): BatchLoss {
  return {
    value: (Y, D) => sum(byExample(Y, D, (y, d) => [own.value(doubles, y, d)])),
    gradient: (Y, D) =>
      byExample(Y, D, (y, d) => {
        const dy = own.gradient(doubles, y, d);
        demandLength(`the gradient of ${own.id}`, dy, y.length);
        return dy;
      }),
  };
}
