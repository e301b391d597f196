import { doubles, type OwnActivation } from "../../model/index.js";
import { demandLength } from "../matrix.js";
import type { BatchActivation } from "./batch-activation.js";
import { columnwise } from "./columnwise.js";

/**
 * A user's own activation, in doubles, one example after the other.
 *
 * own-activation (spec/activations.md), lecture 000 L643-659, L761-762
 *
 * Its passes throw ShapeError also when a value has another length than `outputs` says, or a gradient another than z.
 */
export function ownActivation(own: OwnActivation): BatchActivation {
  return columnwise(
    (z) => {
      const y = own.value(doubles, z);
      demandLength(`the value of ${own.id}`, y, own.outputs?.(z.length) ?? z.length);
      return y;
    },
    (z, dy) => {
      const dz = own.gradient(doubles, z, dy);
      demandLength(`the gradient of ${own.id}`, dz, z.length);
      return dz;
    },
  );
}
