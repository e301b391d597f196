import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completeConventions } from "./conventions.js";
import { deviationParameters, type DeviationName, type Deviations } from "./deviations.js";

const names = Object.keys(deviationParameters) as DeviationName[];

const deviating = (name: DeviationName, value: number): Deviations => ({
  [name]: { [deviationParameters[name].parameter]: value },
});

describe("deviations", () => {
  it("are kept as they are declared, beside the defaults", () => {
    for (const name of names) {
      const deviations = deviating(name, 1e-7);
      expect(completeConventions({ deviations })).toEqual({ ...completeConventions(), deviations });
    }
  });

  it("have a positive parameter below their bound, and no other", () => {
    const number = fc.oneof(
      fc.double(),
      fc.constantFrom(0, -0, 0.5, 1, Infinity, NaN, Number.MIN_VALUE, Number.MAX_VALUE),
    );
    fc.assert(
      fc.property(fc.constantFrom(...names), number, (name, value) => {
        const declare = () => completeConventions({ deviations: deviating(name, value) });
        const { parameter, below } = deviationParameters[name];
        if (value > 0 && value < below) expect(declare).not.toThrow();
        else expect(declare).toThrow(new RegExp(`^deviations\\.${name}\\.${parameter} must be above 0 and below`));
      }),
      { seed: 1 },
    );
  });

  it("name what is missing", () => {
    const deviations = { "probabilities-clipped": {} } as unknown as Deviations;
    expect(() => completeConventions({ deviations })).toThrow(
      "deviations.probabilities-clipped.epsilon must be above 0 and below 0.5, got NaN",
    );
  });
});
