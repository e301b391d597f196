/** The interval of doubles around a ball, where rounding could make it too narrow or its ends no numbers. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Ball } from "./ball.js";
import { exactly, realsOf } from "./decimal.js";
import { boundsOf } from "./reference.js";

const reals = realsOf(40);
/** So many quarters of half a unit in the last place of the doubles from 1 to 2. */
const fraction = 2 ** -55;

describe("a range of doubles", () => {
  it("holds a ball whose midpoint and ends lie between doubles", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 200 }), (m, r) => {
        const mid = reals.one.plus(reals.fromDouble(m * fraction));
        const radius = r * fraction;
        for (const signed of [mid, mid.negated()]) {
          const { lo, hi } = boundsOf(new Ball(reals, signed, radius));
          expect(exactly(lo).lessThanOrEqualTo(signed.minus(exactly(radius)))).toBe(true);
          expect(exactly(hi).greaterThanOrEqualTo(signed.plus(exactly(radius)))).toBe(true);
          expect(hi - lo).toBeLessThanOrEqual(2 * radius + 2 ** -50);
        }
      }),
      { seed: 1, numRuns: 2000, examples: Array.from({ length: 19 }, (_, r) => [7, r] as [number, number]) },
    );
  });

  it("ends at Infinity where the ball goes beyond all doubles", () => {
    const mid = reals.fromDouble(1.5e308);
    expect(boundsOf(new Ball(reals, mid, 1e308))).toMatchObject({ hi: Infinity, exact: 1.5e308 });
    expect(boundsOf(new Ball(reals, mid.negated(), 1e308))).toMatchObject({ lo: -Infinity, exact: -1.5e308 });
  });

  it("goes on beyond an end of 0, by the smallest number", () => {
    const one = reals.one;
    const radius = 1 - 2 ** -50 - 2 ** -53;
    expect(boundsOf(new Ball(reals, one, radius)).lo).toBe(-Number.MIN_VALUE);
    expect(boundsOf(new Ball(reals, one.negated(), radius)).hi).toBe(Number.MIN_VALUE);
  });
});
