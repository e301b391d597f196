import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completeConventions, defaultConventions, precisions, type DerivativeAtKink } from "../../model/index.js";
import { Ball, Balls } from "../ball.js";
import { holds } from "../testing/trials.js";
import { exactValue, wideningOf } from "../widening.js";
import { maxout } from "./maxout.js";

const f64 = new Balls(24, wideningOf(precisions.f64));
const exact = new Balls(30, exactValue);

function ball(mid: number, radius: number, { reals }: Balls = f64): Ball {
  return new Ball(reals, reals.fromDouble(mid), radius);
}

function at(z: readonly number[], maxoutAtTie: DerivativeAtKink["maxout"] = "first", pieces = z.length, balls = f64) {
  return maxout(
    balls,
    pieces,
    z.map((x) => balls.fromDouble(x)),
    completeConventions({ derivativeAtKink: { maxout: maxoutAtTie } }),
  );
}

describe("maxout", () => {
  it("is the largest piece of each unit, and dy goes there alone, to the last bit", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        fc.infiniteStream(fc.double({ noNaN: true, noDefaultInfinity: true })),
        (pieces, M, numbers) => {
          const z = Array.from({ length: pieces * M }, () => numbers.next().value);
          const dy = Array.from({ length: M }, () => numbers.next().value);
          const { y, backward } = at(z, "first", pieces);
          const units = Array.from({ length: M }, (_, j) => z.slice(j * pieces, (j + 1) * pieces));
          const largest = units.map((unit) => Math.max(...unit));
          expect(y.map((yj) => (yj.exact?.value ?? NaN) + 0)).toEqual(largest.map((x) => x + 0));
          const routed = units.flatMap((unit, j) =>
            unit.map((x, i) => (i === unit.findIndex((other) => other === largest[j]) && x === largest[j] ? dy[j] : 0)),
          );
          const dz = backward(dy.map((d) => f64.fromDouble(d)));
          expect(dz.map((d) => (d.exact?.value ?? NaN) + 0)).toEqual(routed.map((d) => (d as number) + 0));
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it.each([
    ["first", [1, 0, 0]],
    ["last", [0, 0, 1]],
    ["average", [0.25, 0.25, 0.5]],
  ] as const)("at an exact tie of three gives %s the weights %j without any tolerance", (declared, weights) => {
    const { y, backward, sides } = at([-1, 2, 2, 2], declared);
    expect(y[0]?.exact?.value).toBe(2);
    expect(backward([f64.fromDouble(8)]).map((dz) => dz.exact?.value)).toEqual([0, ...weights.map((w) => 8 * w)]);
    expect(sides).toEqual(["1 2 3"]);
  });

  it("splits a tie of m into shares of 1/m, exact for a power of two", () => {
    expect(
      at([2, 2, 1, 2, 2], "split")
        .backward([f64.one])
        .map((dz) => dz.exact?.value),
    ).toEqual([0.25, 0.25, 0, 0.25, 0.25]);
    for (const dz of at([2, 2, 2], "split").backward([f64.fromDouble(0.1)])) {
      // dy / 3 and dy · (1/3) round differently.
      expect([0.1 / 3, 0.1 * (1 / 3)].every((share) => holds(dz, share))).toBe(true);
      expect(dz.radius).toBeLessThan(1e-17);
    }
  });

  it("admits any weight at a tie for which nothing was promised, and no other piece", () => {
    const [below, ...tied] = at([1, 3, 3], "any").backward([f64.fromDouble(2)]);
    expect(below?.isZero).toBe(true);
    for (const dz of tied) {
      expect([0, 1, 2].every((x) => holds(dz, x))).toBe(true);
      expect(holds(dz, 2.001) || holds(dz, -0.001)).toBe(false);
    }
  });
});

describe("a tie that the roundings straddle", () => {
  const unit = maxout(f64, 3, [ball(1, 0.25), ball(1.25, 0.125), ball(-1, 0.5)], defaultConventions);

  it("admits each piece that may be the largest, whatever was declared", () => {
    const dz = unit.backward([f64.one]);
    expect([dz[0], dz[1]].every((d) => holds(d as Ball, 0) && holds(d as Ball, 1))).toBe(true);
    expect(dz[2]?.isZero).toBe(true);
    expect(unit.sides).toEqual([undefined]);
  });

  it("gives y no more than the largest of the errors", () => {
    const y = unit.y[0] as Ball;
    expect([1.125, 1.25, 1.375].every((x) => holds(y, x))).toBe(true);
    expect(holds(y, 1.51) || holds(y, 0.99)).toBe(false);
  });

  it("is a tie where the balls touch, and none where they do not", () => {
    const touching = maxout(f64, 2, [ball(1, 0.5), ball(2, 0.5)], defaultConventions);
    const apart = maxout(f64, 2, [ball(1, 0.5), ball(2, 0.49)], defaultConventions);
    expect([touching.sides, apart.sides]).toEqual([[undefined], ["1"]]);
    expect(apart.y[0]).toMatchObject({ radius: 0.49 });
  });

  it("holds the largest of any numbers in the balls, and its gradient", () => {
    const piece = fc.record({
      mid: fc.double({ min: -1, max: 1, noNaN: true }),
      radius: fc.double({ min: 0, max: 1, noNaN: true }),
      share: fc.double({ min: -0.999, max: 0.999, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), (pieces) => {
        const z = pieces.map(({ mid, radius, share }) => mid + share * radius);
        const { y, backward } = maxout(
          f64,
          z.length,
          pieces.map(({ mid, radius }) => ball(mid, radius * (1 + 2 ** -50) + 2 ** -52)),
          defaultConventions,
        );
        const largest = Math.max(...z);
        expect(holds(y[0] as Ball, largest)).toBe(true);
        backward([f64.one]).forEach((dz, i) => expect(holds(dz, z.indexOf(largest) === i ? 1 : 0)).toBe(true));
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  it("cannot be told from a tie when the exact values only nearly agree", () => {
    // 0.1 · 0.1 is not on the exact tier.
    const same = exact.multiply(exact.fromDouble(0.1), exact.fromDouble(0.1));
    expect(maxout(exact, 2, [same, same], defaultConventions).sides).toEqual([undefined]);
  });
});

it("a unit with a number that is not finite says nothing, and its neighbours do", () => {
  const { y, backward, sides } = maxout(f64, 2, [f64.unlimited, f64.one, f64.one, f64.zero], defaultConventions);
  expect(y.map((yj) => yj.unlimited)).toEqual([true, false]);
  expect(backward([f64.one, f64.one]).map((dz) => dz.unlimited)).toEqual([true, true, false, false]);
  expect(sides).toEqual([undefined, "0"]);
  // 0 · NaN is NaN.
  expect(
    at([1, 2])
      .backward([f64.unlimited])
      .map((dz) => dz.unlimited),
  ).toEqual([true, true]);
});

describe("an exact piece beside one that is not", () => {
  it("does not decide which of them is the largest", () => {
    const { y, backward, sides } = maxout(f64, 2, [f64.one, ball(1, 2 ** -20)], defaultConventions);
    expect([0, 2 ** -20].every((above) => holds(y[0] as Ball, 1 + above))).toBe(true);
    const shares = backward([f64.one]);
    expect(shares.every((share) => holds(share, 0) && holds(share, 1))).toBe(true);
    expect(sides).toEqual([undefined]);
  });
});
