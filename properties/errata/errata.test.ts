import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errata } from "../../spec/errata.js";
import { completeConventions, everything, type Description } from "../../src/model/index.js";
import { cases } from "../arbitraries/cases.js";
import { errataMutants } from "../mutants/errata.js";
import { instantiate, mutants } from "../mutants/index.js";
import {
  agree,
  executableErrata,
  hiOf,
  loOf,
  wrongIn,
  type Amount,
  type Example,
  type ExecutableErratum,
} from "./index.js";
import { callsOf, diamonds } from "./document-004-graphs.js";
import { derivative, exponential, line, sigmoid, square } from "./support/chains.js";
import { differences } from "./support/differences.js";
import { listed } from "./support/example.js";
import { plain, typed } from "./support/nets.js";
import { partial, value } from "./support/value.js";

const executables = Object.entries(executableErrata) as [keyof typeof errata, ExecutableErratum][];
type Titled = readonly [id: keyof typeof errata, about: string, example: Example];
const titled = (of: (erratum: ExecutableErratum) => readonly Example[]): Titled[] =>
  executables.flatMap(([id, erratum]) => of(erratum).map((example) => [id, example.about, once(example)] as const));
/** Several tests read the same numbers. */
function once({ about, entries }: Example): Example {
  let known: ReturnType<Example["entries"]> | undefined;
  return { about, entries: () => (known ??= entries()) };
}
const shown = titled(({ shows }) => shows);
const blind = titled(({ blindSpot }) => blindSpot);

const rightIsTrue = (example: Example): void => {
  for (const { name, right, truth } of example.entries())
    expect({ name, right, agrees: agree(right, truth) }).toMatchObject({ agrees: true });
};

describe("an erratum can be run", () => {
  it("exactly when it is mathematical", () => {
    const mathematical = Object.entries(errata).filter(([, erratum]) => erratum.mathematical);
    expect(executables.map(([id]) => id).sort()).toEqual(mathematical.map(([id]) => id).sort());
  });

  it("in its blind spot too, exactly when one is stated", () => {
    const stated = executables.filter(([id]) => errata[id].blindSpot !== null).map(([id]) => id);
    expect([...new Set(blind.map(([id]) => id))].sort()).toEqual(stated.sort());
  });
});

describe("the printed form fails and the right one passes", () => {
  it.each(shown)("%s: %s", (_, _about, example) => {
    expect(wrongIn(example)).not.toEqual([]);
    rightIsTrue(example);
  });
});

describe("the printed form, put in the place of the right one,", () => {
  const printedInPlace = ({ about, entries }: Example): Example => ({
    about,
    entries: () => entries().map((entry) => ({ ...entry, right: entry.printed })),
  });
  it.each(executables.map(([id, { shows }]) => [id, shows] as const))("%s, fails its own test", (_, shows) => {
    for (const example of shows) expect(() => rightIsTrue(printedInPlace(example))).toThrow("agrees");
  });
});

describe("the printed form passes in its blind spot", () => {
  it.each(blind)("%s: %s", (_, _about, example) => {
    expect(example.entries().length).toBeGreaterThan(0);
    expect(wrongIn(example)).toEqual([]);
    rightIsTrue(example);
  });
});

describe("the truth", () => {
  it("is narrow: a wrong number misses it by more than a million times its width", () => {
    const widthOf = (amount: Amount): number => hiOf(amount) - loOf(amount);
    for (const [id, about, example] of shown)
      for (const { name, printed, truth } of wrongIn(example)) {
        const miss = Math.max(loOf(printed) - hiOf(truth), loOf(truth) - hiOf(printed));
        // A form that reads what does not exist gives NaN.
        if (!Number.isNaN(miss)) expect(miss, `${id} ${about} ${name}`).toBeGreaterThan(2 ** 20 * widthOf(truth));
      }
  });

  it("agrees with itself, so that it is known, and with nothing that is NaN or beside it", () => {
    for (const [id, about, example] of [...shown, ...blind])
      for (const { name, truth } of example.entries()) {
        const where = `${id} ${about} ${name}`;
        expect(agree(truth, truth), where).toBe(true);
        expect(Number.isFinite(loOf(truth)) && Number.isFinite(hiOf(truth)), where).toBe(true);
        expect(agree(NaN, truth), where).toBe(false);
        expect(agree(hiOf(truth) + 1, truth), where).toBe(false);
      }
  });

  it("by central differences holds the derivative of any quadratic, and of any chain by the right form", () => {
    const small = fc.integer({ min: -9, max: 9 });
    fc.assert(
      fc.property(small, small, small, small, (a, b, c, x) => {
        const f = (t: number): number => a * t * t + b * t + c;
        expect(differences(([t = NaN]) => f(t), [x])).toEqual([2 * a * x + b + 0]);
        const span = partial(([t = value(NaN)]) => t.times(t).times(a).plus(t.times(b)).plus(c), [x], 0);
        expect(agree(2 * a * x + b, span)).toBe(true);
        expect(agree(2 * a * x + b + 2 ** -20, span)).toBe(false);
      }),
      { seed: 1 },
    );
    const link = fc.constantFrom(square, sigmoid, line(-0.5, 1), line(0.25, -2), exponential);
    const x = fc.integer({ min: -8, max: 8 }).map((eighths) => eighths / 8);
    fc.assert(
      fc.property(fc.array(link, { minLength: 1, maxLength: 4 }), x, (links, at) => {
        // Several exponentials in a row leave every range.
        fc.pre(links.filter(({ f }) => f === exponential.f).length <= 1);
        rightIsTrue(derivative("any chain", links, at, () => value(0)));
      }),
      { seed: 2, numRuns: 50 },
    );
  });

  it("of a number at a kink is unknown, and so agrees with nothing", () => {
    const question = plain([1, 1], ["relu"], { biases: "none" });
    const atKink = { ...question, batch: { ...question.batch, inputs: [[0]] } };
    const example = typed("relu at 0", "erratum/e0-06", atKink, ["gradients.biases"]);
    expect(wrongIn(example)).toHaveLength(1);
  });
});

