import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { precisions } from "../model/index.js";
import { Ball, Balls, type Term } from "./ball.js";
import { exactValue, wideningOf } from "./widening.js";
import { realsOf, shortUp, type Real } from "./decimal.js";
import type { Radius } from "./radius.js";

const f64 = wideningOf(precisions.f64);
const enclosing = new Balls(30, exactValue);
const widened = new Balls(30, f64);
/** Digits enough for every sum and product here to be exact. */
const fine = realsOf(2500);

/** A ball and one number in it. */
interface Held {
  readonly ball: Ball;
  readonly x: Real;
}

function held(balls: Balls): fc.Arbitrary<Held> {
  const radii: fc.Arbitrary<Radius> = fc.oneof(
    fc.double({ min: 0, max: 1e3, noNaN: true }),
    fc.integer({ min: -320, max: -1 }).map((exponent) => Number(`1e${exponent}`)),
    fc.integer({ min: -350, max: -300 }).map((exponent) => shortUp(realsOf(20).fromText(`1e${exponent}`))),
  );
  const mids = fc.oneof(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.integer({ min: -3, max: 3 }));
  const within = fc
    .tuple(mids, radii, fc.double({ min: -1, max: 1, noNaN: true }))
    .map(([mid, radius, share]): Held => {
      const ball = new Ball(balls.reals, balls.reals.fromDouble(mid), radius);
      return { ball, x: fine.fromDouble(mid).plus(fine.adopt(shortReal(radius)).times(fine.fromDouble(share))) };
    });
  const exact = fc
    .oneof(
      mids,
      fc.integer({ min: -64, max: 64 }).map((n) => n / 8),
    )
    .map((x): Held => ({ ball: balls.fromDouble(x), x: fine.fromDouble(x) }));
  return fc.oneof(within, exact);
}

function shortReal(radius: Radius): Real {
  return typeof radius === "number" ? fine.fromDouble(radius) : radius;
}

function contains(ball: Ball, x: Real): boolean {
  return ball.unlimited || fine.adopt(ball.mid).minus(x).abs().lessThanOrEqualTo(shortReal(ball.radius));
}

describe.each([
  ["without an implementation", enclosing],
  ["widened for f64", widened],
])("ball arithmetic %s", (_, balls) => {
  const pair = fc.tuple(held(balls), held(balls));
  const options = { seed: 1, numRuns: 400 };

  it("holds a + b, a - b, a · b and -a for all a and b in the operands", () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(contains(balls.add(a.ball, b.ball), a.x.plus(b.x))).toBe(true);
        expect(contains(balls.subtract(a.ball, b.ball), a.x.minus(b.x))).toBe(true);
        expect(contains(balls.multiply(a.ball, b.ball), a.x.times(b.x))).toBe(true);
        expect(contains(balls.negate(a.ball), a.x.negated())).toBe(true);
      }),
      options,
    );
  });

  it("holds a / b, and every number when b may be 0", () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const quotient = balls.divide(a.ball, b.ball);
        if (b.x.isZero()) expect(quotient.unlimited).toBe(true);
        else expect(contains(quotient, a.x.dividedBy(b.x))).toBe(true);
      }),
      options,
    );
  });

  it("holds Σ a b + Σ c", () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 4 }), fc.array(held(balls), { maxLength: 3 }), (products, addends) => {
        const terms = products.map(([a, b]): Term => [a.ball, b.ball]);
        const exact = [...products.map(([a, b]) => a.x.times(b.x)), ...addends.map(({ x }) => x)].reduce(
          (sum, x) => sum.plus(x),
          fine.zero,
        );
        expect(
          contains(
            balls.sumOfProducts(
              terms,
              addends.map(({ ball }) => ball),
            ),
            exact,
          ),
        ).toBe(true);
      }),
      options,
    );
  });

  it("bounds its numbers from above and below, and knows their side of 0", () => {
    fc.assert(
      fc.property(held(balls), ({ ball, x }) => {
        expect(x.abs().lessThanOrEqualTo(shortReal(ball.bound))).toBe(true);
        expect(x.abs().greaterThanOrEqualTo(shortReal(ball.distanceFromZero))).toBe(true);
        if (ball.side !== undefined) expect(x.isZero() ? 0 : x.isNegative() ? -1 : 1).toBe(ball.side);
      }),
      options,
    );
  });

  it("keeps the product of the two radii", () => {
    const thick = new Ball(balls.reals, balls.reals.zero, 1e-3);
    expect(contains(balls.multiply(thick, thick), fine.fromDouble(1e-3).times(1e-3))).toBe(true);
    expect(contains(balls.sumOfProducts([[thick, thick]]), fine.fromDouble(1e-3).times(1e-3))).toBe(true);
  });
});

