import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { largest } from "./largest.js";
import { logSoftmax, logSoftmaxJacobian, softmax, softmaxJacobian } from "./softmax.js";
import { expectWithin, gamma, primitive } from "./testing/rounding.js";

const logits = fc.array(fc.integer({ min: -600, max: 600 }), { minLength: 1, maxLength: 6 });

describe("softmax", () => {
  it("sums to 1 up to the rounding of its divisions and of the two sums", () => {
    fc.assert(
      fc.property(logits, (z) => {
        const y = softmax([NaN, ...z]).slice(1);
        expectWithin(
          y.reduce((sum, p) => sum + p, 0),
          1,
          2 * z.length + 1,
        );
      }),
      { seed: 4 },
    );
  });

  it("is the same bit for bit after a shift that rounds nothing", () => {
    fc.assert(
      fc.property(logits, fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), (z, c) => {
        expect(softmax([NaN, ...z.map((logit) => logit + c)])).toEqual(softmax([NaN, ...z]));
      }),
      { seed: 5 },
    );
  });

  it("equals the golden digits of (0.2, -0.5, 1.1)", () => {
    // differences to 1.1: three roundings of numbers up to 1.6; then exp, two additions with their terms, a division, golden
    const roundings = 2 * (3 * 1.6 + primitive) + 4;
    const exact = [0.2527685476812795265845239, 0.1255211460392215747897509, 0.6217103062794988986257252];
    softmax([NaN, 0.2, -0.5, 1.1])
      .slice(1)
      .forEach((p, i) => expectWithin(p, exact[i], roundings));
  });

  it("of a single unit is 1", () => {
    expect(softmax([NaN, -745])).toEqual([NaN, 1]);
  });

  it("survives logits of 1e308 and -1e308", () => {
    expect(softmax([NaN, 1e308, -1e308, 1e308])).toEqual([NaN, 0.5, 0, 0.5]);
    expect(softmax([NaN, -1e308, -1e308])).toEqual([NaN, 0.5, 0.5]);
  });

  it.each([NaN, Infinity])("passes %s on to every unit", (logit) => {
    expect(softmax([NaN, 0, logit, 1])).toEqual([NaN, NaN, NaN, NaN]);
  });

  it("leaves position 0 out of the largest logit", () => {
    expect(largest([7, -3, -2])).toBe(-2);
    expect(largest([7, -3, NaN])).toBeNaN();
  });
});

describe("the Jacobian of softmax", () => {
  it("is diag(y) - y yᵀ, symmetric up to rounding, with rows that sum to 0", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 2, maxLength: 5 }), (z) => {
        const y = softmax([NaN, ...z]);
        const units = z.map((_, position) => position + 1);
        for (const i of units) {
          for (const j of units) expectWithin(softmaxJacobian(y, i, j), (i === j ? y[j] : 0) - y[i] * y[j], 5, y[j]);
          // each entry of the row is off by two roundings, each addition by one, and the y by their own sum's error
          const row = units.reduce((sum, j) => sum + softmaxJacobian(y, i, j), 0);
          expect(Math.abs(row) <= gamma(3 * z.length + 4) * y[i] * 2).toBe(true);
        }
      }),
      { seed: 6 },
    );
  });

  it("of two equal logits is a quarter of [[1, -1], [-1, 1]], exactly", () => {
    const y = softmax([NaN, 3, 3]);
    expect([1, 2].map((i) => [1, 2].map((j) => softmaxJacobian(y, i, j)))).toEqual([
      [0.25, -0.25],
      [-0.25, 0.25],
    ]);
  });
});

describe("log-softmax", () => {
  it("has the probabilities of softmax for exponentials, up to rounding", () => {
    fc.assert(
      fc.property(logits, (z) => {
        const p = softmax([NaN, ...z]);
        logSoftmax([NaN, ...z]).forEach((y, i) => {
          if (i === 0) return;
          // e^y: an error of y, which is below 1200 + ln 6, reaches it as often as y is large; then exp. p: exp, sum, division
          const roundings = (Math.abs(y) + 2) * 2 + 4 * primitive + 2 * z.length + 2;
          expectWithin(Math.exp(y), p[i], roundings, Math.max(p[i], 2 ** -1022));
        });
      }),
      { seed: 7 },
    );
  });

  it("is the same bit for bit after a shift that rounds nothing", () => {
    fc.assert(
      fc.property(logits, fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), (z, c) => {
        expect(logSoftmax([NaN, ...z.map((logit) => logit + c)])).toEqual(logSoftmax([NaN, ...z]));
      }),
      { seed: 8 },
    );
  });

  it("of K equal logits is -ln K, of a single unit 0", () => {
    expect(logSoftmax([NaN, 7, 7, 7])).toEqual([NaN, -Math.log(3), -Math.log(3), -Math.log(3)]);
    expect(logSoftmax([NaN, -745])).toEqual([NaN, 0]);
  });

  it("keeps its digits where the probability has underflowed", () => {
    expect(logSoftmax([NaN, 0, -1000])).toEqual([NaN, 0, -1000]);
    expect(softmax([NaN, 0, -1000])).toEqual([NaN, 1, 0]);
  });

  it.each([NaN, Infinity])("passes %s on to every unit", (logit) => {
    expect(logSoftmax([NaN, 0, logit, 1])).toEqual([NaN, NaN, NaN, NaN]);
  });

  it("has the Jacobian delta_ij - p_i: the change of every y_j by z_i is the same but for j = i", () => {
    const p = softmax([NaN, 3, 3]);
    expect([1, 2].map((j) => [1, 2].map((i) => logSoftmaxJacobian(p, i, j)))).toEqual([
      [0.5, -0.5],
      [-0.5, 0.5],
    ]);
    const quarters = [NaN, 0.25, 0.75];
    expect([1, 2].map((j) => [1, 2].map((i) => logSoftmaxJacobian(quarters, i, j)))).toEqual([
      [0.75, -0.75],
      [-0.25, 0.25],
    ]);
  });
});
