import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultConventions, kinkChoices } from "../model/index.js";
import { activationDerivative, activationValue } from "./activations.js";
import { maxout, maxoutGradient, maxoutJacobian } from "./maxout.js";

const double = fc.double({ noNaN: true });
const choices = kinkChoices.maxout;

describe("maxout", () => {
  it("has for each unit the largest of its consecutive pieces", () => {
    expect(maxout([NaN, 1, 7, -2, -3, 4, 4], 2)).toEqual([NaN, 7, -2, 4]);
    expect(maxout([NaN, 1, 7, -2, -3, 4, 4], 3)).toEqual([NaN, 7, 4]);
    expect(maxoutGradient([NaN, 1, 7, -2, -3, 4, 5], 2, [NaN, 10, 20, 30], "first")).toEqual([
      NaN,
      0,
      10,
      20,
      0,
      0,
      30,
    ]);
    expect(maxoutGradient([NaN, 1, 7, -2, -3, 4, 5], 3, [NaN, 10, 20], "first")).toEqual([NaN, 0, 10, 0, 0, 0, 20]);
  });

  it("of one piece is the identity", () => {
    fc.assert(
      fc.property(fc.array(double, { minLength: 1, maxLength: 4 }), (z) => {
        expect(maxout([NaN, ...z], 1)).toEqual([NaN, ...z]);
        expect(maxoutGradient([NaN, ...z], 1, [NaN, ...z], "split")).toEqual([NaN, ...z]);
      }),
      { seed: 1 },
    );
  });

  it("of two pieces, one of them 0, is relu", () => {
    fc.assert(
      fc.property(double, fc.integer({ min: -9, max: 9 }), (z, dy) => {
        expect(maxout([NaN, z, 0], 2)[1] + 0).toBe(activationValue({ name: "relu" }, z, defaultConventions) + 0);
        for (const [tie, relu] of [
          ["first", 1],
          ["last", 0],
          ["split", 0.5],
          ["average", 0.5],
        ] as const) {
          const derivativeAtKink = { ...defaultConventions.derivativeAtKink, relu };
          const slope = activationDerivative({ name: "relu" }, z, NaN, { ...defaultConventions, derivativeAtKink });
          expect(maxoutGradient([NaN, z, 0], 2, [NaN, dy], tie).slice(1)).toEqual([slope * dy, (1 - slope) * dy]);
        }
      }),
      {
        seed: 2,
        examples: [
          [0, 3],
          [-0, 3],
        ],
      },
    );
  });

  it("of z and -z is the absolute value", () => {
    fc.assert(
      fc.property(double, (z) => {
        expect(maxout([NaN, z, -z], 2)).toEqual([NaN, Math.abs(z)]);
      }),
      { seed: 3 },
    );
  });

  it("gives dy to the largest piece alone, whatever the convention, where none ties", () => {
    const distinct = fc.uniqueArray(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(distinct, fc.constantFrom(...choices), (z, tie) => {
        const top = Math.max(...z);
        expect(maxoutJacobian([NaN, ...z], tie).slice(1)).toEqual(z.map((piece) => (piece === top ? 1 : 0)));
      }),
      { seed: 4 },
    );
  });

  it("divides dy at a tie as the convention says", () => {
    const shares = (...z: number[]): number[][] => choices.map((tie) => maxoutJacobian([NaN, ...z], tie).slice(1));
    expect(shares(5, 5)).toEqual([
      [1, 0],
      [0, 1],
      [0.5, 0.5],
      [0.5, 0.5],
      [1, 0],
    ]);
    expect(shares(0, -0, 0)).toEqual([
      [1, 0, 0],
      [0, 0, 1],
      [1 / 3, 1 / 3, 1 / 3],
      [0.25, 0.25, 0.5],
      [1, 0, 0],
    ]);
    // what is below the largest gets nothing, wherever it stands
    expect(shares(1, 5, 1, 5, 2, 5, 5)).toEqual([
      [0, 1, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 1],
      [0, 0.25, 0, 0.25, 0, 0.25, 0.25],
      [0, 0.125, 0, 0.125, 0, 0.25, 0.5],
      [0, 1, 0, 0, 0, 0, 0],
    ]);
  });

  it("under average is the running maximum of two pieces at a time, each tie halved", () => {
    const pieces = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(pieces, (z) => {
        let running: number[] = [1];
        let max = z[0];
        z.slice(1).forEach((piece) => {
          const share = piece > max ? 1 : piece === max ? 0.5 : 0;
          running = [...running.map((weight) => weight * (1 - share)), share];
          max = Math.max(max, piece);
        });
        expect(maxoutJacobian([NaN, ...z], "average").slice(1)).toEqual(running);
      }),
      { seed: 5 },
    );
  });

  it("passes NaN on, to its own unit alone", () => {
    expect(maxout([NaN, 1, NaN, 2, 3], 2)).toEqual([NaN, NaN, 3]);
    expect(maxoutGradient([NaN, 1, NaN, 2, 3], 2, [NaN, 5, 7], "first")).toEqual([NaN, NaN, NaN, 0, 7]);
    expect(maxoutGradient([NaN, Infinity, 1], 2, [NaN, 5], "first")).toEqual([NaN, 5, 0]);
  });
});
