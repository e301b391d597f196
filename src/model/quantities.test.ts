import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "./answer.js";
import type { Case } from "./case.js";
import { ShapeError } from "./errors.js";
import {
  describeShape,
  entriesOf,
  formatShape,
  placeOf,
  quantities,
  shapeOf,
  valueOf,
  type Place,
  type Quantity,
} from "./quantities.js";

/** A case of layers of the given widths, all zero, with T examples. */
function caseOf(widths: readonly number[], T: number): Case {
  const zeros = (rows: number, columns: number): number[][] =>
    Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
  const layers = widths.slice(1).map((units, l) => ({
    weights: zeros(units, widths[l]),
    biases: new Array<number>(units).fill(0),
    activation: { name: "identity" } as const,
  }));
  const batch = { inputs: zeros(T, widths[0]), targets: zeros(T, widths[widths.length - 1]) };
  return { network: { layers }, loss: { name: "squared-error" }, regularizer: null, batch };
}

const questions = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 5 }), fc.integer({ min: 1, max: 3 }))
  .map(([widths, T]) => caseOf(widths, T));

/** An answer whose every entry is its own place, written as a number that no other place has. */
function labelled(question: Case, quantity: Quantity): Answer {
  const label = (layer: number, ...index: number[]): number => index.reduce((code, i) => code * 10 + i, layer);
  const fill = (layer: number, shape: readonly number[], ...index: number[]): unknown =>
    index.length === shape.length
      ? label(layer, ...index)
      : Array.from({ length: shape[index.length] }, (_, i) => fill(layer, shape, ...index, i + 1));
  const shape = shapeOf(question, quantity);
  const value = shape.layered ? shape.shapes.map((part, l) => fill(l + 1, part)) : fill(0, shape.shape);
  const [group, part] = quantity.split(".");
  return (part === undefined ? { [group]: value } : { [group]: { [part]: value } }) as Answer;
}

const labelOf = ({ layer, index }: Place): number => index.reduce((code, i) => code * 10 + i, layer ?? 0);

describe.each(quantities)("%s", (quantity) => {
  it("comes back, entry by entry, from where placeOf says that it stands", () => {
    fc.assert(
      fc.property(questions, (question) => {
        const entries = entriesOf(question, labelled(question, quantity), quantity) ?? [];
        expect(entries.length).toBeGreaterThan(0);
        entries.forEach((entry, position) => {
          const place = placeOf(question, quantity, position);
          expect(place.quantity).toBe(quantity);
          expect(labelOf(place)).toBe(entry);
        });
        for (const wrong of [-1, entries.length]) {
          expect(() => placeOf(question, quantity, wrong)).toThrow(new RangeError(`${quantity} has no entry ${wrong}`));
        }
      }),
      { seed: 1 },
    );
  });

  it("is undefined in an answer without it", () => {
    expect(valueOf({}, quantity)).toBeUndefined();
    expect(entriesOf(caseOf([2, 3], 1), {}, quantity)).toBeUndefined();
    expect(entriesOf(caseOf([2, 3], 1), { gradients: {} }, quantity)).toBeUndefined();
  });
});

describe("shapes", () => {
  const question = caseOf([4, 3, 2], 5);

  it.each<[Quantity, number[] | number[][]]>([
    ["loss", []],
    ["outputs", [5, 2]],
    ["gradients.inputs", [5, 4]],
  ])("of %s: one tensor", (quantity, shape) => {
    expect(shapeOf(question, quantity)).toEqual({ layered: false, shape });
  });

  it.each<[Quantity, number[][]]>([
    [
      "gradients.weights",
      [
        [3, 4],
        [2, 3],
      ],
    ],
    ["gradients.biases", [[3], [2]]],
    [
      "preactivations",
      [
        [5, 3],
        [5, 2],
      ],
    ],
    [
      "activations",
      [
        [5, 3],
        [5, 2],
      ],
    ],
    [
      "gradients.preactivations",
      [
        [5, 3],
        [5, 2],
      ],
    ],
    [
      "gradients.activations",
      [
        [5, 3],
        [5, 2],
      ],
    ],
  ])("of %s: one tensor for each layer", (quantity, shapes) => {
    expect(shapeOf(question, quantity)).toEqual({ layered: true, shapes });
  });

  it("leave the layer out of the place of a single tensor", () => {
    expect(placeOf(question, "loss", 0)).toEqual({ quantity: "loss", index: [] });
    expect(placeOf(question, "outputs", 3)).toEqual({ quantity: "outputs", index: [2, 2] });
    expect(placeOf(question, "gradients.weights", 13)).toEqual({
      quantity: "gradients.weights",
      layer: 2,
      index: [1, 2],
    });
  });
});

