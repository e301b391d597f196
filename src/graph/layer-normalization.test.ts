import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeOf } from "./graph.js";
import { names } from "./names.js";
import { graphThrough, plain, through } from "./testing/through.js";

const mean = (list: readonly number[]): number => list.reduce((sum, entry) => sum + entry, 0) / list.length;

/**
 * 1, 2 or 4 small integers, whose mean and variance are exact, and an ε that makes v + ε the square of a power of 2: then all numbers
 * from z to dz are dyadic, and short enough for a double.
 */
const dyadic = fc
  .tuple(fc.constantFrom(1, 2, 4), fc.integer({ min: 4, max: 6 }))
  .chain(([D, exponent]) => {
    const list = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: D, maxLength: D });
    return fc.record({ z: list, dy: list, root: fc.constant(2 ** exponent) });
  })
  .map(({ z, dy, root }) => {
    const variance = mean(z.map((entry) => (entry - mean(z)) ** 2));
    return { z, dy, root, epsilon: root ** 2 - variance };
  });

describe("layer normalization, without any rounding", () => {
  it("is (z - m) / √(v + ε)", () => {
    fc.assert(
      fc.property(dyadic, ({ z, dy, root, epsilon }) => {
        const { y } = through({ name: "layer-normalization", epsilon }, z, dy);
        expect(y).toEqual(plain(z.map((entry) => (entry - mean(z)) / root)));
      }),
      { seed: 1 },
    );
  });

  it("has the gradient (dy - mean(dy) - y mean(dy ∘ y)) / √(v + ε), put together by the generic pass", () => {
    fc.assert(
      fc.property(dyadic, ({ z, dy, root, epsilon }) => {
        const { y, dz } = through({ name: "layer-normalization", epsilon }, z, dy);
        const slope = mean(dy.map((g, i) => g * y[i]));
        expect(dz).toEqual(plain(dy.map((g, i) => (g - mean(dy) - y[i] * slope) / root)));
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it("does not change when all z move together, and dz adds up to 0", () => {
    fc.assert(
      fc.property(dyadic, fc.integer({ min: -999, max: 999 }), ({ z, dy, epsilon }, c) => {
        const f = { name: "layer-normalization", epsilon } as const;
        const here = through(f, z, dy);
        const there = through(
          f,
          z.map((entry) => entry + c),
          dy,
        );
        expect(there).toEqual(here);
        expect(here.dz.reduce((sum, entry) => sum + entry, 0)).toBe(0);
      }),
      { seed: 3 },
    );
  });
});

describe("layer normalization", () => {
  const normalized = (z: number[], epsilon = 1e-5): ReturnType<typeof through> =>
    through(
      { name: "layer-normalization", epsilon },
      z,
      z.map((_, i) => i + 1),
    );

  it("is worked out by hand for 4 and 2", () => {
    // m = 3, v = 1, √(1 + 3) = 2; dy = 1, 2 with mean 1.5; mean(dy ∘ y) = (0.5 - 1) / 2
    expect(normalized([4, 2], 3)).toEqual({ y: [0.5, -0.5], dz: [-0.1875, 0.1875] });
  });

  it("is 0 where all z are equal, and for one unit, whose dz is 0 too", () => {
    expect(normalized([7, 7, 7]).y).toEqual([0, 0, 0]);
    expect(normalized([1e300])).toEqual({ y: [0], dz: [0] });
  });

  it("stays finite under a large common offset and a small ε", () => {
    // v = 1 and the root is 1 to the last bit; dy = 1, 2 is a number and a multiple of y, so that nothing is left of it
    expect(normalized([2 ** 50 + 1, 2 ** 50 - 1], 2 ** -60)).toEqual({ y: [1, -1], dz: [0, 0] });
  });

  it("makes NaN of NaN and of infinity", () => {
    for (const entry of [NaN, Infinity, -Infinity])
      expect(normalized([1, entry])).toEqual({ y: [NaN, NaN], dz: [NaN, NaN] });
  });

  it("shows mean, variance and root as nodes, the deviations twice as parents of their squares", () => {
    const graph = graphThrough({ name: "layer-normalization", epsilon: 1 }, 2);
    const parents = (what: string): string[] => nodeOf(graph, names.of(what, "z")).parents.map(({ name }) => name);
    expect([parents("mean"), parents("squares"), parents("variance + ε")]).toEqual([
      ["z"],
      ["deviations of z", "deviations of z"],
      ["variance of z", names.epsilon(1)],
    ]);
  });
});
