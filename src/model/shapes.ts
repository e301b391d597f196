import type { Case } from "./case.js";
import { ShapeError } from "./errors.js";
import { depth, layerOf, outputsOf, width, type Activation, type Layer } from "./network.js";
import { describeShape, formatShape } from "./quantities.js";

/**
 * Checks that all parts of a case fit together.
 *
 * @throws ShapeError when an array has another shape than its neighbours demand.
 * @throws RangeError when there is no layer, no unit, no input or no example, λ is negative or not a number, an activation's
 * own parameters make no sense, or a target under multiclass-hinge is not one-hot.
 */
export function checkCase(question: Case): void {
  const { network, batch, regularizer } = question;
  if (depth(network) === 0) throw new RangeError("a network needs at least one layer");
  if (width(network, 0) === 0) throw new RangeError("a network needs at least one input");
  for (let k = 1; k <= depth(network); k++) checkLayer(layerOf(network, k), k, width(network, k - 1));

  const T = batch.inputs.length;
  if (T === 0) throw new RangeError("a batch needs at least one example");
  demand("inputs", batch.inputs, [T, width(network, 0)], "examples × inputs");
  demand("targets", batch.targets, [T, width(network, depth(network))], "examples × outputs");

  if (question.loss.name === "multiclass-hinge") batch.targets.forEach(demandOneHot);
  if (regularizer !== null && !(regularizer.lambda >= 0)) {
    throw new RangeError(`the regularizer's lambda must be 0 or more, got ${regularizer.lambda}`);
  }
}

function checkLayer(layer: Layer, k: number, inputs: number): void {
  const units = layer.biases.length;
  if (units === 0) throw new RangeError(`layer ${k} needs at least one unit`);
  demand("weights", layer.weights, [units, inputs], "units × inputs", k);
  demand("biases", layer.biases, [units], "units", k);
  checkActivation(layer.activation, units, k);
  if (!(outputsOf(layer) >= 1)) throw new RangeError(`layer ${k} needs at least one output`);
}

function checkActivation(activation: Activation, D: number, k: number): void {
  switch (activation.name) {
    case "maxout":
      if (!(Number.isInteger(activation.pieces) && activation.pieces >= 1 && D % activation.pieces === 0))
        throw new RangeError(`layer ${k}: ${D} pre-activations are no multiple of ${activation.pieces} pieces`);
      return;
    case "layer-normalization":
      if (!(activation.epsilon > 0))
        throw new RangeError(`layer ${k}: epsilon must be above 0, got ${activation.epsilon}`);
      return;
    case "linear-map":
      demand("matrix", activation.matrix, [activation.matrix.length, D], "outputs × units", k);
      return;
    case "polynomial":
      for (const { coefficient, powers } of activation.outputs.flat()) {
        demand("coefficient", coefficient, [], "a number", k);
        demand("powers", powers, [D], "units", k);
        if (!powers.every((power) => Number.isInteger(power) && power >= 0))
          throw new RangeError(`layer ${k}: powers must be whole numbers from 0 up, got ${powers.join(", ")}`);
      }
  }
}

function demandOneHot(target: readonly number[], t: number): void {
  const oneHot = target.filter((d) => d === 1).length === 1 && target.filter((d) => d !== 0).length === 1;
  if (!oneHot)
    throw new RangeError(`multiclass-hinge needs one-hot targets, example ${t + 1} has ${target.join(", ")}`);
}

function demand(what: string, value: unknown, shape: readonly number[], words: string, layer?: number): void {
  if (hasShape(value, shape)) return;
  const got = describeShape(value);
  throw new ShapeError({
    what,
    layer,
    expected: `${formatShape(shape)} (${words})`,
    got,
    hint: "see spec/conventions.md",
  });
}

/** Every question passes here several times, so the answer comes before the words. */
function hasShape(value: unknown, shape: readonly number[], level = 0): boolean {
  if (level === shape.length) return typeof value === "number";
  if (!Array.isArray(value) || value.length !== shape[level]) return false;
  // Unlike `every`, the loop does not pass over holes.
  for (const element of value as unknown[]) if (!hasShape(element, shape, level + 1)) return false;
  return true;
}
