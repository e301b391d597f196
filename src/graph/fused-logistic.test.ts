import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Loss } from "../model/index.js";
import { expectWithin, primitive } from "../scalar/testing/rounding.js";
import { divergenceAt } from "./testing/through.js";

describe("logistic units under binary cross-entropy", () => {
  const loss: Loss = { name: "binary-cross-entropy" };
  const at = (z: number[], d: number[]): ReturnType<typeof divergenceAt> =>
    divergenceAt({ name: "logistic" }, z, loss, d);
  const targets = fc.constantFrom(0, 1, 0.25, 0.75, -1, 3);

  it("at z = 0 has the gradients ½ - d by z and 4 (½ - d) by y", () => {
    fc.assert(
      fc.property(fc.array(targets, { minLength: 1, maxLength: 4 }), (d) => {
        const { Div, dy, dz } = at(
          d.map(() => 0),
          d,
        );
        expect([dz, dy]).toEqual([d.map((di) => 0.5 - di), d.map((di) => 4 * (0.5 - di))]);
        // each unit adds d ln 2 and (1 - d) ln 2
        const scale = d.reduce<number>((sum, di) => sum + (Math.abs(di) + Math.abs(1 - di)) * Math.LN2, 0);
        expectWithin(Div, d.length * Math.LN2, 2 * primitive + 2 * d.length + 4, scale);
      }),
      { seed: 3 },
    );
  });

  it("has y - d by z, and the value of the formula in y, as long as that keeps its digits", () => {
    fc.assert(
      fc.property(fc.integer({ min: -80, max: 80 }), targets, (n, d) => {
        const z = n / 8;
        const y = 1 / (1 + Math.exp(-z));
        const { Div, dz } = at([z], [d]);
        // d (1 - y) and (1 - d) y, and here y - d: exponential, sum and quotient, then product and sum
        const terms = Math.abs(d) * (1 - y) + Math.abs(1 - d) * y + y + Math.abs(d);
        expectWithin(dz[0], y - d, 2 * (primitive + 5), terms);
        // 1 - y has the absolute error of y, which the logarithm divides by 1 - y
        const logarithms = Math.abs(d * Math.log(y)) + Math.abs((1 - d) * Math.log(1 - y));
        const lost = Math.abs(d) + Math.abs(1 - d) * (y / (1 - y) + 1);
        const formula = -(d * Math.log(y) + (1 - d) * Math.log(1 - y));
        expectWithin(Div, formula, 2 * (2 * primitive + 8), logarithms + lost);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it("is finite where y has rounded to 0 or 1, and 0 where that is right", () => {
    const huge = 1e308;
    expect(at([-huge], [1])).toMatchObject({ Div: huge, dz: [-1], dy: [-Infinity] });
    expect(at([huge], [0])).toMatchObject({ Div: huge, dz: [1], dy: [Infinity] });
    expect(at([huge, -huge], [1, 0])).toMatchObject({ Div: 0, dz: [0, 0] });
    expect(at([1000], [0.25])).toMatchObject({ Div: 750, dz: [0.75] });
  });

  it("keeps the digits of a gradient close to 0", () => {
    const { Div, dz } = at([40], [1]);
    // e^-40 (1 - e^-40 + …), and for Div half of that second term; both below u
    expectWithin(dz[0], -4.248354255291589e-18, 2 * primitive + 4);
    expectWithin(Div, 4.248354255291589e-18, 2 * primitive + 4);
  });

  it("passes NaN on, whatever the target", () => {
    for (const d of [0, 1, 0.5]) expect(at([NaN, 0], [d, 0.5])).toEqual({ Div: NaN, dy: [NaN, 0], dz: [NaN, 0] });
  });
});
