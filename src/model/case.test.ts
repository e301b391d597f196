import { describe, expect, it } from "vitest";
import { copyOfCase, type Case } from "./case.js";
import { doubles, type OwnActivation, type OwnDivergence } from "./own.js";

const square: OwnActivation = {
  name: "own",
  id: "square",
  value: (a, z) => z.map((zi) => a.multiply(zi, zi)),
  gradient: (a, z, dy) => z.map((zi, i) => a.multiply(a.multiply(a.constant(2), zi), dy[i])),
};
const total: OwnDivergence = {
  name: "own",
  id: "total",
  value: (a, y) => y.reduce((sum, yi) => a.add(sum, yi)),
  gradient: (a, y) => y.map(() => a.constant(1)),
};

const question: Case = {
  network: {
    layers: [
      { weights: [[1, -0], [NaN, Infinity]], biases: [0.5, -1], activation: square },
      { weights: [[1, 2]], biases: [0], activation: { name: "polynomial", outputs: [[{ coefficient: 3, powers: [2] }]] } },
    ],
  },
  loss: total,
  regularizer: { name: "l2", lambda: 0.5 },
  batch: { inputs: [[1, 2]], targets: [[0]] },
}; // prettier-ignore

/** Every object and array within the value, except a user's own functions. */
function partsOf(value: unknown): object[] {
  if (typeof value !== "object" || value === null || value === square || value === total) return [];
  return [value, ...Object.values(value).flatMap(partsOf)];
}

describe("a copy of a case", () => {
  it("is equal, number for number", () => {
    expect(copyOfCase(question)).toEqual(question);
    expect(copyOfCase({ ...question, regularizer: null })).toEqual({ ...question, regularizer: null });
  });

  it("shares no array and no object with the original", () => {
    const originals = new Set(partsOf(question));
    expect(partsOf(copyOfCase(question)).filter((part) => originals.has(part))).toEqual([]);
    expect(originals.size).toBeGreaterThan(10);
  });

  it("keeps a user's own functions, which structuredClone cannot copy", () => {
    const copy = copyOfCase(question);
    expect(copy.network.layers[0].activation).toBe(square);
    expect(copy.loss).toBe(total);
    expect(() => structuredClone(question)).toThrow(/could not be cloned/);
  });
});

describe("own formulas in doubles", () => {
  it("are ordinary arithmetic", () => {
    expect(square.value(doubles, [3, -2])).toEqual([9, 4]);
    expect(square.gradient(doubles, [3, -2], [1, 10])).toEqual([6, -40]);
    expect(doubles.divide(doubles.negate(doubles.subtract(1, 3)), 4)).toBe(0.5);
    expect([doubles.exp(0), doubles.ln(1), doubles.squareRoot(9)]).toEqual([1, 0, 3]);
  });
});
