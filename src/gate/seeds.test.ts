import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fnv1a, seedLimit, seedOf } from "./seeds.js";

describe("seeds", () => {
  it.each([
    ["", 0x811c9dc5],
    ["a", 0xe40c292c],
    ["foobar", 0xbf9cf968],
  ])("FNV-1a of '%s' is the published value", (text, hash) => {
    expect(fnv1a(text)).toBe(hash);
  });

  it("a seed is a 32-bit integer, the same one every time", () => {
    fc.assert(
      fc.property(fc.nat(), fc.string({ unit: "binary" }), (seed, property) => {
        const derived = seedOf(seed, property);
        expect(Number.isInteger(derived) && derived >= 0 && derived < seedLimit).toBe(true);
        expect(seedOf(seed, property)).toBe(derived);
      }),
      { seed: 1 },
    );
  });

  it("properties of one run have seeds of their own, and so have runs", () => {
    const ids = ["a/b", "a/c", "backward/weights"];
    const seeds = Array.from({ length: 100 }, (_, seed) => ids.map((id) => seedOf(seed, id))).flat();
    expect(new Set(seeds).size).toBe(seeds.length);
  });
});
