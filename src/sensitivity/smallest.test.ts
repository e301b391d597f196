import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cases, ordinaryRegime } from "../../properties/arbitraries/cases.js";
import {
  checkCase,
  completeConventions,
  depth,
  everything,
  type Case,
  type Description,
  type Reference,
} from "../model/index.js";
import { certify } from "../oracle/index.js";
import { backpropagate } from "../scalar/index.js";
import { smallestVisible, type SmallestOptions } from "./smallest.js";
import { casesOfDepth, stacked } from "./stacked.js";

const description: Description = { implementation: { name: "scalar" }, precision: "f64", supports: everything };
const answer = (question: Case): ReturnType<typeof backpropagate> => backpropagate(question, completeConventions());

/** y = w x + b under ½ (y - d)², in numbers whose products are exact. */
const plain = (w: number, x: number): Case => ({
  network: { layers: [{ weights: [[w]], biases: [1], activation: { name: "identity" } }] },
  loss: { name: "squared-error" },
  regularizer: null,
  batch: { inputs: [[x]], targets: [[0]] },
});

function measuring(question: Case, change: Partial<SmallestOptions> = {}): ReturnType<typeof smallestVisible> {
  return smallestVisible({
    quantities: ["outputs", "gradients.weights"],
    runs: 1,
    seed: 1,
    cases: () => fc.constant(question),
    certify: (asked, precision) => certify(asked, completeConventions(), precision),
    answer,
    ...change,
  });
}

describe("the smallest visible error", () => {
  it("is one unit where the answer is exact, and far more under a tolerance", async () => {
    const rows = await measuring(plain(2, 3));
    expect(rows.map(({ layers, precision, quantity }) => `${layers} ${precision} ${quantity}`)).toEqual(
      [1, 6].flatMap((layers) =>
        ["f64", "f32"].flatMap((precision) =>
          ["outputs", "gradients.weights"].map((quantity) => `${layers} ${precision} ${quantity}`),
        ),
      ),
    );
    for (const { entries, best, bestRounded, median } of rows)
      expect([entries, best, bestRounded, median]).toEqual([1, 1, Infinity, 1]);
    // y = 7, of which an ulp is 2^-50: (1e-5 + 7e-3) 2^50 is 7.89e12.
    expect(rows[0]?.tolerance.best).toBe(Math.floor((1e-5 + 1e-3 * 7) * 2 ** 50) + 1);
  });

  it("is a few units where numbers are rounded, and grows with ranges that are too wide", async () => {
    const question = plain(0.1, 0.3);
    const [tight] = await measuring(question);
    const wide = (reference: Reference): Reference => ({
      ...reference,
      ranges(quantity) {
        const { exact, radius } = reference.ranges(quantity);
        const wider = radius.map((r) => 100 * r);
        return {
          exact,
          radius: wider,
          lo: exact.map((x, i) => x - (wider[i] ?? 0)),
          hi: exact.map((x, i) => x + (wider[i] ?? 0)),
        };
      },
    });
    const [loose] = await measuring(question, {
      certify: (asked, precision) => wide(certify(asked, completeConventions(), precision)),
    });
    expect(tight?.bestRounded).toBeGreaterThan(1);
    expect(tight?.bestRounded).toBeLessThanOrEqual(16);
    expect(loose?.bestRounded).toBeGreaterThan(50 * ((tight?.bestRounded ?? 0) - 2));
  });

  it("is none in a range without end, and not asked of an entry that is 0", async () => {
    const endless: SmallestOptions["certify"] = (asked, precision) => ({
      ...certify(asked, completeConventions(), precision),
      ranges: () => ({ lo: [-Infinity], hi: [Infinity], exact: [NaN], radius: [Infinity] }),
    });
    expect((await measuring(plain(0.1, 0.3), { certify: endless }))[0]?.best).toBe(Infinity);
    const [, gradient] = await measuring(plain(2, 0));
    expect([gradient?.entries, gradient?.best]).toEqual([0, Infinity]);
  });

  it("wants a correct answer to begin with", async () => {
    const wrong = (question: Case): ReturnType<typeof backpropagate> => ({ ...answer(question), outputs: [[1e9]] });
    await expect(measuring(plain(2, 3), { answer: wrong })).rejects.toThrow("lies outside its range in outputs");
  });
});

describe("stacked cases", () => {
  const some = cases(description, { ...ordinaryRegime, maxLayers: 3 });

  it("are valid, as deep as both together, and as tame as the upper one", () => {
    fc.assert(
      fc.property(some, some, (lower, upper) => {
        const tall = stacked(lower, upper, answer(lower));
        expect(() => checkCase(tall)).not.toThrow();
        const below = depth(lower.network);
        expect(depth(tall.network)).toBe(below + depth(upper.network));
        const z = answer(tall).preactivations[below]?.flat() ?? [];
        expect(Math.max(...z.map(Math.abs))).toBeLessThanOrEqual(16 * 6);
      }),
      { seed: 4, numRuns: 50 },
    );
  });

  it("have as many layers as they are asked for", () => {
    const upTo = (maxLayers: number): fc.Arbitrary<Case> => cases(description, { ...ordinaryRegime, maxLayers });
    for (const layers of [1, 3, 6]) {
      const drawn = fc.sample(casesOfDepth(layers, upTo, answer), { seed: 5, numRuns: 10 });
      expect(drawn.map(({ network }) => depth(network))).toEqual(drawn.map(() => layers));
    }
  });
});
