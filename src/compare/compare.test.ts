import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  entriesOf,
  quantities,
  type Answer,
  type Case,
  type Quantity,
  type Ranges,
  type Reference,
} from "../model/index.js";
import { compareAnswer, decisive, type Comparison } from "./compare.js";

/** One input, two layers of two and one units, two examples. */
const question: Case = {
  network: {
    layers: [
      { weights: [[1], [2]], biases: [0, 0], activation: { name: "identity" } },
      { weights: [[1, 1]], biases: [0], activation: { name: "identity" } },
    ],
  },
  loss: { name: "squared-error" },
  regularizer: null,
  batch: { inputs: [[1], [2]], targets: [[0], [0]] },
};

const answer: Answer = {
  loss: 4,
  outputs: [[3], [6]],
  gradients: {
    weights: [[[1], [2]], [[3, 4]]],
  },
};

/** A reference around the answer's own entries, every radius being `radius` unless it is told otherwise. */
function around(given: Answer, radius: number, changes: Partial<Record<Quantity, Partial<Ranges>>> = {}): Reference {
  return {
    case: question,
    ranges(quantity) {
      const exact = entriesOf(question, given, quantity) ?? [];
      const ranges = {
        exact,
        lo: exact.map((entry) => entry - radius),
        hi: exact.map((entry) => entry + radius),
        radius: exact.map(() => radius),
      };
      return { ...ranges, ...changes[quantity] };
    },
    digits: (quantity, position) => `digits of ${quantity} ${position}`,
  };
}

/** The loss alone against one range. */
function compareLoss(got: number, lo: number, hi: number, radius: number, exact = (lo + hi) / 2): Comparison {
  const ranges = { lo: [lo], hi: [hi], exact: [exact], radius: [radius] };
  return compareAnswer(around(answer, 0, { loss: ranges }), { loss: got }, ["loss"]);
}

