import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  completeConventions,
  conventionChoices,
  defaultConventions,
  kinkChoices,
  type DeclaredConventions,
} from "./conventions.js";

const choiceOf = (choices: object): Record<string, fc.Arbitrary<unknown>> =>
  Object.fromEntries(
    Object.entries(choices).map(([name, values]) => [name, fc.constantFrom(...(values as unknown[]))]),
  );

const declared = fc.record(
  { ...choiceOf(conventionChoices), derivativeAtKink: fc.record(choiceOf(kinkChoices), { requiredKeys: [] }) },
  { requiredKeys: [] },
) as fc.Arbitrary<DeclaredConventions>;

describe("conventions", () => {
  it("that are not declared are the defaults, also one by one within the kinks", () => {
    fc.assert(
      fc.property(declared, (part) => {
        const complete = completeConventions(part);
        const kinks = part.derivativeAtKink ?? {};
        for (const name of Object.keys(conventionChoices) as (keyof typeof conventionChoices)[]) {
          expect(complete[name]).toBe(part[name] ?? defaultConventions[name]);
        }
        for (const name of Object.keys(kinkChoices) as (keyof typeof kinkChoices)[]) {
          expect(complete.derivativeAtKink[name]).toBe(kinks[name] ?? defaultConventions.derivativeAtKink[name]);
        }
      }),
      { seed: 1 },
    );
  });

  it("are the defaults where nothing is declared", () => {
    expect(completeConventions()).toEqual(defaultConventions);
    expect(completeConventions({})).toEqual(defaultConventions);
  });

  it("default to the first choice of each", () => {
    const first = (choices: object): object =>
      Object.fromEntries(Object.entries(choices).map(([name, values]) => [name, values[0]]));
    expect(defaultConventions).toEqual({
      ...first(conventionChoices),
      derivativeAtKink: first(kinkChoices),
      deviations: {},
    });
  });

  it("leave the defaults untouched", () => {
    completeConventions({ reduction: "sum", derivativeAtKink: { relu: 1 } });
    expect([defaultConventions.reduction, defaultConventions.derivativeAtKink.relu]).toEqual(["mean", 0]);
  });
});
