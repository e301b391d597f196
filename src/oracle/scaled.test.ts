import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { realsOf, type Real } from "./decimal.js";
import * as scaled from "./scaled.js";
import { adversarialExponents, adversarialPositives, exponents, positives } from "./testing/exp-and-ln.js";

/** 100,000 arguments and 10,000 adversarial ones: GRADPROOF_STUDY=1 npx vitest run --project shared src/oracle/scaled.test.ts */
const isStudy = process.env["GRADPROOF_STUDY"] === "1";

/** Digits, and how many arguments of each function are asked with them: the judge takes its time with many digits. */
const asked: readonly (readonly [digits: number, random: number, adversarial: number])[] = isStudy
  ? [
      [10, 5000, 500],
      [24, 15000, 1500],
      [50, 12000, 1200],
      [64, 9000, 900],
      [80, 6000, 600],
      [130, 3000, 300],
      [280, 1000, 100],
    ]
  : [
      [10, 50, 50],
      [24, 120, 120],
      [50, 80, 80],
      [64, 60, 60],
      [80, 50, 50],
      [130, 15, 20],
      [280, 4, 6],
    ];

/** x by its digits, as it is written. */
function written(x: Real): scaled.Scaled {
  const [digits = "", exponent = ""] = x.toExponential().split("e");
  const [whole = "", fraction = ""] = digits.split(".");
  return { coefficient: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

/** How far a number is from the exact one, in units of 10^-digits of that. */
function distance(x: Real, exact: Real, digits: number): number {
  if (exact.isZero()) return x.isZero() ? 0 : Infinity;
  return x.minus(exact).dividedBy(exact).abs().times(`1e${digits}`).toNumber();
}

type Name = "exp" | "ln";

/** The function's own digits and those of `Reals` beside decimal.js's own function with 30 digits more. */
function expectRight(name: Name, x: Real, digits: number): void {
  const judge = realsOf(digits + 30);
  const exact = judge.adopt(x)[name]();
  const { coefficient, exponent } = scaled[name](written(x), x.e, digits);
  const own = judge.fromText(`${coefficient}e${exponent}`);
  expect(distance(own, exact, digits), `${name}(${x.toString()})`).toBeLessThan(scaled.slack);
  // One unit in the last place is 10^(1-digits) of numbers from 1, and 10^-digits of those below 10.
  const lastPlace = judge.fromText(`1e${exact.e + 1 - digits}`);
  const rounded = realsOf(digits)[name](x);
  const units = rounded.minus(exact).abs().dividedBy(lastPlace).toNumber();
  expect(units, `${name}(${x.toString()})`).toBeLessThanOrEqual(0.5 + scaled.slack);
  expect(rounded.precision()).toBeLessThanOrEqual(digits);
}

const arguments_ = {
  exp: { random: exponents, adversarial: adversarialExponents },
  ln: { random: positives, adversarial: adversarialPositives },
};

describe.each(["exp", "ln"] as const)("%s", (name) => {
  it.each(asked)(
    "of %i digits is right to a thousandth of a unit in the last place, and rounded to nearest",
    (digits, random, adversarial) => {
      for (const [kind, numRuns] of [
        ["random", random],
        ["adversarial", adversarial],
      ] as const)
        // prettier-ignore
        fc.assert(
          fc.property(arguments_[name][kind](digits), (x) => {
            expectRight(name, x, digits);
          }),
          { seed: digits, numRuns },
        );
    },
    isStudy ? 600_000 : undefined,
  );
});

describe("exactly", () => {
  it("e^0 is 1 and ln 1 is 0, however they are written", () => {
    for (const digits of [24, 130]) {
      const one = scaled.exp({ coefficient: 0n, exponent: 0 }, 0, digits);
      expect(one.coefficient).toBe(10n ** BigInt(-one.exponent));
      expect(scaled.ln({ coefficient: 1n, exponent: 0 }, 0, digits).coefficient).toBe(0n);
      expect(scaled.ln({ coefficient: 1000n, exponent: -3 }, 0, digits).coefficient).toBe(0n);
    }
  });
});