describe("compareAnswer", () => {
  it("an entry holds exactly when it lies in its range, both ends included", () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(double, double, double, (a, b, got) => {
        const [lo, hi] = a < b ? [a, b] : [b, a];
        const { mismatches } = compareLoss(got, lo, hi, (hi - lo) / 2);
        // Infinity stands for "nothing can be said".
        expect(mismatches.length).toBe((hi - lo) / 2 < Infinity && (got < lo || got > hi) ? 1 : 0);
        expect(compareLoss(lo, lo, hi, 1).mismatches).toEqual([]);
        expect(compareLoss(hi, lo, hi, 1).mismatches).toEqual([]);
      }),
      { seed: 1 },
    );
  });

  it("an answer inside all its ranges has no mismatch, and all its entries count", () => {
    expect(compareAnswer(around(answer, 2 ** -20), answer, quantities)).toEqual({
      mismatches: [],
      undecided: 0,
      entries: 7,
    });
  });

  it("a mismatch tells the place, what came, the exact digits, the range and how far outside", () => {
    const wrong = { ...answer, gradients: { weights: [[[1], [2]], [[3, 4.5]]] } }; // prettier-ignore
    expect(compareAnswer(around(answer, 0.125), wrong, ["gradients.weights"]).mismatches).toEqual([
      {
        quantity: "gradients.weights",
        layer: 2,
        index: [1, 2],
        got: 4.5,
        exact: "digits of gradients.weights 3",
        range: [3.875, 4.125],
        factor: 4,
      },
    ]);
  });

  it("mismatches come in the lecture's order, whatever the order of the question", () => {
    const wrong: Answer = { loss: 5, outputs: [[3], [7]], gradients: { weights: [[[1], [9]], [[3, 4]]] } }; // prettier-ignore
    const { mismatches } = compareAnswer(around(answer, 0), wrong, ["gradients.weights", "loss", "outputs"]);
    expect(mismatches.map(({ quantity, index }) => [quantity, ...index])).toEqual([
      ["outputs", 2, 1],
      ["loss"],
      ["gradients.weights", 2, 1],
    ]);
  });

  it("quantities that were not asked for, or that the answer lacks, add nothing", () => {
    const wrong = { loss: 5, outputs: answer.outputs as number[][] };
    const compared = compareAnswer(around(answer, 0), wrong, ["outputs", "gradients.inputs"]);
    expect(compared).toEqual({ mismatches: [], undecided: 0, entries: 2 });
  });

  it("NaN is outside every limited range", () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true }),
        fc.double({ min: 0, max: Number.MAX_VALUE, noNaN: true }),
        (exact, radius) => {
          const { mismatches } = compareLoss(NaN, exact - radius, exact + radius, radius, exact);
          expect(mismatches.map(({ factor }) => factor)).toEqual([Infinity]);
        },
      ),
      { seed: 2 },
    );
  });

  it("Infinity is outside a limited range, infinitely far", () => {
    expect(compareLoss(Infinity, 1, 2, 0.5).mismatches[0]?.factor).toBe(Infinity);
  });

  it("-0 is 0", () => {
    expect(compareLoss(-0, 0, 0, 0).mismatches).toEqual([]);
    expect(compareLoss(0, -0, -0, 0).mismatches).toEqual([]);
  });

  it("an unlimited range is undecided, whatever came, and never a mismatch", () => {
    fc.assert(
      fc.property(fc.double(), (got) => {
        expect(compareLoss(got, -Infinity, Infinity, Infinity, NaN)).toEqual({
          mismatches: [],
          undecided: 1,
          entries: 1,
        });
        expect(compareLoss(got, 1, 1, Infinity)).toEqual({ mismatches: [], undecided: 1, entries: 1 });
      }),
      { seed: 3 },
    );
  });

  it("a range of width 0 demands equality and decides, even at 0", () => {
    expect(compareLoss(3, 3, 3, 0)).toEqual({ mismatches: [], undecided: 0, entries: 1 });
    expect(compareLoss(0, 0, 0, 0)).toEqual({ mismatches: [], undecided: 0, entries: 1 });
    const next = compareLoss(3 + 2 ** -51, 3, 3, 0);
    expect(next.mismatches[0]?.factor).toBe(Infinity);
    expect(next.undecided).toBe(0);
  });

  it("an entry outside a wide range is a mismatch and not undecided as well", () => {
    expect(compareLoss(9, 0, 2, 1)).toMatchObject({ mismatches: [{ got: 9, factor: 8 }], undecided: 0 });
  });

  it("an entry decides up to a radius of 2^-10 of its magnitude, and no further", () => {
    expect(compareLoss(-8, -9, -7, 8 * decisive, -8).undecided).toBe(0);
    expect(compareLoss(-8, -9, -7, 8 * decisive * (1 + 2 ** -50), -8).undecided).toBe(1);
  });

  it("a small entry beside a large one of its layer decides; alone in its layer it does not", () => {
    const exact = [1e-9, 0, 1e-9, 1024];
    const radius = exact.map(() => 2 ** -4);
    const ranges = { exact, radius, lo: exact.map((e) => e - 0.0625), hi: exact.map((e) => e + 0.0625) };
    const given: Answer = { gradients: { weights: [[[0], [0]], [[0, 1024]]] } }; // prettier-ignore
    const compared = compareAnswer(around(answer, 0, { "gradients.weights": ranges }), given, ["gradients.weights"]);
    expect(compared).toEqual({ mismatches: [], undecided: 2, entries: 4 });
  });

  it("the largest entry of a layer lends its scale wherever it stands", () => {
    for (const exact of [
      [1024, 1],
      [1, -1024],
    ]) {
      const ranges = { exact, radius: [0.5, 0.5], lo: exact.map((e) => e - 0.5), hi: exact.map((e) => e + 0.5) };
      const given: Answer = { outputs: exact.map((entry) => [entry]) };
      expect(compareAnswer(around(answer, 0, { outputs: ranges }), given, ["outputs"]).undecided).toBe(0);
    }
  });

  it("an unlimited neighbour does not lend its scale", () => {
    const ranges = { exact: [NaN, 1], radius: [Infinity, 0.5], lo: [-Infinity, 0.5], hi: [Infinity, 1.5] };
    const compared = compareAnswer(around(answer, 0, { outputs: ranges }), { outputs: [[7], [1]] }, ["outputs"]);
    expect(compared).toEqual({ mismatches: [], undecided: 2, entries: 2 });
  });
});
