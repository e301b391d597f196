import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { softmax } from "./activations.js";
import {
  crossEntropy,
  crossEntropyDerivative,
  softmaxCrossEntropy,
  squaredError,
  squaredErrorDerivative,
} from "./losses.js";
import { expectWithin, primitive } from "./testing/rounding.js";

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

describe("cross-entropy", () => {
  it("is -sum d ln y", () => {
    // one logarithm and one product for each term, one addition, the golden rounding
    expectWithin(crossEntropy([NaN, 0.5, 0.25], [NaN, 1, 2]), 5 * 0.6931471805599453094172321, primitive + 3);
  });

  it("is 0 for a certain and right answer", () => {
    expect(crossEntropy([NaN, 1, 0], [NaN, 1, 0])).toBe(0);
  });

  it("is Infinity where the target's probability is 0, and its derivative -Infinity", () => {
    expect(crossEntropy([NaN, 1, 0], [NaN, 0, 1])).toBe(Infinity);
    expect(crossEntropyDerivative(0, 1)).toBe(-Infinity);
  });

  it("has the derivative -d / y, and 0 where d is 0 even for y = 0", () => {
    expect(crossEntropyDerivative(0.25, 3)).toBe(-12);
    expect(crossEntropyDerivative(0, 0)).toBe(0);
    expect(crossEntropyDerivative(0, -0)).toBe(0);
  });

  it("passes NaN on", () => {
    expect(crossEntropy([NaN, 0.5, NaN], [NaN, 0, 1])).toBeNaN();
    expect(crossEntropy([NaN, 0.5, 0.5], [NaN, 0, NaN])).toBeNaN();
    expect(crossEntropy([NaN, 0.5, NaN], [NaN, 1, 0])).toBeNaN();
    expect(crossEntropyDerivative(NaN, 1)).toBeNaN();
    expect(crossEntropyDerivative(NaN, 0)).toBeNaN();
    expect(crossEntropyDerivative(0.5, NaN)).toBeNaN();
  });
});

describe("cross-entropy of a softmax", () => {
  it("agrees with the cross-entropy of the probabilities up to rounding", () => {
    const logits = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 3, maxLength: 3 });
    const targets = fc.array(fc.constantFrom(0, 0.25, 1), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(logits, targets, (z, d) => {
        const [logit, target] = [
          [NaN, ...z],
          [NaN, ...d],
        ];
        // |ln y| is at most 40 + ln 3; y is off by an exponential, two additions and a division, and each moves ln y by
        // as much
        const total = d.reduce<number>((sum, value) => sum + value, 0);
        expectWithin(
          softmaxCrossEntropy(logit, target),
          crossEntropy(softmax(logit), target),
          3 * primitive + 8,
          42 * total,
        );
      }),
      { seed: 3 },
    );
  });

  it("of K equal logits is ln K", () => {
    expect(softmaxCrossEntropy([NaN, 1e300, 1e300], [NaN, 0, 1])).toBe(Math.log(2));
  });

  it("keeps its digits where the probability has underflowed", () => {
    expect(softmaxCrossEntropy([NaN, 0, -1000], [NaN, 0, 1])).toBe(1000);
    expect(crossEntropy(softmax([NaN, 0, -1000]), [NaN, 0, 1])).toBe(Infinity);
  });

  it("of logits 1e308 and -1e308 is 0 or Infinity, never NaN", () => {
    expect(softmaxCrossEntropy([NaN, 1e308, -1e308], [NaN, 1, 0])).toBe(0);
    expect(softmaxCrossEntropy([NaN, 1e308, -1e308], [NaN, 0, 1])).toBe(Infinity);
  });

  it("passes NaN on", () => {
    expect(softmaxCrossEntropy([NaN, 0, NaN], [NaN, 1, 0])).toBeNaN();
    expect(softmaxCrossEntropy([NaN, 0, Infinity], [NaN, 1, 0])).toBeNaN();
  });
});
