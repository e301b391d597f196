/** The catalogue of known mistakes. */
import { activationMutants } from "./activation.js";
import { batchMutants } from "./batch.js";
import { deltaMutants } from "./deltas.js";
import { errataMutants } from "./errata.js";
import { forwardMutants } from "./forward.js";
import { lossMutants } from "./losses.js";
import { piecewiseMutants } from "./maxout.js";
import type { KnownMutant } from "./mutant.js";
import { normalizationMutants } from "./normalization.js";
import { numericsMutants } from "./numerics.js";
import { parameterMutants } from "./parameters.js";
import { plainLossMutants } from "./plain-losses.js";
import { regularizerMutants } from "./regularizer.js";
import { softmaxMutants } from "./softmax.js";
import { softmaxLossMutants } from "./softmax-loss.js";
import { stateMutants } from "./state.js";
import { validationMutants } from "./validation.js";

export { familyOf, instantiate, mutantSubject, type KnownMutant, type Mutant } from "./mutant.js";
export { correct, pass, type Steps } from "./skeleton.js";

export const mutants: readonly KnownMutant[] = [
  ...forwardMutants,
  ...deltaMutants,
  ...parameterMutants,
  ...activationMutants,
  ...softmaxMutants,
  ...softmaxLossMutants,
  ...piecewiseMutants,
  ...normalizationMutants,
  ...plainLossMutants,
  ...lossMutants,
  ...batchMutants,
  ...regularizerMutants,
  ...stateMutants,
  ...numericsMutants,
  ...validationMutants,
  ...errataMutants,
];
