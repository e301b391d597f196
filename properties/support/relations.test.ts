import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Case } from "../../src/model/index.js";
import {
  judgeRelation,
  judgeRelations,
  product,
  solvedFor,
  type Entry,
  type Factor,
  type Product,
} from "./relations.js";

/** Six outputs, so that there are six entries to relate. */
const question: Case = {
  network: { layers: [{ weights: [[1], [1], [1], [1], [1], [1]], biases: [0, 0, 0, 0, 0, 0], activation: { name: "identity" } }] },
  loss: { name: "squared-error" },
  regularizer: null,
  batch: { inputs: [[1]], targets: [[0, 0, 0, 0, 0, 0]] },
}; // prettier-ignore

/** An entry that came as `got` where `exact` is right and `radius` is allowed. */
function entryOf(exact: number, radius = 0, got = exact): Entry {
  const ranges = { lo: [exact - radius], hi: [exact + radius], exact: [exact], radius: [radius] };
  return { from: { quantity: "outputs", got: [got], ranges }, position: 0 };
}

const kindOf = (of: Entry, ...others: Product[]): string => {
  const outcome = judgeRelation(question, solvedFor(of, others), 1);
  return typeof outcome === "object" ? "violated" : outcome;
};

describe("a relation", () => {
  it("demands equal bits where everything is known exactly", () => {
    expect(kindOf(entryOf(6), product(-1, entryOf(2), entryOf(3)))).toBe("holds");
    expect(kindOf(entryOf(6, 0, 6 + 2 ** -50), product(-1, entryOf(2), entryOf(3)))).toBe("violated");
  });

  it("grants a product what both factors may be off, and no more", () => {
    const r = 2 ** -20;
    const allowed = 2 * r + 3 * r + r * r;
    const farthest = (share: number): string =>
      kindOf(entryOf(6, 0), product(-1, entryOf(2, r, 2 + r), entryOf(3, r, 3 + (share * allowed - 3 * r) / (2 + r))));
    expect(farthest(1)).toBe("holds");
    expect(farthest(1.001)).toBe("violated");
  });

  it("grants a sum of one entry and its coefficient's multiple of another their radii", () => {
    const r = 2 ** -20;
    const other = entryOf(1, r);
    expect(kindOf(entryOf(3, 0, 3 + 3 * r), product(-3, other))).toBe("holds");
    expect(kindOf(entryOf(3, 0, 3 + 3.01 * r), product(-3, other))).toBe("violated");
  });

  it("decides nothing where the exact values do not obey it", () => {
    expect(kindOf(entryOf(6), product(-1, entryOf(2), entryOf(4)))).toBe("undecided");
  });

  it("decides nothing where an entry may be anything, or its range is wide", () => {
    expect(kindOf(entryOf(NaN, Infinity, 5), product(-1, entryOf(2)))).toBe("undecided");
    expect(kindOf(entryOf(2, 2 ** -9), product(-1, entryOf(2)))).toBe("undecided");
  });

  it.each([NaN, Infinity, -Infinity])("is violated by %d", (got) => {
    expect(kindOf(entryOf(2, 2 ** -20, got), product(-1, entryOf(2)))).toBe("violated");
    expect(kindOf(entryOf(2), product(-1, entryOf(1, 2 ** -20, got), entryOf(2)))).toBe("violated");
    expect(kindOf(entryOf(6), product(-3, entryOf(1, 2 ** -20, got), entryOf(2)))).toBe("violated");
  });

  it("names its entry, where it is and where the others want it", () => {
    const verdict = judgeRelations(question, [[solvedFor(entryOf(6, 0, 7), [product(-1, entryOf(2), entryOf(3))])]]);
    expect(verdict).toEqual({
      kind: "violated",
      question,
      mismatches: [{ quantity: "outputs", index: [1, 1], got: 7, exact: "6", range: [6, 6], factor: Infinity }],
    });
  });

  it("tells the first-order place of an entry that stands in it twice", () => {
    const twice = entryOf(3, 0, 3.5);
    const verdict = judgeRelations(question, [[{ entry: twice, products: [product(1, twice, twice), product(-9)] }]]);
    expect(verdict).toMatchObject({ mismatches: [{ got: 3.5, exact: String(3.5 - 3.25 / 7) }] });
  });

  it("says so where there is none", () => {
    expect(judgeRelations(question, [[]])).toEqual({
      kind: "undecided",
      reason: "the case holds nothing that the law relates",
    });
  });

  it("never accuses an answer within its radii, whatever is related to whatever", () => {
    const magnitude = fc.oneof(fc.integer({ min: -4, max: 4 }), fc.double({ min: -1e3, max: 1e3, noNaN: true }));
    const radius = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e-3, noNaN: true }), fc.constant(1e-300));
    const position = fc.constantFrom(-1, 1, 0, 0.5, -0.999);
    const factor: fc.Arbitrary<Factor> = fc.oneof(
      magnitude,
      fc.tuple(magnitude, radius, position).map(([exact, r, share]) => {
        const got = exact + share * r;
        return entryOf(exact, r, Math.abs(got - exact) <= r ? got : exact);
      }),
    );
    const entry = factor.filter((each): each is Entry => typeof each !== "number");
    const products = fc.array(
      fc.tuple(magnitude, fc.array(factor, { maxLength: 4 })).map(([c, factors]) => product(c, ...factors)),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(entry, products, (of, others) => {
        // What makes the exact values nearly obey, so that the allowance is put to the test and not the misfit.
        const misfit = [product(1, of), ...others].reduce(
          (sum, { coefficient, factors }) =>
            sum +
            factors.reduce<number>(
              (p, f) => p * (typeof f === "number" ? f : (f.from.ranges.exact[0] ?? NaN)),
              coefficient,
            ),
          0,
        );
        expect(kindOf(of, ...others, product(-misfit))).not.toBe("violated");
      }),
      { seed: 4, numRuns: 2000 },
    );
  });
});
