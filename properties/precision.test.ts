/** A correct implementation in a shorter format passes as one of its precision, and as no other. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { precisions, type Description, type PrecisionName } from "../src/model/index.js";
import { pseudoHuber, swish } from "../src/oracle/testing/own-formulas.js";
import { representable } from "./arbitraries/numbers.js";
import { rounded } from "./testing/rounded.js";
import { roundingTo } from "./testing/rounding.js";
import { lawOf, laws, subjectOf, trial } from "./testing/trial.js";

/** 10,000 cases of each precision, with their figures: GRADPROOF_STUDY=1 npx vitest run properties/precision.test.ts */
const study = process.env["GRADPROOF_STUDY"] === "1";
const patience = study ? 1_200_000 : 60_000;

const own: Description["own"] = { activations: [swish], divergences: [pseudoHuber] };
const subjectIn = (precision: PrecisionName, declared = precision) =>
  subjectOf(rounded(precision), { precision: declared, own });

const askable = (precision: PrecisionName) => {
  const subject = subjectIn(precision);
  return laws.filter(({ requires }) => requires.missing?.(subject) === undefined);
};

const short = ["f32", "f16", "bf16"] as const;

describe.each(short)("an implementation whose every operation is rounded to %s", (precision) => {
  const asked = askable(precision);
  const runs = study ? Math.ceil(10_000 / asked.length) : 5;

  it("obeys every law, and at least half of the cases decide", { timeout: patience }, async () => {
    const figures: string[] = [];
    let [cases, held] = [0, 0];
    for (const law of asked) {
      const { verdicts, violated } = await trial(law, subjectIn(precision), runs);
      expect(violated, law.id).toBeUndefined();
      const holds = verdicts.filter(({ kind }) => kind === "holds").length;
      figures.push(`${law.id} ${holds}/${verdicts.length}`);
      cases += verdicts.length;
      held += holds;
    }
    expect(held).toBeGreaterThanOrEqual(cases / 2);
    if (study) console.log(`${precision}: ${held} of ${cases} decided and held\n${figures.join("\n")}`);
  });

  it.each(["forward/activations", "forward/loss", "backward/weights", "backward/biases", "backward/inputs"])(
    "is violated by %s as f64",
    async (law) => {
      expect((await trial(lawOf(law), subjectIn(precision, "f64"), 40)).violated).toBeDefined();
    },
  );
});

describe("the formats do not pass for each other", () => {
  it.each([
    ["f16", "f32"],
    ["bf16", "f32"],
    ["bf16", "f16"],
  ] as const)("%s is violated as %s", async (precision, declared) => {
    for (const law of ["forward/activations", "backward/weights"])
      expect((await trial(lawOf(law), subjectIn(precision, declared), 400)).violated, law).toBeDefined();
  });
});

describe("rounding", () => {
  const finite = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ min: -1e5, max: 1e5, noNaN: true }),
    fc.double({ min: -1e-4, max: 1e-4, noNaN: true }),
  );

  it.each(short)("takes the nearer of the two neighbours in %s", (precision) => {
    const fl = roundingTo(precision);
    const { largest, significandBits, smallestSubnormal } = precisions[precision];
    fc.assert(
      fc.property(finite, (x) => {
        fc.pre(Math.abs(x) <= largest);
        const below = Math.abs(representable(x, precision));
        const above = representable(below + Math.max(below * 2 ** (1 - significandBits), smallestSubnormal), precision);
        const got = Math.abs(fl(x));
        expect([below, above]).toContain(got);
        expect(Math.abs(got - Math.abs(x))).toBeLessThanOrEqual(Math.min(Math.abs(x) - below, above - Math.abs(x)));
        expect(Object.is(fl(-x), -fl(x))).toBe(true);
      }),
      { seed: 2, numRuns: 1000 },
    );
  });

  it("breaks ties to even, underflows gradually and overflows half a unit above the largest number", () => {
    const [f16, bf16] = [roundingTo("f16"), roundingTo("bf16")];
    expect([2049, 2051, 2050.5].map(f16)).toEqual([2048, 2052, 2050]);
    expect([2 ** -25, 1.5 * 2 ** -25, -(2 ** -26)].map(f16)).toEqual([0, 2 ** -24, -0]);
    expect([65519, 65520, -65520].map(f16)).toEqual([65504, Infinity, -Infinity]);
    expect([257, 259, 2 ** -134, 3.4e38].map(bf16)).toEqual([256, 260, 0, Infinity]);
    expect([NaN, Infinity, 0].map(bf16)).toEqual([NaN, Infinity, 0]);
  });
});
