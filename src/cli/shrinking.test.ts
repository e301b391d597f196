/** How small the smallest cases are: `GRADPROOF_STUDY=1 npx vitest run src/cli/shrinking` prints the figures. */
import { describe, expect, it } from "vitest";
import { mutants, mutantSubject, type Mutant } from "../../properties/mutants/index.js";
import type { Case } from "../model/index.js";
import { search } from "../gate/search.js";
import { seedOf } from "../gate/seeds.js";
import { numbersIn } from "./hand-calculation/index.js";
import { lawsFor } from "./laws.js";

const seeds = [1, 2, 3];
const runs = 100;

/** The smallest case of the first law to catch the mistake. */
async function smallestCase(mutant: Mutant, seed: number): Promise<Case | undefined> {
  for (const law of lawsFor()) {
    const { violation } = await search(law, mutantSubject(mutant), { seed: seedOf(seed, law.id), runs });
    if (violation !== undefined) return violation.question;
  }
  return undefined;
}

/** Significant decimal digits of the number that has most of them. */
function digitsIn(value: unknown): number {
  if (typeof value === "number") return value.toExponential().replace(/e.*/, "").replaceAll(/[-.]/g, "").length;
  if (typeof value !== "object" || value === null) return 0;
  return Math.max(0, ...Object.values(value).map(digitsIn));
}

const inOrder = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const median = (values: readonly number[]): number => inOrder(values)[Math.floor(values.length / 2)] ?? NaN;

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

describe.runIf(process.env["GRADPROOF_STUDY"] !== undefined)("the smallest case of a mistake", () => {
  it("has at most 8 numbers of 2 digits each, in the median", { timeout: 36e5 }, async () => {
    const found: { readonly id: string; readonly seed: number; readonly numbers: number; readonly digits: number }[] =
      [];
    for (const mutant of mutants) {
      for (const seed of seeds) {
        const question = await smallestCase(mutant, seed);
        if (question === undefined) continue;
        found.push({ id: mutant.id, seed, numbers: numbersIn(question), digits: digitsIn(question) });
      }
    }
    const [numbers, digits] = [found.map((row) => row.numbers), found.map((row) => row.digits)];
    console.table(found.filter((row) => row.numbers > 8 || row.digits > 2));
    console.log(`${found.length} cases: numbers: median ${median(numbers)}, worst ${Math.max(...numbers)}`);
    console.log(`digits: median ${median(digits)}, worst ${Math.max(...digits)}`);
    expect(median(numbers)).toBeLessThanOrEqual(8);
    expect(median(digits)).toBeLessThanOrEqual(2);
  });
});
