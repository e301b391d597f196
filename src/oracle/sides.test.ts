/** On which side of one ball another lies, and the ball around two of them, against their own numbers. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Ball, Balls } from "./ball.js";
import { exactly, realsOf, type Real } from "./decimal.js";
import { between, endsOf, hull, sideOf } from "./sides.js";
import { exactValue } from "./widening.js";

const balls = new Balls(30, exactValue);
const fine = realsOf(60);
const options = { seed: 1, numRuns: 300 };

/** Balls that touch, overlap or lie apart, one of them exact now and then. */
const held: fc.Arbitrary<Ball> = fc
  .tuple(fc.integer({ min: -8, max: 8 }), fc.integer({ min: 0, max: 4 }))
  .map(([mid, radius]) =>
    radius === 0 ? balls.fromDouble(mid / 4) : new Ball(balls.reals, balls.reals.fromDouble(mid / 4), radius / 4),
  );
const pairs = fc.tuple(held, held);

function trueEnds(ball: Ball): [Real, Real] {
  const [mid, radius] = [fine.adopt(ball.mid), exactly(ball.radius)];
  return [mid.minus(radius), mid.plus(radius)];
}

describe("the side of a ball", () => {
  it("is said where no number of one is among those of the other, and where both are one number", () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const [[aLow, aHigh], [bLow, bHigh]] = [trueEnds(a), trueEnds(b)];
        const isOne = a.exact !== undefined && a.exact.value === b.exact?.value;
        const side = isOne ? 0 : aLow.greaterThan(bHigh) ? 1 : aHigh.lessThan(bLow) ? -1 : undefined;
        expect(sideOf(balls, a, b)).toBe(side);
        // The other way round it is the other one.
        expect(sideOf(balls, b, a)).toBe(side === 1 ? -1 : side === -1 ? 1 : side);
      }),
      {
        ...options,
        examples: [
          [[balls.one, balls.one]],
          [[balls.one, new Ball(balls.reals, balls.reals.fromDouble(3), 0.5)]],
          [[balls.one, new Ball(balls.reals, balls.reals.one, 0)]],
        ],
      },
    );
  });

  it("is unknown of what is unlimited", () => {
    expect([sideOf(balls, balls.unlimited, balls.one), sideOf(balls, balls.one, balls.unlimited)]).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe("the hull of two balls", () => {
  const isWithin = (inner: Ball, outer: Ball): boolean => {
    const [[low, high], [outerLow, outerHigh]] = [trueEnds(inner), trueEnds(outer)];
    return outerLow.lessThanOrEqualTo(low) && high.lessThanOrEqualTo(outerHigh);
  };

  it("holds both, and little else", () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const whole = hull(balls, a, b);
        expect([a, b].every((ball) => isWithin(ball, whole))).toBe(true);
        const [[aLow, aHigh], [bLow, bHigh]] = [trueEnds(a), trueEnds(b)];
        const [low, high] = [aLow.lessThan(bLow) ? aLow : bLow, aHigh.greaterThan(bHigh) ? aHigh : bHigh];
        const [wholeLow, wholeHigh] = trueEnds(whole);
        expect(low.minus(wholeLow).plus(wholeHigh.minus(high)).lessThan(1e-5)).toBe(true);
      }),
      options,
    );
  });

  it("is unlimited where one of them is", () => {
    const some = balls.fromDouble(2);
    expect(hull(balls, some, balls.unlimited).unlimited).toBe(true);
    expect(hull(balls, balls.unlimited, some).unlimited).toBe(true);
  });
});

it("a ball lies between its own ends", () => {
  fc.assert(
    fc.property(held, (ball) => {
      const again = between(balls, endsOf(ball));
      const [[low, high], [againLow, againHigh]] = [trueEnds(ball), trueEnds(again)];
      expect(againLow.lessThanOrEqualTo(low) && high.lessThanOrEqualTo(againHigh)).toBe(true);
      expect(againHigh.minus(againLow).minus(high.minus(low)).lessThan(1e-5)).toBe(true);
    }),
    options,
  );
});
