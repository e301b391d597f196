/** The catalogue of correct implementations that look like mistakes. */
import { activationNearMisses } from "./activations.js";
import { declaredNearMisses } from "./declared.js";
import { lossNearMisses } from "./losses.js";
import { specialNearMisses } from "./special.js";
import { stateNearMisses } from "./state.js";
import { sumNearMisses } from "./sums.js";
import { vectorNearMisses } from "./vector.js";
import type { NearMiss } from "./near-miss.js";

export { nearMissSubject, type NearMiss } from "./near-miss.js";

export const nearMisses: readonly NearMiss[] = [
  ...declaredNearMisses,
  ...sumNearMisses,
  ...activationNearMisses,
  ...vectorNearMisses,
  ...lossNearMisses,
  ...stateNearMisses,
  ...specialNearMisses,
];
