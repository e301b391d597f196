import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layerNormalization, layerNormalizationGradient } from "./layer-normalization.js";
import { gamma } from "./testing/rounding.js";

/** Rows of two or four small integers: their mean and variance are exact. */
const rows = fc
  .constantFrom(2, 4)
  .chain((D) => fc.array(fc.integer({ min: -8, max: 8 }), { minLength: D, maxLength: D }));

describe("layer normalization", () => {
  it("of two units at distance 1 from their mean is exact where 1 + epsilon is a square", () => {
    const z = [NaN, 4, 2];
    const y = layerNormalization(z, 3);
    expect(y).toEqual([NaN, 0.5, -0.5]);
    // mean(dy) = 1/2, mean(dy y) = 1/4: (1 - 1/2 - 1/8) / 2
    expect(layerNormalizationGradient(z, 3, y, [NaN, 1, 0])).toEqual([NaN, 3 / 16, -3 / 16]);
  });

  it("of four units has the whole layer's mean and variance in it", () => {
    const z = [NaN, 3, 1, 1, 3];
    const y = layerNormalization(z, 3);
    expect(y).toEqual([NaN, 0.5, -0.5, -0.5, 0.5]);
    // mean(dy) = 2, mean(dy y) = -1: (0 - 2 + 1/2) / 2, (8 - 2 - 1/2) / 2, (0 - 2 - 1/2) / 2, as the first
    expect(layerNormalizationGradient(z, 3, y, [NaN, 0, 8, 0, 0])).toEqual([NaN, -0.75, 2.75, -1.25, -0.75]);
  });

  it("of equal units, or of one, is 0: epsilon alone is divided by", () => {
    expect(layerNormalization([NaN, 7, 7], 0.25)).toEqual([NaN, 0, 0]);
    expect(layerNormalizationGradient([NaN, 7, 7], 0.25, [NaN, 0, 0], [NaN, 3, 1])).toEqual([NaN, 2, -2]);
    expect(layerNormalization([NaN, 7], 0.25)).toEqual([NaN, 0]);
    expect(layerNormalizationGradient([NaN, 7], 0.25, [NaN, 0], [NaN, 3])).toEqual([NaN, 0]);
  });

  it("is the same bit for bit after a shift that rounds nothing", () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), (z, c) => {
        const shifted = [NaN, ...z.map((value) => value + c)];
        const y = layerNormalization([NaN, ...z], 1);
        expect(layerNormalization(shifted, 1)).toEqual(y);
        expect(layerNormalizationGradient(shifted, 1, y, y)).toEqual(layerNormalizationGradient([NaN, ...z], 1, y, y));
      }),
      { seed: 1 },
    );
  });

  it("takes the variance from the distances to the mean, which a shift leaves as they are where their squares do not", () => {
    const apart = fc.array(fc.integer({ min: -(2 ** 20), max: 2 ** 20 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(apart, fc.integer({ min: 2 ** 39, max: 2 ** 40 }), (z, c) => {
        const shifted = [NaN, ...z.map((value) => value + c)];
        expect(layerNormalization(shifted, 1)).toEqual(layerNormalization([NaN, ...z], 1));
      }),
      { seed: 4 },
    );
  });

  it("has outputs of mean 0 and variance v / (v + epsilon), up to rounding", () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(2 ** -10, 1, 4), (z, epsilon) => {
        const D = z.length;
        const y = layerNormalization([NaN, ...z], epsilon).slice(1);
        const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / D;
        const v = mean(z.map((value) => (value - mean(z)) ** 2));
        // every y, at most sqrt(D) large, has a root and a division; then the sum
        expect(Math.abs(mean(y)) <= gamma(2 + D) * Math.sqrt(D)).toBe(true);
        const variance = mean(y.map((value) => value ** 2));
        expect(Math.abs(variance - v / (v + epsilon)) <= gamma(2 * 2 + D + 2)).toBe(true);
      }),
      { seed: 2 },
    );
  });

  it("has a gradient that adds up to 0 but for roundings", () => {
    const gradients = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(rows, gradients, (z, dy4) => {
        const D = z.length;
        const dy = dy4.slice(0, D);
        const y = layerNormalization([NaN, ...z], 1);
        const dz = layerNormalizationGradient([NaN, ...z], 1, y, [NaN, ...dy]).slice(1);
        // the terms of each are at most dy, its mean and sqrt(D) times a mean that is at most sqrt(D) times as large
        const largest = Math.max(...dy.map(Math.abs));
        const sum = dz.reduce((total, value) => total + value, 0);
        expect(Math.abs(sum) <= gamma(D + 10) * D * (2 + D) * largest).toBe(true);
      }),
      { seed: 3 },
    );
  });

  it.each([NaN, Infinity])("passes %s on to every unit", (wrong) => {
    expect(layerNormalization([NaN, 1, wrong], 1)).toEqual([NaN, NaN, NaN]);
  });
});
