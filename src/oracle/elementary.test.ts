import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { precisions } from "../model/index.js";
import { Ball, Balls } from "./ball.js";
import { beyondFarthest, exactly, farthest, realsOf, type Real } from "./decimal.js";
import { exp, ln, negativeLn, squareRoot } from "./elementary.js";
import { toDouble } from "./radius.js";
import { exactValue, wideningOf } from "./widening.js";

const f64 = wideningOf(precisions.f64);
const bf16 = wideningOf(precisions.bf16);
const fine = realsOf(60);

function holds(ball: Ball, x: Real): boolean {
  return ball.unlimited || x.minus(fine.adopt(ball.mid)).abs().lessThanOrEqualTo(exactly(ball.radius));
}

/** A ball, and the numbers at both of its ends and within. */
function ballAt(balls: Balls, mid: number, radius: number): { ball: Ball; members: Real[] } {
  const ball = radius === 0 ? balls.fromDouble(mid) : new Ball(balls.reals, balls.reals.fromDouble(mid), radius);
  const at = (share: number): Real => fine.fromDouble(mid).plus(fine.fromDouble(radius).times(fine.fromDouble(share)));
  return { ball, members: [-1, -0.3, 0, 0.7, 1].map(at) };
}

const radii = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -30, max: 1 }).map((exponent) => Number(`1e${exponent}`)),
  fc.double({ min: 0, max: 3, noNaN: true }),
);

describe.each([
  ["without an implementation", new Balls(30, exactValue), 0, 0],
  ["widened for f64", new Balls(30, f64), f64.u, f64.primitive],
  ["widened for bf16", new Balls(30, bf16), bf16.u, bf16.primitive],
])("on balls %s", (_, balls, u, primitive) => {
  /** The function of all members, as far off as the format allows, is in the result. */
  const encloses = (
    operation: (balls: Balls, x: Ball) => Ball,
    f: (x: Real) => Real,
    lost: number,
    mids: fc.Arbitrary<number>,
  ): void => {
    fc.assert(
      fc.property(mids, radii, (mid, radius) => {
        const { ball, members } = ballAt(balls, mid, radius);
        const result = operation(balls, ball);
        if (result.unlimited) return;
        const off = result.exact === undefined ? lost : 0;
        for (const member of members) {
          const exact = f(member);
          for (const sign of [-1, 0, 1]) expect(holds(result, exact.times(fine.fromDouble(1 + sign * off)))).toBe(true);
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  };

  it("e^x holds the exponential of every number in the ball", () => {
    encloses(exp, (x) => x.exp(), primitive, fc.double({ min: -80, max: 80, noNaN: true }));
  });

  it("ln x holds the logarithm of every number in the ball", () => {
    const above = fc.double({ min: 3.1, max: 1e6, noNaN: true });
    encloses(ln, (x) => x.ln(), primitive, fc.oneof(above, fc.double({ min: 1e-6, max: 2, noNaN: true })));
    encloses(negativeLn, (x) => x.ln().negated(), primitive, above);
  });

  it("√x holds the root of every number in the ball", () => {
    encloses(
      squareRoot,
      (x) => x.sqrt(),
      u,
      fc.oneof(
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.integer({ min: 0, max: 300 }).map((n) => n * n),
      ),
    );
  });

  it("wastes little: the radius is that of one error, propagated and made", () => {
    const at = (mid: number, radius: number): Ball => new Ball(balls.reals, balls.reals.fromDouble(mid), radius);
    const own = 1e-27;
    const [exponential, logarithm, root] = [
      exp(balls, at(2, 1e-9)),
      ln(balls, at(5, 1e-9)),
      squareRoot(balls, at(9, 1e-9)),
    ];
    expect(toDouble(exponential.radius)).toBeLessThan(1.001 * Math.exp(2) * (1e-9 + primitive + own));
    expect(toDouble(logarithm.radius)).toBeLessThan(1.001 * (2e-10 + Math.log(5) * (primitive + own)));
    expect(toDouble(root.radius)).toBeLessThan(1.001 * (1e-9 / 6 + 3 * (u + own)));
  });
});

describe("what every library gets exactly", () => {
  const balls = new Balls(30, f64);

  it.each([
    ["e^0", exp(balls, balls.zero), 1],
    ["ln 1", ln(balls, balls.one), 0],
    ["√0", squareRoot(balls, balls.zero), 0],
    ["√(9/16)", squareRoot(balls, balls.fromDouble(9 / 16)), 0.75],
  ])("%s is exact", (_, ball, value) => {
    expect(ball).toMatchObject({ radius: 0, exact: { value } });
  });

  it("√2 is not, nor is the root of what was rounded", () => {
    expect(squareRoot(balls, balls.fromDouble(2)).exact).toBeUndefined();
    expect(squareRoot(balls, new Ball(balls.reals, balls.reals.fromDouble(4), 0)).exact).toBeUndefined();
    expect(toDouble(squareRoot(balls, balls.fromDouble(2)).radius)).toBeGreaterThan(f64.u);
  });
});

describe("where nothing can be said", () => {
  const balls = new Balls(30, f64);
  const straddling = new Ball(balls.reals, balls.reals.fromDouble(1e-3), 1e-2);

  it.each([
    ["ln of what may be 0", ln(balls, straddling)],
    ["ln of 0", ln(balls, balls.zero)],
    ["ln of a negative number", ln(balls, balls.fromDouble(-1))],
    ["√ of what may be negative", squareRoot(balls, straddling)],
    ["√ of a negative number", squareRoot(balls, balls.fromDouble(-4))],
    ["e^710, which overflows", exp(balls, balls.fromDouble(710))],
    ["e^x of what may overflow", exp(balls, new Ball(balls.reals, balls.reals.fromDouble(700), 20))],
    ["e^x beyond all formats", exp(new Balls(30, exactValue), balls.fromDouble(2e5))],
    ["a function of anything", exp(balls, balls.unlimited)],
    ["a root of anything", squareRoot(balls, balls.unlimited)],
    ["a logarithm of anything", ln(balls, balls.unlimited)],
  ])("%s is unlimited", (_, ball) => {
    expect(ball.unlimited).toBe(true);
  });

  it("e^x far below 0 is nearly 0, however wide the ball", () => {
    for (const [mid, radius] of [
      [-1e6, 0],
      [-1e6, 10],
      [-3e5, 1e5],
      [-1e300, 0],
    ] as const) {
      const ball = exp(new Balls(30, exactValue), ballAt(balls, mid, radius).ball);
      expect(holds(ball, fine.zero)).toBe(true);
      // No exponential is 0.
      expect(exactly(ball.radius).isZero()).toBe(false);
      expect(exactly(ball.radius).lessThanOrEqualTo(exactly(beyondFarthest).times(4))).toBe(true);
    }
    expect(farthest).toBeLessThan(2e5);
  });
});
