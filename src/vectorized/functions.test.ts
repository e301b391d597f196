import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { precisions, unitRoundoff } from "../model/index.js";
import { logistic, logisticDerivative, logSoftmax, softmax, softplus, stepped, tanhDerivative } from "./functions.js";

const u = unitRoundoff(precisions.f64);
/** Relative error of one exp or log1p. */
const primitive = 2 * u * precisions.f64.primitiveUlps;

describe("values to 25 digits, computed with multiple precision", () => {
  // Relative error to first order: e = exp carries one primitive; 1 + e halves it at worst and adds u; squaring doubles.
  const bounds = {
    logistic: 2 * primitive + 2 * u,
    derivative: 3 * primitive + 5 * u,
    softplus: 2 * primitive + 2 * u,
  };

  it.each([
    ["logistic", -3, logistic, 0.04742587317756678087884815, bounds.logistic],
    ["logistic", 0.5, logistic, 0.6224593312018545646389006, bounds.logistic],
    ["logistic", -700, logistic, 9.859676543759770856705373e-305, bounds.logistic],
    ["logistic'", -3, logisticDerivative, 0.04517665973091213264936003, bounds.derivative],
    ["logistic'", 40, logisticDerivative, 4.248354255291588959232207e-18, bounds.derivative],
    ["logistic'", -40, logisticDerivative, 4.248354255291588959232207e-18, bounds.derivative],
    ["tanh'", -0.75, tanhDerivative, 0.5965858082813314260061336, bounds.derivative],
    ["tanh'", 20, tanhDerivative, 1.699341702116635583692883e-17, bounds.derivative],
    ["tanh'", 300, tanhDerivative, 1.060158621201724326535472e-260, bounds.derivative],
    ["softplus", -3, softplus, 0.04858735157374205875892592, bounds.softplus],
    ["softplus", 2, softplus, 2.126928011042972496443727, bounds.softplus],
    ["softplus", -700, softplus, 9.859676543759770856705373e-305, bounds.softplus],
  ])("%s at %d", (_name, z, f, exact, bound) => {
    expect(Math.abs(f(z) - exact)).toBeLessThanOrEqual(bound * exact);
  });

  it("the values at 0 are exact", () => {
    expect([logistic(0), logisticDerivative(0), tanhDerivative(0), softplus(0)]).toEqual([0.5, 0.25, 1, Math.LN2]);
  });
});

describe("saturation", () => {
  it.each([1e3, 1e308, Infinity])("at ±%d every value is the limit", (z) => {
    expect([logistic(z), logisticDerivative(z), tanhDerivative(z), softplus(z)]).toEqual([1, 0, 0, z]);
    expect([logistic(-z), logisticDerivative(-z), tanhDerivative(-z), softplus(-z)]).toEqual([0, 0, 0, 0]);
  });

  it("a logistic below the smallest normal number keeps the digits that are left", () => {
    expect(logistic(-720)).toBe(Math.exp(-720));
  });

  it("NaN stays NaN", () => {
    for (const f of [logistic, logisticDerivative, tanhDerivative, softplus, stepped(0, 0, 1)])
      expect(f(NaN)).toBeNaN();
  });
});

describe("softmax", () => {
  /** The inputs are decimals, so each z_i carries u|z_i| before the first operation. */
  const z = [0.2, -0.5, 1.1];

  it("has the 25 digits of softmax(0.2, -0.5, 1.1)", () => {
    const exact = [0.2527685476812795265845239, 0.1255211460392215747897509, 0.6217103062794988986257252];
    softmax(z).forEach((y, i) => {
      // numerator and each summand: inputs and subtraction move the exponent by 2u(|z_i| + m); then exp, 2 additions, division
      const exponent = 2 * u * (Math.max(...z.map(Math.abs)) + 1.1);
      expect(Math.abs(y - exact[i])).toBeLessThanOrEqual((2 * (exponent + primitive) + 3 * u) * exact[i]);
    });
  });

  it("is exact and does not move when equal logits grow by any number", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (c) => {
        expect(softmax([c, c, c, c])).toEqual([0.25, 0.25, 0.25, 0.25]);
      }),
      { seed: 1 },
    );
  });

  it("of one unit is 1, whose logarithm is 0", () => {
    expect([softmax([-1e308]), logSoftmax([1e308])]).toEqual([[1], [0]]);
  });

  it("survives logits of ±1e308", () => {
    expect(softmax([1e308, -1e308, 0])).toEqual([1, 0, 0]);
    expect(logSoftmax([1e308, -1e308, 0])).toEqual([0, -Infinity, -1e308]);
  });

  it("keeps the digits of a large common offset", () => {
    expect(logSoftmax([2 ** 60, 2 ** 60])).toEqual([-Math.LN2, -Math.LN2]);
  });

  it("gives a confident right answer a logarithm that is not 0", () => {
    const exact = -1.928749847963917783017157e-22;
    expect(Math.abs(logSoftmax([0, -50])[0] - exact)).toBeLessThanOrEqual(2 * primitive * -exact);
  });

  it("the logarithm is that of softmax, within the roundings of both", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 6 }), (logits) => {
        const n = logits.length;
        const y = softmax(logits);
        logSoftmax(logits).forEach((ln, i) => {
          // y: exponent 100u, two primitives, n additions, division; its ln one primitive
          // ln directly: the same, and two subtractions
          const bound = 2 * (100 * u + 2 * primitive + (n + 1) * u) + (primitive + 2 * u) * Math.abs(ln);
          expect(Math.abs(Math.log(y[i]) - ln)).toBeLessThanOrEqual(bound);
        });
      }),
      { seed: 2 },
    );
  });

  const undefinedLogits = [[[NaN, 0]], [[0, NaN]], [[Infinity, 0]], [[-Infinity, -Infinity]]];
  it.each(undefinedLogits)("of %o is NaN throughout, and so is a logarithm", (logits) => {
    expect(softmax(logits)).toEqual([NaN, NaN]);
    expect(logSoftmax(logits).some(Number.isNaN)).toBe(true);
  });
});
