/** Gradient descent as the lecture's loops state it, on whatever computes the gradient; and what surrounds training. */
export { argmax, oneHot, signDecision, stepDecision } from "./decisions.js";
export {
  componentDescent,
  networkDescent,
  summedErrorDescent,
  vectorDescent,
  type Descent,
  type Trained,
} from "./descent.js";
export { TrainingError } from "./errors.js";
export { type Backpropagate } from "./evaluate.js";
export { miniBatchDescent, miniBatches, type MiniBatchDescent } from "./mini-batch.js";
export {
  flattenGradients,
  flattenParameters,
  layerParameterCount,
  parameterCount,
  unflattenGradients,
  unflattenParameters,
  type ParameterGradients,
} from "./parameters.js";
export { type LearningRate } from "./rate.js";
export { deadReluUnits, withBiases, type UnitPlace } from "./relu-units.js";
export { updateByComponent, updateByLayer, updateByVector, type Update } from "./update.js";
