import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Case, Ranges, Reference } from "../model/index.js";
import { isWrong, likeness, type Entries } from "./diagnosis.js";

/** One layer of D units on I inputs, T examples. */
const asked = (D: number, I: number, T: number): Case => ({
  network: {
    layers: [
      {
        weights: Array.from({ length: D }, () => Array<number>(I).fill(1)),
        biases: Array<number>(D).fill(0),
        activation: { name: "identity" },
      },
    ],
  },
  loss: { name: "squared-error" },
  regularizer: null,
  batch: {
    inputs: Array.from({ length: T }, () => Array<number>(I).fill(1)),
    targets: Array.from({ length: T }, () => Array<number>(D).fill(0)),
  },
});

const question = asked(1, 2, 1);

/** Two layers of one unit, one weight each. */
const twoLayers: Case = {
  ...asked(1, 1, 1),
  network: { layers: [...asked(1, 1, 1).network.layers, ...asked(1, 1, 1).network.layers] },
};

const referenceOf = (exact: number[], radius: number[]): Reference => {
  const ranges: Ranges = {
    exact,
    radius,
    lo: exact.map((x, i) => x - (radius[i] ?? 0)),
    hi: exact.map((x, i) => x + (radius[i] ?? 0)),
  };
  return { case: question, ranges: () => ranges, digits: () => "" };
};

const weights = (...values: number[]): Entries => new Map([["gradients.weights", values]]);
const [f64, f32] = [2 ** -53, 2 ** -24];

describe("a known mistake explains an answer", () => {
  it("that it reproduces to the last bit", () => {
    const reference = referenceOf([1, 2], [0, 0]);
    expect(likeness(reference, weights(2, 4), weights(2, 4), f64)).toEqual({ distance: 0, wrong: true });
    expect(likeness(reference, weights(NaN, 4), weights(NaN, 4), f64)).toEqual({ distance: 0, wrong: true });
  });

  it("that it reproduces up to rounding, in proportion to how much larger its numbers are", () => {
    const reference = referenceOf([1, 2], [2 ** -40, 2 ** -40]);
    const near = likeness(reference, weights(8, 16), weights(8 + 2 ** -37, 16), f64);
    expect(near).toMatchObject({ wrong: true });
    expect(near?.distance).toBeGreaterThan(0);
    expect(near?.distance).toBeLessThanOrEqual(1);
    expect(likeness(reference, weights(8, 16), weights(8 + 2 ** -34, 16), f64)).toBeUndefined();
  });

  it("that has roundings of its own where the right value is exact", () => {
    const reference = referenceOf([0, 0], [0, 0]);
    const third = weights(1 / 3, 1);
    const rounded = weights(Math.fround(1 / 3), 1);
    expect(likeness(reference, rounded, third, f32)).toMatchObject({ wrong: true });
    expect(likeness(reference, rounded, third, f64)).toBeUndefined();
  });

  it("but a right value of 0 whose roundings are known does not make everything alike", () => {
    const reference = referenceOf([0, 1], [2 ** -52, 0]);
    expect(likeness(reference, weights(3, 1), weights(2, 1), f64)).toBeUndefined();
  });

  it("but not one of which it gets a single entry wrong", () => {
    expect(likeness(referenceOf([1, 2], [0, 0]), weights(2, 4), weights(2, 5), f64)).toBeUndefined();
    expect(likeness(referenceOf([1, 2], [0, 0]), weights(NaN, 4), weights(2, 4), f64)).toBeUndefined();
    expect(likeness(referenceOf([1, 2], [0, 0]), weights(Infinity, 4), weights(NaN, 4), f64)).toBeUndefined();
  });

  it("and not when it is right on this case", () => {
    expect(likeness(referenceOf([1, 2], [0, 0]), weights(1, 2), weights(1, 2), f64)).toMatchObject({ wrong: false });
    const nothingKnown = referenceOf([1, 2], [Infinity, Infinity]);
    expect(likeness(nothingKnown, weights(5, 6), weights(5, 6), f64)).toMatchObject({ wrong: false });
  });
});

