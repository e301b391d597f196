import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kinkChoices } from "../model/index.js";
import { multiclassHinge, multiclassHingeGradient } from "./hinge.js";

const scores = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 5 });
const oneHot = (length: number, label: number): number[] => [
  NaN,
  ...Array.from({ length }, (_, i) => (i === label % length ? 1 : 0)),
];

describe("the multiclass hinge", () => {
  it("adds up by how much the other classes come within 1 of the right one", () => {
    // margins 5 - 3 + 1 and 0 - 3 + 1
    expect(multiclassHinge([NaN, 3, 5, 0], [NaN, 1, 0, 0])).toBe(3);
    expect(multiclassHingeGradient([NaN, 3, 5, 0], [NaN, 1, 0, 0], 0)).toEqual([NaN, -1, 1, 0]);
    // margins 2.5 - 2 + 1, 3 - 2 + 1, 1.5 - 2 + 1
    expect(multiclassHinge([NaN, 2.5, 3, 2, 1.5], [NaN, 0, 0, 1, 0])).toBe(4);
    expect(multiclassHingeGradient([NaN, 2.5, 3, 2, 1.5], [NaN, 0, 0, 1, 0], 0)).toEqual([NaN, 1, 1, -3, 1]);
  });

  it("is 0 with its derivatives where the right class leads by more than 1", () => {
    expect(multiclassHinge([NaN, 3, 1.75, 0], [NaN, 1, 0, 0])).toBe(0);
    expect(multiclassHingeGradient([NaN, 3, 1.75, 0], [NaN, 1, 0, 0], 1)).toEqual([NaN, 0, 0, 0]);
  });

  it("at a margin of 0 has the derivative that the convention says", () => {
    const at = kinkChoices["multiclass-hinge"].map((choice) =>
      multiclassHingeGradient([NaN, 2, 1, 3, 1], [NaN, 1, 0, 0, 0], choice),
    );
    expect(at).toEqual([
      [NaN, -1, 0, 1, 0],
      [NaN, -2, 0.5, 1, 0.5],
      [NaN, -3, 1, 1, 1],
      [NaN, -1, 0, 1, 0],
    ]);
  });

  it("has derivatives that add up to 0, exactly, under every convention", () => {
    fc.assert(
      fc.property(scores, fc.nat(), fc.constantFrom(...kinkChoices["multiclass-hinge"]), (y, label, choice) => {
        const dy = multiclassHingeGradient([NaN, ...y], oneHot(y.length, label), choice).slice(1);
        expect(dy.length).toBe(y.length);
        expect(dy.reduce((sum, derivative) => sum + derivative, 0)).toBe(0);
      }),
      { seed: 1 },
    );
  });

  it("rises by its derivative times the step, exactly, until a margin changes its sign", () => {
    fc.assert(
      fc.property(scores, fc.nat(), fc.nat(), fc.constantFrom(0.25, -0.25), (whole, label, moved, step) => {
        const d = oneHot(whole.length, label);
        // quarters keep every margin at least a half from 0
        const y = [NaN, ...whole.map((score, i) => (d[i + 1] === 1 ? score + 0.5 : score))];
        const i = 1 + (moved % whole.length);
        const rise = multiclassHinge(y.with(i, y[i] + step), d) - multiclassHinge(y, d);
        expect(rise).toBe(multiclassHingeGradient(y, d, 0)[i] * step + 0);
      }),
      { seed: 2 },
    );
  });

  it("of a single class is 0", () => {
    expect(multiclassHinge([NaN, 5], [NaN, 1])).toBe(0);
    expect(multiclassHingeGradient([NaN, 5], [NaN, 1], 1)).toEqual([NaN, 0]);
  });

  it("passes NaN on, from the right class to all", () => {
    expect(multiclassHinge([NaN, 1, NaN, 5], [NaN, 1, 0, 0])).toBeNaN();
    expect(multiclassHingeGradient([NaN, 1, NaN, 5], [NaN, 1, 0, 0], 0)).toEqual([NaN, NaN, NaN, 1]);
    expect(multiclassHingeGradient([NaN, NaN, 0, 5], [NaN, 1, 0, 0], 0)).toEqual([NaN, NaN, NaN, NaN]);
  });
});
