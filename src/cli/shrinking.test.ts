/** How small the smallest cases are: GRADPROOF_STUDY=1 npx vitest run src/cli/shrinking.test.ts writes spec/figures/smallest-cases.json. */
import { describe, expect, it } from "vitest";
import { mutants } from "../../properties/mutants/index.js";
import { lawsFor } from "./laws.js";
import { digitsIn, shrinking, type SmallestCase } from "./testing/studies/shrinking.js";
import { write } from "./testing/studies/write.js";

/** All mistakes under three seeds; otherwise a few under one. */
const isStudy = process.env["GRADPROOF_STUDY"] === "1";
const chosen = isStudy ? mutants : mutants.filter((_, i) => i % 32 === 3);
const laws = isStudy ? lawsFor() : lawsFor().slice(0, 8);

/** The ten with most numbers. */
function worstOf(cases: readonly SmallestCase[]): readonly SmallestCase[] {
  return [...cases].sort((a, b) => b.numbers - a.numbers || b.digits - a.digits).slice(0, 10);
}

describe("digits", () => {
  it.each([
    [0, 1],
    [-0.25, 2],
    [16, 2],
    [1e-7, 1],
    [1 / 3, 16],
  ])("%s has %s", (value, digits) => {
    expect(digitsIn({ weights: [[1, value]] })).toBe(digits);
  });
});

describe("the smallest case of a mistake", () => {
  it("has at most 8 numbers of 2 digits each, in the median", { timeout: 36e5 }, async () => {
    const found = await shrinking({
      mutants: chosen,
      laws,
      runs: isStudy ? 100 : 10,
      seeds: isStudy ? [1, 2, 3] : [1],
    });
    if (isStudy) write("smallest-cases", { ...found, cases: found.cases.length, worst: worstOf(found.cases) });
    expect(found.cases.length).toBeGreaterThan(chosen.length / 2);
    expect(found.numbers.median).toBeLessThanOrEqual(8);
    expect(found.digits.median).toBeLessThanOrEqual(2);
  });
});