describe("the exact tier", () => {
  const integers = fc.array(fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -1000, max: 1000 })), {
    minLength: 1,
    maxLength: 8,
  });

  it("gives dyadic sums of products to the last bit, with radius 0", () => {
    fc.assert(
      fc.property(integers, fc.integer({ min: -40, max: 40 }), (pairs, exponent) => {
        const scale = 2 ** exponent;
        const sum = widened.sumOfProducts(
          pairs.map(([a, b]): Term => [widened.fromDouble(a * scale), widened.fromDouble(b)]),
        );
        expect(sum.radius).toBe(0);
        expect(sum.exact?.value).toBe(pairs.reduce((total, [a, b]) => total + a * b, 0) * scale);
      }),
      { seed: 2 },
    );
  });

  it("ends where some order of the terms would round", () => {
    const terms = (large: number): Ball =>
      widened.sumOfProducts(
        [],
        [large, 1, 1].map((x) => widened.fromDouble(x)),
      );
    expect(terms(2 ** 51)).toMatchObject({ radius: 0, exact: { value: 2 ** 51 + 2 } });
    const beyond = terms(2 ** 53);
    expect(beyond.exact).toBeUndefined();
    // (2^53 + 1) + 1 and 2^53 + (1 + 1)
    expect([2 ** 53, 2 ** 53 + 2].every((x) => contains(beyond, fine.fromDouble(x)))).toBe(true);
  });

  it("ends where a product is no longer a multiple of the smallest number", () => {
    expect(widened.multiply(widened.fromDouble(2 ** -1000), widened.fromDouble(2 ** -80)).exact).toBeUndefined();
    expect(widened.multiply(widened.fromDouble(2 ** -1000), widened.fromDouble(2 ** -70)).exact?.value).toBe(
      2 ** -1070,
    );
  });

  it("has fewer bits in shorter formats", () => {
    const short = new Balls(30, wideningOf(precisions.f32));
    expect(
      short.sumOfProducts(
        [],
        [2 ** 24, 1].map((x) => short.fromDouble(x)),
      ).exact,
    ).toBeUndefined();
    expect(
      widened.sumOfProducts(
        [],
        [2 ** 24, 1].map((x) => widened.fromDouble(x)),
      ).exact?.value,
    ).toBe(2 ** 24 + 1);
  });
});

describe("a number of the case", () => {
  it("is exact where the format holds it, else off by one rounding", () => {
    const short = new Balls(30, wideningOf(precisions.f32));
    expect(short.fromDouble(0.5).radius).toBe(0);
    const tenth = short.fromDouble(0.1);
    expect(contains(tenth, fine.fromDouble(Math.fround(0.1)))).toBe(true);
    expect(tenth.mid.equals(fine.fromDouble(0.1))).toBe(true);
    expect(widened.fromDouble(0.1).radius).toBe(0);
  });

  it("is unlimited where it is no number, or too large for the format", () => {
    const short = new Balls(30, wideningOf(precisions.f32));
    expect([NaN, Infinity, -Infinity].map((x) => widened.fromDouble(x).unlimited)).toEqual([true, true, true]);
    expect(short.fromDouble(1e39).unlimited).toBe(true);
    expect(short.fromDouble(1e-50).unlimited).toBe(false);
  });
});

describe("overflow", () => {
  const huge = widened.fromDouble(1e308);
  const nothing = widened.unlimited;

  it("makes a ball unlimited", () => {
    expect(widened.add(huge, huge).unlimited).toBe(true);
    expect(widened.multiply(huge, widened.fromDouble(3)).unlimited).toBe(true);
    expect(
      widened.sumOfProducts([
        [huge, widened.fromDouble(1.5)],
        [huge, widened.fromDouble(-1.5)],
      ]).unlimited,
    ).toBe(true);
    expect(widened.divide(huge, widened.fromDouble(0.3)).unlimited).toBe(true);
  });

  it("spares a number that is merely large", () => {
    expect(widened.multiply(huge, widened.fromDouble(1.5)).unlimited).toBe(false);
  });

  it("spreads to everything that is computed from it, even times 0", () => {
    const { zero, one } = widened;
    const results = [
      widened.add(nothing, zero),
      widened.add(zero, nothing),
      widened.multiply(nothing, zero),
      widened.multiply(zero, nothing),
      widened.divide(one, nothing),
      widened.divide(nothing, one),
      widened.divide(nothing, widened.fromDouble(3)),
      widened.sumOfProducts([[nothing, zero]]),
      widened.sumOfProducts([[one, one]], [nothing]),
    ];
    expect(results.map((ball) => ball.unlimited)).toEqual(results.map(() => true));
    expect([nothing.side, nothing.distanceFromZero]).toEqual([undefined, 0]);
  });

  it("comes from more roundings than u allows", () => {
    const short = new Balls(30, wideningOf(precisions.bf16));
    const term: Term = [short.fromDouble(0.3), short.fromDouble(0.7)];
    expect(short.sumOfProducts(new Array<Term>(300).fill(term)).unlimited).toBe(true);
    expect(short.sumOfProducts(new Array<Term>(50).fill(term)).unlimited).toBe(false);
  });
});

describe("0", () => {
  const third = widened.divide(widened.one, widened.fromDouble(3));

  it("is exact as a factor and as a numerator, and adds nothing", () => {
    expect(
      [
        widened.multiply(widened.zero, third),
        widened.multiply(third, widened.zero),
        widened.divide(widened.zero, third),
      ].map((ball) => ball.isZero),
    ).toEqual([true, true, true]);
    expect(widened.add(widened.zero, third)).toBe(third);
    expect(widened.add(third, widened.zero)).toBe(third);
    expect(widened.sumOfProducts([[widened.zero, third]]).isZero).toBe(true);
  });
});

it("balls need 10 to 280 digits", () => {
  expect(() => new Balls(9, exactValue)).toThrow(RangeError);
  expect(() => new Balls(281, exactValue)).toThrow(RangeError);
});
