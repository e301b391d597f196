import type { Answer } from "./answer.js";
import { batchSize, type Case } from "./case.js";
import { ShapeError } from "./errors.js";
import { depth, preactivationWidth, width } from "./network.js";

/** The observable quantities, in the order in which the lecture computes them: the first wrong one is the cause. */
export const quantities = [
  "preactivations",
  "activations",
  "outputs",
  "loss",
  "gradients.activations",
  "gradients.preactivations",
  "gradients.weights",
  "gradients.biases",
  "gradients.inputs",
] as const;
export type Quantity = (typeof quantities)[number];

/** Where one entry stands. Layers, units and examples all count from 1, as in the lecture. */
export interface Place {
  readonly quantity: Quantity;
  /** Absent for loss, outputs and gradients.inputs. */
  readonly layer?: number;
  /** Weights: [unit, input]. Biases: [unit]. Quantities of the batch: [example, unit]. Loss: []. */
  readonly index: readonly number[];
}

/** The shape of one quantity: one tensor per layer, or a single tensor. */
export type QuantityShape =
  | { readonly layered: true; readonly shapes: readonly (readonly number[])[] }
  | { readonly layered: false; readonly shape: readonly number[] };

/** The shape that a quantity must have in the answer to the case. */
export function shapeOf(question: Case, quantity: Quantity): QuantityShape {
  const { network } = question;
  const T = batchSize(question);
  const perLayer = (shape: (k: number) => number[]): QuantityShape => ({
    layered: true,
    shapes: network.layers.map((_, position) => shape(position + 1)),
  });
  switch (quantity) {
    case "loss":
      return { layered: false, shape: [] };
    case "outputs":
      return { layered: false, shape: [T, width(network, depth(network))] };
    case "gradients.inputs":
      return { layered: false, shape: [T, width(network, 0)] };
    case "gradients.weights":
      return perLayer((k) => [preactivationWidth(network, k), width(network, k - 1)]);
    case "gradients.biases":
      return perLayer((k) => [preactivationWidth(network, k)]);
    case "preactivations":
    case "gradients.preactivations":
      return perLayer((k) => [T, preactivationWidth(network, k)]);
    case "activations":
    case "gradients.activations":
      return perLayer((k) => [T, width(network, k)]);
  }
}

/** The quantity's nested array (or the number, for the loss) in an answer; undefined when it is not there. */
export function valueOf(answer: Answer, quantity: Quantity): unknown {
  if (quantity.startsWith("gradients.")) {
    return answer.gradients?.[quantity.slice("gradients.".length) as keyof NonNullable<Answer["gradients"]>];
  }
  return answer[quantity as "loss" | "outputs" | "preactivations" | "activations"];
}

/**
 * The quantity's entries in reading order, so that two answers can be compared without walking their nesting.
 * `placeOf` turns a position in this order back into words.
 *
 * @returns undefined when the answer does not hold the quantity.
 * @throws ShapeError naming the quantity, the layer, the expected and the actual shape.
 */
export function entriesOf(question: Case, answer: Answer, quantity: Quantity): readonly number[] | undefined {
  const value = valueOf(answer, quantity);
  if (value === undefined) return undefined;
  const shape = shapeOf(question, quantity);
  const entries: number[] = [];
  if (!shape.layered) {
    collect(value, shape.shape, entries, quantity);
    return entries;
  }
  if (!Array.isArray(value) || value.length !== shape.shapes.length) {
    throw new ShapeError({ what: quantity, expected: `${shape.shapes.length} layers`, got: describeShape(value) });
  }
  shape.shapes.forEach((layerShape, position) => {
    collect(value[position], layerShape, entries, quantity, position + 1);
  });
  return entries;
}

function collect(value: unknown, shape: readonly number[], entries: number[], what: string, layer?: number): void {
  const fail = (): never => {
    throw new ShapeError({ what, layer, expected: formatShape(shape), got: describeShape(value) });
  };
  const walk = (part: unknown, level: number): void => {
    if (level === shape.length) {
      if (typeof part !== "number") fail();
      entries.push(part as number);
      return;
    }
    if (!Array.isArray(part) || part.length !== shape[level]) fail();
    for (const element of part as unknown[]) walk(element, level + 1);
  };
  walk(value, 0);
}

/**
 * The place of the entry at `position` of `entriesOf`.
 *
 * @throws RangeError when the quantity has no such entry.
 */
export function placeOf(question: Case, quantity: Quantity, position: number): Place {
  const shape = shapeOf(question, quantity);
  let rest = position;
  for (const [offset, part] of (shape.layered ? shape.shapes : [shape.shape]).entries()) {
    const size = part.reduce((product, length) => product * length, 1);
    const layer = shape.layered ? { layer: offset + 1 } : {};
    if (rest >= 0 && rest < size) return { quantity, ...layer, index: unravel(rest, part) };
    rest -= size;
  }
  throw new RangeError(`${quantity} has no entry ${position}`);
}

function unravel(position: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = position;
  for (const length of [...shape].reverse()) {
    index.unshift((rest % length) + 1);
    rest = Math.floor(rest / length);
  }
  return index;
}

/** "[4][3]"; "a number" for the empty shape. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 0 ? "a number" : shape.map((length) => `[${length}]`).join("");
}

/** The shape of anything, for error messages; says "ragged" where rows differ in length. */
export function describeShape(value: unknown): string {
  if (!Array.isArray(value)) return value === null || value === undefined ? "nothing" : kindOf(value);
  const inner = new Set(
    Array.from(value, (element) => (Array.isArray(element) ? describeShape(element) : kindOf(element))),
  );
  const strange = [...inner].find((shape) => shape !== "a number" && !shape.startsWith("["));
  if (inner.size === 0) return "[0]";
  if (inner.size > 1 && [...inner].some((shape) => shape.startsWith("["))) {
    return `[${value.length}] of ragged rows (${[...inner].join(", ")})`;
  }
  if (strange !== undefined) return `[${value.length}] holding ${strange}`;
  return inner.has("a number") ? `[${value.length}]` : `[${value.length}]${[...inner][0]}`;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
