import { isScalar, type Activation, type Conventions } from "../model/index.js";
import type { BatchActivation } from "./activations/batch-activation.js";
import { layerNormalization } from "./activations/layer-normalization.js";
import { linearMap } from "./activations/linear-map.js";
import { maxout } from "./activations/maxout.js";
import { ownActivation } from "./activations/own.js";
import { polynomial } from "./activations/polynomial.js";
import { scalarActivation } from "./activations/scalar.js";
import { logSoftmaxActivation, softmaxActivation } from "./activations/softmax.js";

/**
 * The activation's two passes.
 *
 * @param conventions - Read: derivativeAtKink, unitStepAtZero, where "any" stands for the default; deviations.
 */
export function activationOf(activation: Activation, conventions: Conventions): BatchActivation {
  if (isScalar(activation)) return scalarActivation(activation, conventions);
  switch (activation.name) {
    case "softmax":
      return softmaxActivation;
    case "log-softmax":
      return logSoftmaxActivation;
    case "maxout":
      return maxout(activation.pieces, conventions.derivativeAtKink.maxout);
    case "linear-map":
      return linearMap(activation.matrix);
    case "layer-normalization":
      return layerNormalization(activation.epsilon);
    case "polynomial":
      return polynomial(activation.outputs);
    case "own":
      return ownActivation(activation);
  }
}
