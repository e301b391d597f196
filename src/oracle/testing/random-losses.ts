/** Losses that suit the last layer, and targets that suit the loss. */
import { lossNames, outputsOf, type Activation, type Layer, type Loss, type OwnDivergence } from "../../model/index.js";
import { logCosh, pseudoHuber } from "./own-formulas.js";
import type { Random } from "./random.js";

/** The activations that give a loss something to take the logarithm of. */
const needs: Partial<Record<Loss["name"], readonly Activation["name"][]>> = {
  "cross-entropy": ["softmax", "logistic", "softplus"],
  "negative-log-of-sum": ["softmax", "logistic", "softplus"],
  "binary-cross-entropy": ["softmax", "logistic"],
};

/** With every operation that own formulas have. */
const own: readonly OwnDivergence[] = [pseudoHuber, logCosh];

/** @param among - names to choose from, as far as they suit the layer; squared error if none does. */
export function randomLoss(random: Random, layer: Layer, among: readonly Loss["name"][] = [...lossNames, "own"]): Loss {
  const { name } = layer.activation;
  const suits = (loss: Loss["name"]): boolean => !(loss in needs) || (needs[loss] ?? []).includes(name);
  const suiting = among.filter(suits);
  // The joint forms, which few layers have, more often than their share.
  const joint = suiting.filter((loss) => loss in needs);
  const chosen = random.pick(joint.length > 0 && random.chance(0.5) ? joint : suiting);
  return chosen === "own" ? random.pick(own) : { name: chosen ?? "squared-error" };
}

/** One target for the layer. Shape [M]. */
export function randomTarget(random: Random, layer: Layer, loss: Loss): number[] {
  const M = outputsOf(layer);
  const oneHot = (): number[] => {
    const hot = random.integer(0, M - 1);
    return random.list(M, (unit) => (unit === hot ? 1 : 0));
  };
  switch (loss.name) {
    case "squared-error":
    case "own":
      return random.list(M, () => random.between(-1.5, 1.5));
    case "multiclass-hinge":
      return oneHot();
    case "cross-entropy":
      return random.chance(0.5) ? random.list(M, () => random.between(0.05, 1)) : oneHot();
    case "negative-log-of-sum": {
      const [first, ...others] = random.list(M, () => random.between(0.05, 1)) as [number, ...number[]];
      return random.chance(0.5) ? [first, ...others.map((d) => (random.chance(0.5) ? d : 0))] : oneHot();
    }
    case "binary-cross-entropy":
      return random.list(M, () => (random.chance(0.5) ? random.between(0.02, 0.98) : random.integer(0, 1)));
  }
}