describe("worked numbers", () => {
  const digits = 6;
  const numbersOf = (id: keyof typeof errata, part: "printed" | "truth", example = 0): string[] =>
    (executableErrata[id]?.shows[example]?.entries() ?? []).map((entry) => loOf(entry[part]).toPrecision(digits));

  it.each([
    // w = 0.7, b = -0.3, a^(L-1) = 0.6, y = 0.9: by weight, by bias.
    ["E1-03", 0, ["-0.184354", "-0.110612"], ["-0.110612", "-0.184354"]],
    ["E1-04", 0, ["-0.104623"], ["-0.129047"]],
    // dz = f'(·) (y - d) with d = 2: at z = 0, y = ½ and f' = ¼, in print 0.2350037.
    ["E2-02", 0, ["-0.352506"], ["-0.375000"]],
    ["E3-03", 0, ["30.0000"], ["210.000"]],
    // As many as there are paths to J.
    ["E4-20", 0, ["2.00000", "3.00000"], ["45.0000", "36.0000"]],
    ["E4-21", 1, ["0.00000", "0.00000"], ["45.0000", "36.0000"]],
    ["E4-23", 0, ["2.00000"], ["4.00000"]],
  ] as const)("%s, example %i: %j where %j is true", (id, example, printed, truth) => {
    expect(numbersOf(id, "printed", example)).toEqual(printed);
    expect(numbersOf(id, "truth", example)).toEqual(truth);
  });

  it("E4-22: n diamonds take 4·2ⁿ - 3 calls in print and 4n + 1 with the guard", () => {
    for (let n = 0; n <= 8; n++) {
      const { printed, right } = callsOf(diamonds(n));
      expect([printed, right]).toEqual([4 * 2 ** n - 3, 4 * n + 1]);
    }
  });
});

describe("lists of different lengths", () => {
  it("are compared by their lengths first, and a missing number is NaN", () => {
    const example = listed("short", ["a"], () => ({ printed: [1], right: [1, 2], truth: [1, 2] }));
    expect(wrongIn(example)).toEqual([
      { name: "how many numbers", printed: 1, right: 2, truth: 2 },
      { name: "number 2", printed: NaN, right: 2, truth: 2 },
    ]);
  });
});

describe("the known mistakes that come from errata", () => {
  it("belong to the erratum of the same name, and every example's mistake is in the catalogue", () => {
    const ids = mutants.map(({ id }) => id);
    for (const [id, { mutant }] of executables) {
      if (mutant !== undefined) expect(ids, id).toContain(mutant);
      const own = `erratum/${id.toLowerCase()}`;
      if (ids.includes(own)) expect(mutant).toBe(own);
    }
    const owned = executables.map(([id]) => `erratum/${id.toLowerCase()}`);
    expect(errataMutants.map(({ id }) => id).filter((id) => !owned.includes(id))).toEqual([]);
  });

  it("are told from every other mistake by some case", () => {
    const description: Description = { implementation: { name: "x" }, precision: "f64", supports: everything };
    const questions = fc.sample(cases(description), { seed: 5, numRuns: 80 });
    const conventions = completeConventions();
    // State and noise need several questions; a fresh instance for each keeps the answers comparable.
    const answers = new Map(
      mutants.map((mutant) => [
        mutant.id,
        questions.map((question) => JSON.stringify(instantiate(mutant)(structuredClone(question), conventions))),
      ]),
    );
    for (const { id } of errataMutants)
      for (const { id: other } of mutants)
        if (other !== id) expect(answers.get(id), `${id} and ${other}`).not.toEqual(answers.get(other));
  });
});
