/** Where a format's bits and ends stand for a ball: what it holds exactly, to the very limit, and how much room was left. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { precisions } from "../model/index.js";
import { Balls } from "./ball.js";
import { exactValue, wideningOf } from "./widening.js";

const formats = Object.entries(precisions).map(([name, precision]) => [name, precision] as const);
const ballsOf = (precision: (typeof precisions)[keyof typeof precisions]): Balls =>
  new Balls(30, wideningOf(precision));

describe.each(formats)("a number of the case in %s", (_, precision) => {
  const balls = ballsOf(precision);
  const { smallestSubnormal, largest } = precision;

  it("is exact up to the largest of the format, and unlimited beyond", () => {
    for (const sign of [1, -1]) {
      expect(balls.fromDouble(sign * largest)).toMatchObject({ radius: 0, exact: { value: sign * largest } });
      // The next power of two has one bit only; in f64 it is Infinity.
      expect(balls.fromDouble(sign * 2 ** (Math.floor(Math.log2(largest * (1 - 2 ** -20))) + 1)).unlimited).toBe(true);
    }
  });

  it("is exact from the smallest of the format on, and a multiple of it", () => {
    expect(balls.fromDouble(smallestSubnormal).exact?.value).toBe(smallestSubnormal);
    expect(balls.fromDouble(3 * smallestSubnormal).exact?.value).toBe(3 * smallestSubnormal);
    // In f64 the half of it is 0.
    const half = smallestSubnormal / 2;
    expect(balls.fromDouble(half).exact?.value).toBe(half === 0 ? 0 : undefined);
    expect(balls.fromDouble(3 * half).exact?.value).toBe(half === 0 ? 0 : undefined);
  });

  it("that is exact is as far from 0 as it is large", () => {
    fc.assert(
      fc.property(fc.integer({ min: -100, max: 100 }), (n) => {
        expect(balls.fromDouble(n / 8).distanceFromZero).toBe(Math.abs(n / 8));
      }),
      { seed: 1 },
    );
  });
});

describe.each(formats)("the exact tier in %s", (_, precision) => {
  const balls = ballsOf(precision);
  const { smallestSubnormal, significandBits } = precision;
  const isExact = (a: number, b: number): boolean =>
    balls.multiply(balls.fromDouble(a), balls.fromDouble(b)).exact !== undefined;

  it("reaches down to the smallest number, and not below", () => {
    const root = 2 ** Math.ceil(Math.log2(smallestSubnormal) / 2);
    expect(isExact(root, smallestSubnormal / root)).toBe(true);
    expect(isExact(root, smallestSubnormal / root / 2)).toBe(false);
    expect(isExact(3 * root, smallestSubnormal / root / 2)).toBe(false);
  });

  it("keeps one bit in reserve", () => {
    const reserve = 2 ** (significandBits - 1);
    const sum = (a: number, b: number): unknown => balls.add(balls.fromDouble(a), balls.fromDouble(b)).exact?.value;
    expect(sum(reserve - 1, 1)).toBe(reserve);
    expect(sum(reserve, 1)).toBeUndefined();
  });
});

describe("without a format", () => {
  it("a product that no double holds is not exact", () => {
    const balls = new Balls(30, exactValue);
    const product = balls.multiply(balls.fromDouble(2 ** -1000), balls.fromDouble(2 ** -100));
    expect(product.exact).toBeUndefined();
    expect(product.mid.isZero()).toBe(false);
  });
});

describe("the room that was left", () => {
  const sizes = fc.array(fc.double({ min: 1, max: 1e30, noNaN: true }), { minLength: 1, maxLength: 5 });
  const inF32 = wideningOf(precisions.f32);

  it("is that of the largest size so far, whenever it came", () => {
    fc.assert(
      fc.property(sizes, (held) => {
        const balls = new Balls(30, inF32);
        for (const size of held) balls.limited(balls.reals.fromDouble(-size), 0);
        const room = inF32.largest / Math.max(...held);
        expect([balls.hadRoomFor(0.999 * room), balls.hadRoomFor(1.001 * room)]).toEqual([true, false]);
      }),
      { seed: 2 },
    );
  });

  it("is any as long as there was nothing", () => {
    expect(new Balls(30, inF32).hadRoomFor(1e30)).toBe(true);
  });
});

describe("the digits", () => {
  it.each([9, 281, NaN])("cannot be %s", (digits) => {
    expect(() => new Balls(digits, exactValue)).toThrow(new RangeError(`digits must be 10 to 280, got ${digits}`));
  });

  it.each([10, 280])("can be %s", (digits) => {
    expect(new Balls(digits, exactValue).reals.digits).toBe(digits);
  });
});
