import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { precisions } from "../../model/index.js";
import { Ball, Balls } from "../ball.js";
import { realsOf, type Real } from "../decimal.js";
import { toDouble } from "../radius.js";
import { enclosesReal } from "../testing/encloses.js";
import { holds } from "../testing/trials.js";
import { exactValue, wideningOf } from "../widening.js";
import { layerNormalization } from "./layer-normalization.js";
import { granted, rootLoss } from "./moment-losses.js";
import { readRow } from "./moments.js";

const exact = new Balls(40, exactValue);
const f64 = new Balls(24, wideningOf(precisions.f64));
const f16 = new Balls(24, wideningOf(precisions.f16));
const reals = realsOf(80);

function mean(values: readonly Real[]): Real {
  return values.reduce((sum, x) => sum.plus(x), reals.zero).dividedBy(values.length);
}

/** (z - m) / √(v + ε), and dz by the derivatives of v and m, with 80 digits. */
function plainly(z: readonly number[], dy: readonly number[], epsilon: number): { y: Real[]; dz: Real[] } {
  const exactZ = z.map((x) => reals.fromDouble(x));
  const m = mean(exactZ);
  const c = exactZ.map((x) => x.minus(m));
  const w = mean(c.map((x) => x.times(x))).plus(reals.fromDouble(epsilon));
  const s = w.sqrt();
  const above = dy.map((d) => reals.fromDouble(d));
  const dv = mean(above.map((d, j) => d.times(c[j] as Real))).dividedBy(w.times(s).times(-2));
  const direct = above.map((d, i) => d.dividedBy(s).plus((c[i] as Real).times(2).times(dv)));
  const dm = mean(direct);
  return { y: c.map((x) => x.dividedBy(s)), dz: direct.map((d) => d.minus(dm)) };
}

function at(balls: Balls, epsilon: number, z: readonly number[]) {
  return layerNormalization(
    balls,
    epsilon,
    z.map((x) => balls.fromDouble(x)),
  );
}

const real = fc.double({ min: -30, max: 30, noNaN: true });
/** A row of one entry is exactly 0, which 80 digits do not show. */
const rows = fc
  .integer({ min: 2, max: 5 })
  .chain((D) => fc.tuple(...[1, 2].map(() => fc.array(real, { minLength: D, maxLength: D }))));
const epsilons = fc.constantFrom(1e-5, 0.1, 3);

