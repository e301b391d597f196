/** The catalogue of known mistakes. */
import { activationMutants } from "./activation.js";
import { backwardMutants } from "./backward.js";
import { batchMutants } from "./batch.js";
import { errataMutants } from "./errata.js";
import { lossMutants } from "./losses.js";
import type { Mutant } from "./mutant.js";
import { softmaxMutants } from "./softmax.js";
import { stateMutants } from "./state.js";
import { vectorMutants } from "./vector.js";

export { instantiate, mutantSubject, type Mutant } from "./mutant.js";
export { correct, pass, type Steps } from "./skeleton.js";

export const mutants: readonly Mutant[] = [
  ...backwardMutants,
  ...activationMutants,
  ...softmaxMutants,
  ...vectorMutants,
  ...lossMutants,
  ...batchMutants,
  ...stateMutants,
  ...errataMutants,
];
