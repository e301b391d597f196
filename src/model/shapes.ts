import type { Case } from "./case.js";
import { ShapeError } from "./errors.js";
import { depth, layerOf, width, type Layer } from "./network.js";
import { describeShape, formatShape } from "./quantities.js";

/**
 * Checks that all parts of a case fit together.
 *
 * @throws ShapeError when an array has another shape than its neighbours demand.
 * @throws RangeError when there is no layer, no unit, no input or no example, or λ is negative or not a number.
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

  if (regularizer !== null && !(regularizer.lambda >= 0)) {
    throw new RangeError(`the regularizer's lambda must be 0 or more, got ${regularizer.lambda}`);
  }
}

function checkLayer(layer: Layer, k: number, inputs: number): void {
  const units = layer.biases.length;
  if (units === 0) throw new RangeError(`layer ${k} needs at least one unit`);
  demand("weights", layer.weights, [units, inputs], "units × inputs", k);
  demand("biases", layer.biases, [units], "units", k);
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