describe("layer normalization", () => {
  it("and its gradient are enclosed to the last digits", () => {
    fc.assert(
      fc.property(rows, epsilons, ([z = [], dy = []], epsilon) => {
        const { y, backward } = at(exact, epsilon, z);
        const truth = plainly(z, dy, epsilon);
        y.forEach((yi, i) => expect(enclosesReal(yi, truth.y[i] as Real)).toBe(true));
        const dz = backward(dy.map((d) => exact.fromDouble(d)));
        dz.forEach((dzi, i) => expect(enclosesReal(dzi, truth.dz[i] as Real)).toBe(true));
        // 1/s is below 320, z and dy below 30.
        for (const yi of y) expect(toDouble(yi.radius)).toBeLessThan(1e-34);
        for (const dzi of dz) expect(toDouble(dzi.radius)).toBeLessThan(1e-28);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it("holds everything it reaches when z and dy are only roughly known", () => {
    const radius = fc.constantFrom(0, 1e-6, 1e-3, 0.3, 2, 20);
    const share = fc.constantFrom(-1, 1, 0.5);
    fc.assert(
      fc.property(
        rows,
        epsilons,
        radius,
        radius,
        fc.infiniteStream(share),
        ([z = [], dy = []], epsilon, inZ, inDy, shares) => {
          const thick = (x: number, r: number): Ball => new Ball(exact.reals, exact.reals.fromDouble(x), r + 1e-12);
          const { y, backward } = layerNormalization(
            exact,
            epsilon,
            z.map((x) => thick(x, inZ)),
          );
          const dz = backward(dy.map((d) => thick(d, inDy)));
          for (let corner = 0; corner < 8; corner++) {
            const within = (x: number, r: number): number => x + r * (shares.next().value as number);
            const truth = plainly(
              z.map((x) => within(x, inZ)),
              dy.map((d) => within(d, inDy)),
              epsilon,
            );
            y.forEach((yi, i) => expect(enclosesReal(yi, truth.y[i] as Real)).toBe(true));
            dz.forEach((dzi, i) => expect(enclosesReal(dzi, truth.dz[i] as Real)).toBe(true));
          }
        },
      ),
      { seed: 2, numRuns: 150 },
    );
  });

  it("hardly moves with what shifts or scales all of z", () => {
    // With ε far below the variance of two numbers, y is ±1 whatever they are.
    const z = [1, 3].map((x) => new Ball(exact.reals, exact.reals.fromDouble(x), 1e-6));
    for (const y of layerNormalization(exact, 1e-12, z).y) expect(toDouble(y.radius)).toBeLessThan(1e-11);
  });
});

describe("in f64", () => {
  it("a row of one entry is 0 but for a product that is not rounded, and so is its gradient", () => {
    const { y, backward } = at(f64, 0.25, [3.3]);
    const [value, gradient] = [y[0], backward([f64.fromDouble(0.7)])[0]] as [Ball, Ball];
    for (const ball of [value, gradient]) {
      expect(holds(ball, 0)).toBe(true);
      expect(toDouble(ball.radius)).toBeLessThan(2 ** -48);
    }
    const certain = at(exact, 0.25, [3.3]);
    expect([certain.y[0]?.radius, certain.backward([exact.one])[0]?.radius]).toEqual([0, 0]);
  });

  it("equal entries give 0, and (dy - mean(dy)) / √ε back", () => {
    const { y, backward } = at(f64, 0.25, [5, 5, 5]);
    expect(y.every((yi) => holds(yi, 0) && toDouble(yi.radius) < 1e-13)).toBe(true);
    const dz = backward([3, 0, 0].map((d) => f64.fromDouble(d)));
    expect([4, -2, -2].every((x, i) => holds(dz[i] as Ball, x))).toBe(true);
  });

  it("a common offset costs the digits that mean(z²) - m² loses", () => {
    const offset = 2 ** 20;
    const z = [offset + 1, offset + 2, offset + 4];
    const m = (z[0] as number) + 4 / 3;
    const squares = z.map((x) => x * x).reduce((a, b) => a + b) / 3 - m * m;
    const y = at(f64, 1e-5, z).y;
    z.forEach((x, i) => expect(holds(y[i] as Ball, (x - m) / Math.sqrt(squares + 1e-5))).toBe(true));
    for (const yi of y) expect(toDouble(yi.radius)).toBeLessThan(2 ** -8);
  });

  it("says nothing where mean(z²) - m² + ε may be 0 or less", () => {
    const offset = 1e9;
    const { y, backward } = at(f64, 1e-5, [offset, offset + 1]);
    expect([...y, ...backward([f64.one, f64.zero])].every((ball) => ball.unlimited)).toBe(true);
  });

  it("says nothing where a square, or (v + ε)^-(3/2) on the way back, leaves the range of the format", () => {
    expect(at(f64, 1, [1e200, 0]).y.every((ball) => ball.unlimited)).toBe(true);
    const narrow = at(f16, 2 ** -12, [0.001, 0.002]);
    expect(narrow.y.some((ball) => ball.unlimited)).toBe(false);
    expect(narrow.backward([f16.one, f16.zero]).every((ball) => ball.unlimited)).toBe(true);
    expect(
      at(f16, 0.25, [1, 2])
        .backward([f16.one, f16.zero])
        .some((ball) => ball.unlimited),
    ).toBe(false);
  });

  it("means of subnormal dy are rounded to whole subnormal numbers, which 1/s may multiply", () => {
    const tiny = Number.MIN_VALUE;
    const dy = [3 * tiny, -7 * tiny, 2 * tiny];
    const mean = dy.reduce((sum, d) => sum + d) / 3;
    expect(mean).toBe(-tiny);
    const dz = at(f64, 2 ** -6, [0, 0, 0]).backward(dy.map((d) => f64.fromDouble(d)));
    dy.forEach((d, i) => expect(holds(dz[i] as Ball, (d - mean) * 8)).toBe(true));
  });

  it("an ε that the format does not hold is off by one rounding", () => {
    const [given, row] = [f16.fromDouble(0.1), [1, 2].map((x) => f16.fromDouble(x))];
    const certain = new Ball(f16.reals, given.mid, 0);
    const [rounded, held] = [given, certain].map((epsilon) => rootLoss(granted(f16), readRow(f16, row, epsilon)));
    // Of v + ε = 0.35, and half of that in its root.
    expect(toDouble(rounded) - toDouble(held)).toBeGreaterThan(toDouble(given.radius) / 0.7);
  });

  it("a gradient of zeros comes back as zeros", () => {
    expect(
      at(f64, 1, [1, 2])
        .backward([f64.zero, f64.zero])
        .map((dz) => dz.exact?.value),
    ).toEqual([0, 0]);
  });

  it("a number that is not finite reaches the whole row", () => {
    const { y, backward } = at(f64, 1, [NaN, 1]);
    expect([...y, ...backward([f64.one, f64.one])].every((ball) => ball.unlimited)).toBe(true);
    expect(
      at(f64, 1, [0, 1])
        .backward([f64.unlimited, f64.one])
        .every((ball) => ball.unlimited),
    ).toBe(true);
    expect(at(f64, Infinity, [0, 1]).y.every((ball) => ball.unlimited)).toBe(true);
  });
});
