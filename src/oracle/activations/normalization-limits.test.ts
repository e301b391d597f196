/** Layer normalization of a single unit, of what is hardly known, and at the ends of a format. */
import { describe, expect, it } from "vitest";
import { precisions } from "../../model/index.js";
import { Ball, Balls } from "../ball.js";
import { exactly, realsOf } from "../decimal.js";
import { toDouble } from "../radius.js";
import { exactValue, wideningOf } from "../widening.js";
import { layerNormalization } from "./layer-normalization.js";

const f64 = new Balls(24, wideningOf(precisions.f64));
const f32 = new Balls(24, wideningOf(precisions.f32));
const exact = new Balls(24, exactValue);
const around = (balls: Balls, mid: number, radius: number): Ball =>
  new Ball(balls.reals, balls.reals.fromDouble(mid), radius);
const first = (balls: readonly Ball[]): Ball => balls[0] as Ball;

describe("a single unit", () => {
  const [z, epsilon] = [3, 0.1];
  const r = 1 / Math.sqrt(epsilon);

  it("may keep a rounding of z r, where z r - m r is fused, and little more", () => {
    const y = first(layerNormalization(f64, epsilon, [f64.fromDouble(z)]).y);
    const fine = realsOf(60);
    const kept = fine
      .fromDouble(z)
      .times(fine.fromDouble(r))
      .minus(fine.fromDouble(z * r));
    expect(kept.isZero()).toBe(false);
    expect(kept.abs().lessThanOrEqualTo(exactly(y.radius))).toBe(true);
    expect(y.mid.isZero()).toBe(true);
    // u |z| r and u |m| r
    expect(toDouble(y.radius)).toBeLessThan(2.01 * 2 ** -53 * z * r);
  });

  it("does not move with what comes in with z", () => {
    const y = first(layerNormalization(exact, epsilon, [around(exact, z, 0.5)]).y);
    expect(y.mid.isZero()).toBe(true);
    expect(toDouble(y.radius)).toBeLessThan(1e-20);
  });

  it("passes nothing back but what its own roundings leave", () => {
    for (const balls of [exact, f64]) {
      const { backward } = layerNormalization(balls, epsilon, [balls.fromDouble(z)]);
      const dz = first(backward([balls.fromDouble(0.1)]));
      expect(dz.mid.isZero()).toBe(true);
      expect(toDouble(dz.radius)).toBeLessThan(balls === exact ? 1e-20 : 2.01 * 2 ** -53 * 0.1 * r);
    }
  });

  it("is unlimited where z is, or where ε may be lost", () => {
    const yOf = (balls: Balls, given: number, ball: Ball): Ball => first(layerNormalization(balls, given, [ball]).y);
    expect(yOf(exact, epsilon, exact.unlimited).unlimited).toBe(true);
    expect(yOf(f64, epsilon, f64.unlimited).unlimited).toBe(true);
    expect(yOf(f32, 1e39, f32.one).unlimited).toBe(true);
    // The variance of underflowing squares may be as far below 0 as ε is above.
    expect(yOf(f64, Number.MIN_VALUE, f64.zero).unlimited).toBe(true);
  });
});

describe("several units", () => {
  it("are all unlimited with one of them", () => {
    for (const balls of [exact, f64]) {
      const { y, backward } = layerNormalization(balls, 0.1, [balls.one, balls.unlimited, balls.zero]);
      expect([...y, ...backward([balls.one, balls.one, balls.one])].map(({ unlimited }) => unlimited)).toEqual(
        new Array<boolean>(6).fill(true),
      );
    }
  });

  it("are kept from 0 by ε, however wide they are", () => {
    const { y } = layerNormalization(exact, 0.01, [around(exact, 0, 1), around(exact, 0, 1)]);
    for (const { radius } of y) expect(toDouble(radius)).toBeLessThan(1000);
  });

  it("pass nothing back that is known where a product of dy may overflow", () => {
    const { backward } = layerNormalization(f32, 0.1, [f32.zero, f32.fromDouble(10)]);
    const large = backward([f32.fromDouble(1e38), f32.zero]);
    expect(large.map(({ unlimited }) => unlimited)).toEqual([true, true]);
    const small = backward([f32.fromDouble(1e30), f32.zero]);
    expect(small.map(({ unlimited }) => unlimited)).toEqual([false, false]);
  });

  it("pass back nothing known where one dy is unknown", () => {
    for (const balls of [exact, f64]) {
      const { backward } = layerNormalization(balls, 0.1, [balls.zero, balls.one]);
      expect(backward([balls.one, balls.unlimited]).map(({ unlimited }) => unlimited)).toEqual([true, true]);
    }
  });
});
