import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { squaredError, squaredErrorDerivative } from "./squared-error.js";

const integers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 3 });

describe("squared error", () => {
  it("is the sum of the squares, and half of it by convention, exactly for integers", () => {
    fc.assert(
      fc.property(integers, integers, (y, d) => {
        const full = Number(y.reduce((sum, value, i) => sum + BigInt(value - d[i]) ** 2n, 0n));
        expect(squaredError([NaN, ...y], [NaN, ...d], "full")).toBe(full);
        expect(squaredError([NaN, ...y], [NaN, ...d], "half")).toBe(full / 2);
      }),
      { seed: 1 },
    );
  });

  it("has the derivative y - d, twice that in full", () => {
    expect(squaredErrorDerivative(3, 5, "half")).toBe(-2);
    expect(squaredErrorDerivative(3, 5, "full")).toBe(-4);
  });

  it("rises by its derivative plus the square of the step, exactly for integers", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -1000, max: 1000 }), (y, d) => {
        const rise = squaredError([NaN, y + 1], [NaN, d], "full") - squaredError([NaN, y], [NaN, d], "full");
        expect(rise).toBe(squaredErrorDerivative(y, d, "full") + 1);
      }),
      { seed: 2 },
    );
  });

  it.each([NaN, Infinity])("passes %s on", (wrong) => {
    expect(squaredError([NaN, 1, wrong], [NaN, 1, wrong], "half")).toBeNaN();
    expect(squaredErrorDerivative(wrong, wrong, "half")).toBeNaN();
  });
});
