import fc from "fast-check";
import { expect, it } from "vitest";
import { precisions } from "../../model/index.js";
import type { Ball } from "../ball.js";
import { Balls } from "../ball.js";
import { encloses } from "../testing/encloses.js";
import { product, rational, sum, type Rational } from "../testing/rational.js";
import { holds } from "../testing/trials.js";
import { exactValue, wideningOf } from "../widening.js";
import { linearMap } from "./linear-map.js";

const exact = new Balls(30, exactValue);
const f64 = new Balls(24, wideningOf(precisions.f64));

const real = fc.double({ min: -1e6, max: 1e6, noNaN: true });

it("y = A z and dz = Aᵀ dy are enclosed within 10^-27 of their terms", () => {
  const shapes = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.infiniteStream(real));
  fc.assert(
    fc.property(shapes, ([M, D, numbers]) => {
      const list = (length: number): number[] => Array.from({ length }, () => numbers.next().value as number);
      const [A, z, dy] = [Array.from({ length: M }, () => list(D)), list(D), list(M)];
      const layer = linearMap(
        exact,
        A,
        z.map((x) => exact.fromDouble(x)),
      );
      const dot = (a: readonly number[], b: readonly number[]): Rational =>
        a.reduce<Rational>((total, ai, i) => sum(total, product(rational(ai), rational(b[i] as number))), rational(0));
      const narrow = (ball: Ball, a: readonly number[], b: readonly number[]): boolean =>
        Number(ball.radius) <= 1e-27 * a.reduce((total, ai, i) => total + Math.abs(ai * (b[i] as number)), 1e-300);
      const columns = z.map((_, i) => A.map((row) => row[i] as number));
      layer.y.forEach((yj, j) => {
        expect(encloses(yj, dot(A[j] as number[], z)) && narrow(yj, A[j] as number[], z)).toBe(true);
      });
      layer.backward(dy.map((d) => exact.fromDouble(d))).forEach((dzi, i) => {
        const column = columns[i] as number[];
        expect(encloses(dzi, dot(column, dy)) && narrow(dzi, column, dy)).toBe(true);
      });
    }),
    { seed: 1, numRuns: 100 },
  );
});

it("is exact on integers, the other way round too", () => {
  const layer = linearMap(
    f64,
    [
      [1, -2, 0],
      [3, 0, 1],
    ],
    [2, 5, -1].map((x) => f64.fromDouble(x)),
  );
  expect(layer.y.map((y) => y.exact?.value)).toEqual([-8, 5]);
  expect(layer.backward([f64.one, f64.fromDouble(2)]).map((dz) => dz.exact?.value)).toEqual([7, -2, 2]);
});

it("admits sums in another order", () => {
  const [y] = linearMap(
    f64,
    [[1, 1, 1]],
    [1e16, 1, -1e16].map((x) => f64.fromDouble(x)),
  ).y as [Ball];
  expect([0, 1, 2].every((sum) => holds(y, sum))).toBe(true);
});

it("says nothing of what a number that is not finite reaches", () => {
  const { y, backward } = linearMap(
    f64,
    [
      [NaN, 1],
      [0, 1],
    ],
    [f64.one, f64.one],
  );
  expect(y.map((yj) => yj.unlimited)).toEqual([true, false]);
  expect(backward([f64.one, f64.one]).map((dz) => dz.unlimited)).toEqual([true, false]);
});