describe("an answer of the wrong shape", () => {
  const question = caseOf([2, 3, 1], 1);
  const refusal = (answer: unknown, quantity: Quantity): string => {
    try {
      entriesOf(question, answer as Answer, quantity);
    } catch (error) {
      if (error instanceof ShapeError) return error.message;
      throw error;
    }
    return "accepted";
  };

  it.each<[unknown, Quantity, string]>([
    [{ loss: [1] }, "loss", "loss must have shape a number, got [1]"],
    [{ loss: null }, "loss", "loss must have shape a number, got nothing"],
    [{ outputs: [1] }, "outputs", "outputs must have shape [1][1], got [1]"],
    [{ outputs: [["1"]] }, "outputs", "outputs must have shape [1][1], got [1][1] holding a string"],
    [{ outputs: [[undefined]] }, "outputs", "outputs must have shape [1][1], got [1][1] holding undefined"],
    [
      { gradients: { weights: [[[1]]] } },
      "gradients.weights",
      "gradients.weights must have shape 2 layers, got [1][1][1]",
    ],
    [{ gradients: { biases: 3 } }, "gradients.biases", "gradients.biases must have shape 2 layers, got a number"],
    [
      {
        gradients: {
          weights: [
            [
              [1, 2, 3],
              [1, 2, 3],
            ],
            [[1, 2, 3]],
          ],
        },
      },
      "gradients.weights",
      "layer 1: gradients.weights must have shape [3][2], got [2][3]",
    ],
    [
      {
        gradients: {
          biases: [
            [1, 2, 3],
            [1, 2],
          ],
        },
      },
      "gradients.biases",
      "layer 2: gradients.biases must have shape [1], got [2]",
    ],
  ])("is told in words: %j", (answer, quantity, message) => {
    expect(refusal(answer, quantity)).toBe(message);
  });

  it("may hold any double", () => {
    expect(entriesOf(question, { outputs: [[NaN]] }, "outputs")).toEqual([NaN]);
  });
});

describe("a shape in words", () => {
  it.each<[readonly number[], string]>([
    [[], "a number"],
    [[4], "[4]"],
    [[4, 3, 2], "[4][3][2]"],
  ])("formats %j", (shape, words) => {
    expect(formatShape(shape)).toBe(words);
  });

  it("describes an array as its shape is formatted", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }), (shape) => {
        const build = (level: number): unknown =>
          level === shape.length ? 1 : Array.from({ length: shape[level] }, () => build(level + 1));
        expect(describeShape(build(0))).toBe(formatShape(shape));
      }),
      { seed: 2 },
    );
  });

  it.each<[unknown, string]>([
    [undefined, "nothing"],
    [null, "nothing"],
    ["1", "a string"],
    [{}, "an object"],
    [new Float64Array(2), "an object"],
    [[], "[0]"],
    [[[], []], "[2][0]"],
    [[[1, 2], [3]], "[2] of ragged rows ([2], [1])"],
    [[[1], 2], "[2] of ragged rows ([1], a number)"],
    [[[1], "2"], "[2] of ragged rows ([1], a string)"],
    [[[[1], [2, 3]]], "[1][2] of ragged rows ([1], [2])"],
    [[1, "2"], "[2] holding a string"],
    [[1, null], "[2] holding null"],
    [[undefined], "[1] holding undefined"],
    [[1, undefined], "[2] holding undefined"],
    [new Array(3), "[3] holding undefined"],
    [[{}], "[1] holding an object"],
    [[[true]], "[1][1] holding a boolean"],
  ])("describes %j", (value, words) => {
    expect(describeShape(value)).toBe(words);
  });
});