describe("what two implementations of one mistake may differ by", () => {
  const powers = fc.integer({ min: -20, max: 20 }).map((exponent) => 2 ** exponent);
  const options = { seed: 1 };

  it("two radii and no more, of which the distance is a share", () => {
    fc.assert(
      fc.property(powers, fc.constantFrom(0, 0.25, 0.5, 1), fc.boolean(), (radius, share, below) => {
        const reference = referenceOf([0, 0], [radius, radius]);
        const off = 2 * radius * share * (below ? -1 : 1);
        expect(likeness(reference, weights(off, 1), weights(0, 1), 0)?.distance).toBe(share);
        expect(likeness(reference, weights(3 * radius, 1), weights(0, 1), 0)).toBeUndefined();
      }),
      options,
    );
  });

  it("radii that grow as the layer's numbers do, and never shrink", () => {
    fc.assert(
      fc.property(powers, powers, (largest, growth) => {
        const reference = referenceOf([0, -largest], [largest, 0]);
        const allowed = 2 * largest * Math.max(1, growth);
        const suspect = weights(0, largest * growth);
        expect(likeness(reference, weights(allowed, largest * growth), suspect, 0)?.distance).toBe(1);
        expect(likeness(reference, weights(allowed * 1.5, largest * growth), suspect, 0)).toBeUndefined();
      }),
      options,
    );
  });

  it("eight roundings of the largest number per unit, input and example", () => {
    fc.assert(
      fc.property(fc.nat(4), fc.nat(4), fc.nat(4), powers, (units, inputs, examples, scale) => {
        const [D, I, T] = [units + 1, inputs + 1, examples + 1];
        const reference = { ...referenceOf(Array<number>(D * I).fill(0), []), case: asked(D, I, T) };
        const suspect = weights(scale, ...Array<number>(D * I - 1).fill(0));
        const off = 8 * (D + I + T) * 2 ** -20 * scale;
        const got = (first: number): Entries => weights(first, ...Array<number>(D * I - 1).fill(0));
        expect(likeness(reference, got(scale + off), suspect, 2 ** -20)?.distance).toBe(1);
        expect(likeness(reference, got(scale + off * (1 + 2 ** -10)), suspect, 2 ** -20)).toBeUndefined();
      }),
      options,
    );
  });

  it("each layer by its own numbers", () => {
    const reference = { ...referenceOf([1, 1], [0.125, 0.125]), case: twoLayers };
    const suspect = weights(1, 8);
    expect(likeness(reference, weights(1.25, 8), suspect, 0)?.distance).toBe(1);
    expect(likeness(reference, weights(1, 10), suspect, 0)?.distance).toBe(1);
    expect(likeness(reference, weights(1.5, 8), suspect, 0)).toBeUndefined();
    const large = { ...referenceOf([1, 8], [0.125, 0.125]), case: twoLayers };
    expect(likeness(large, weights(8, 8), weights(9, 8), 0)?.distance).toBeCloseTo(4 / 9, 15);
  });

  it("nothing between 0 and -0, even where nothing is allowed", () => {
    expect(likeness(referenceOf([0, 0], [0, 0]), weights(0, -0), weights(-0, 0), f64)).toEqual({
      distance: 0,
      wrong: false,
    });
  });

  it("a quantity without layers is one part", () => {
    const loss = (value: number): Entries => new Map([["loss", [value]]]);
    expect(likeness(referenceOf([1], [0]), loss(3), loss(5), f64)).toBeUndefined();
    expect(likeness(referenceOf([1], [0]), loss(5), loss(5), f64)).toEqual({ distance: 0, wrong: true });
  });

  it("an entry that is not there is as one that is no number", () => {
    expect(likeness(referenceOf([1, 2], [0, 0]), new Map(), weights(NaN, NaN), f64)?.distance).toBe(0);
    expect(likeness(referenceOf([1, 2], [0, 0]), new Map(), weights(1, NaN), f64)).toBeUndefined();
  });

  it("not both are wrong where the known mistake is right", () => {
    const reference = referenceOf([1, 2], [0.125, 0]);
    expect(likeness(reference, weights(1.1875, 2), weights(1, 2), 0)).toEqual({ distance: 0.75, wrong: false });
  });
});

describe("an answer is wrong", () => {
  it("above its range, below it, and in one quantity of several", () => {
    expect(isWrong(referenceOf([1, 2], [0.5, 0.5]), weights(1.75, 2))).toBe(true);
    expect(isWrong(referenceOf([1, 2], [0.5, 0.5]), weights(0.25, 2))).toBe(true);
    const both = (first: number): Entries => new Map([...weights(1, 2), ["gradients.inputs", [first, 2]]]);
    expect(isWrong(referenceOf([1, 2], [0, 0]), both(1))).toBe(false);
    expect(isWrong(referenceOf([1, 2], [0, 0]), both(3))).toBe(true);
  });

  it("when an entry of which something is known lies outside its range", () => {
    expect(isWrong(referenceOf([1, 2], [0, 0.5]), weights(1, 2.5))).toBe(false);
    expect(isWrong(referenceOf([1, 2], [0, 0.5]), weights(1, 2.6))).toBe(true);
    expect(isWrong(referenceOf([1, 2], [0, 0.5]), weights(NaN, 2))).toBe(true);
    expect(isWrong(referenceOf([1, 2], [0, Infinity]), weights(1, NaN))).toBe(false);
  });
});
