/** REP-04: the lecture's polar features, which make a ring separable by a line. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gamma, primitive } from "../../src/scalar/testing/rounding.js";
import { signDecision } from "../../src/training/index.js";

/** (r, θ) of a point of the first quadrant (003 L114-118). */
function polar(x: number, y: number): [number, number] {
  return [Math.sqrt(x * x + y * y), Math.atan(Math.abs(y / x))];
}

describe("polar features", () => {
  it("are r = √(x² + y²) and θ = atan |y / x|: exact for Pythagorean triples and on the axes", () => {
    expect([polar(3, 4)[0], polar(5, 12)[0], polar(8, 15)[0]]).toEqual([5, 13, 17]);
    expect([polar(2, 0), polar(0, 3)]).toEqual([
      [2, 0],
      [3, Math.PI / 2],
    ]);
  });

  it("come back as x = r cos θ, y = r sin θ in the first quadrant", () => {
    const coordinate = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(coordinate, coordinate, (x, y) => {
        const [r, theta] = polar(x, y);
        // r rounds its square root; θ a quotient and an arc tangent, which cos and sin take over times θ < 2; then their own, and a product
        const bound = gamma(2 + 2 * (primitive + 1) + primitive + 1) * r;
        expect(Math.abs(r * Math.cos(theta) - x)).toBeLessThanOrEqual(bound);
        expect(Math.abs(r * Math.sin(theta) - y)).toBeLessThanOrEqual(bound);
      }),
      { seed: 1 },
    );
  });

  it("let a line decide what lies within a circle", () => {
    const inside = (x: number, y: number) => signDecision([-1, 0], 4, polar(x, y));
    expect([inside(1, 1), inside(2, 3), inside(3, 4), inside(4, 1)]).toEqual([1, 1, -1, -1]);
  });
});
