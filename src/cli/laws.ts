/** The properties that a run asks about. */
import { propertiesWith } from "../../properties/index.js";
import type { Property } from "../gate/index.js";
import { backpropagateByLoops, backpropagateByMatrices } from "../index.js";
import { UsageError } from "./errors.js";
import type { GateFlags } from "./gate-flags.js";
import { glob } from "./glob.js";
import { didYouMean } from "./nearest.js";

/** Every law; the implementation that serves as the peer of the subject is never the subject itself. */
export function lawsFor(builtin?: GateFlags["builtin"]): readonly Property[] {
  return builtin === "scalar"
    ? propertiesWith({ name: "vectorized", backpropagate: backpropagateByMatrices })
    : propertiesWith({ name: "scalar", backpropagate: backpropagateByLoops });
}

/** @throws UsageError when a pattern, or the token, names no property. */
export function chosenLaws({ builtin, property: patterns, replay }: GateFlags): readonly Property[] {
  const laws = lawsFor(builtin);
  const ids = laws.map(({ id }) => id);
  const wanted = patterns ?? (replay === undefined ? undefined : [replay.property]);
  for (const pattern of wanted ?? []) {
    if (!ids.some(glob(pattern))) throw new UsageError(`no property is named '${pattern}'${didYouMean(pattern, ids)}`);
  }
  return wanted === undefined ? laws : laws.filter(({ id }) => wanted.some((pattern) => glob(pattern)(id)));
}
