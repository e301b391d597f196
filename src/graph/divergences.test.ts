import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kinkChoices, type Loss, type OwnDivergence } from "../model/index.js";
import { divergenceAt, plain } from "./testing/through.js";

const identity = { name: "identity" } as const;
const integers = (length: number, size = 5): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: -size, max: size }), { minLength: length, maxLength: length });

describe("multi-class hinge", () => {
  const hinge: Loss = { name: "multiclass-hinge" };
  const scored = fc
    .integer({ min: 1, max: 5 })
    .chain((C) => fc.record({ y: integers(C, 2), c: fc.integer({ min: 0, max: C - 1 }) }))
    .map(({ y, c }) => ({ y, c, d: y.map((_, j) => (j === c ? 1 : 0)) }));

  it.each(kinkChoices["multiclass-hinge"].map((choice) => [choice]))(
    "at a margin of 0 counts %s of it, and is exact on integers",
    (choice) => {
      const atMargin = choice === "any" ? 0 : choice;
      const declared = { derivativeAtKink: { "multiclass-hinge": choice } };
      fc.assert(
        fc.property(scored, ({ y, c, d }) => {
          const margins = y.map((yj) => yj - y[c] + 1);
          const theta = margins.map((margin, j) => (j === c ? 0 : margin > 0 ? 1 : margin === 0 ? atMargin : 0));
          const violated = theta.reduce<number>((sum, entry) => sum + entry, 0);
          const dy = plain(theta.map((entry, j) => (j === c ? -violated : entry)));
          const Div = margins.reduce((sum, margin, j) => (j === c ? sum : sum + Math.max(0, margin)), 0);
          expect(divergenceAt(identity, y, hinge, d, declared)).toEqual({ Div, dy, dz: dy });
        }),
        { seed: 1, numRuns: 200 },
      );
    },
  );

  it("does not change when all scores move together, so that its gradient adds up to 0", () => {
    fc.assert(
      fc.property(scored, fc.integer({ min: -99, max: 99 }), ({ y, d }, shift) => {
        const here = divergenceAt(identity, y, hinge, d);
        const moved = y.map((yj) => yj + shift);
        expect(divergenceAt(identity, moved, hinge, d)).toEqual(here);
        expect(here.dy.reduce((sum, entry) => sum + entry, 0)).toBe(0);
      }),
      { seed: 2 },
    );
  });

  it("is worked out by hand for three classes", () => {
    // margins 1 - 3 + 1 = -1 and 2.5 - 3 + 1 = 0.5
    const dy = [-1, 0, 1];
    expect(divergenceAt(identity, [3, 1, 2.5], hinge, [1, 0, 0])).toEqual({ Div: 0.5, dy, dz: dy });
  });

  it("of one class is 0", () => {
    expect(divergenceAt(identity, [-7], hinge, [1])).toEqual({ Div: 0, dy: [0], dz: [0] });
  });

  it("passes NaN on: that of a margin to its own class and to the right one", () => {
    const at = (y: number[]): number[] => divergenceAt(identity, y, hinge, [0, 1, 0]).dy;
    expect(divergenceAt(identity, [0, 0, NaN], hinge, [0, 1, 0]).Div).toBe(NaN);
    expect([at([0, 0, NaN]), at([0, NaN, 0])]).toEqual([
      [1, NaN, NaN],
      [NaN, NaN, NaN],
    ]);
  });
});

describe("the negative logarithm of the sum, taken from y", () => {
  const loss: Loss = { name: "negative-log-of-sum" };

  it("has -d / Σ d y as gradient", () => {
    const dy = [-0.25, 0, -0.75];
    expect(divergenceAt(identity, [1, 5, 1], loss, [1, 0, 3])).toEqual({ Div: -Math.log(4), dy, dz: dy });
  });

  it("leaves out what has no target, at Infinity too, but not at NaN", () => {
    expect(divergenceAt(identity, [2, Infinity], loss, [1, 0])).toMatchObject({ Div: -Math.log(2), dy: [-0.5, 0] });
    expect(divergenceAt(identity, [2, NaN], loss, [1, 0])).toMatchObject({ Div: NaN, dy: [NaN, NaN] });
  });

  it("is infinite where the sum is 0", () => {
    expect(divergenceAt(identity, [0, 3], loss, [1, 0])).toMatchObject({ Div: Infinity, dy: [-Infinity, NaN] });
  });
});

describe("binary cross-entropy, taken from y", () => {
  const loss: Loss = { name: "binary-cross-entropy" };

  it("has -d / y + (1 - d) / (1 - y) as gradient", () => {
    const { Div, dy } = divergenceAt(identity, [0.5, 0.75, 0.5], loss, [1, 0, 0.25]);
    expect(Div).toBe(-Math.log(0.5) - 0.25 * Math.log(0.5) + (-Math.log(0.25) - 0.75 * Math.log(0.5)));
    expect(dy).toEqual([-2, 4, -0.5 + 1.5]);
  });

  it("leaves out the term whose factor is 0, but not at NaN", () => {
    expect(divergenceAt(identity, [0, 1], loss, [0, 1])).toMatchObject({ Div: 0, dy: [1, -1] });
    expect(divergenceAt(identity, [2, 1], loss, [1, 1])).toMatchObject({ Div: -Math.log(2), dy: [-0.5, -1] });
    expect(divergenceAt(identity, [NaN, 1], loss, [1, 1])).toMatchObject({ Div: NaN, dy: [NaN, -1] });
    expect(divergenceAt(identity, [NaN, 1], loss, [0, 1])).toMatchObject({ Div: NaN, dy: [NaN, -1] });
  });

  it("is infinite where a target is missed altogether", () => {
    expect(divergenceAt(identity, [0, 1], loss, [1, 0])).toMatchObject({ Div: Infinity, dy: [-Infinity, Infinity] });
  });
});

describe("a user's own divergence", () => {
  /** Σ d_i (y_i - d_i)². */
  const weighted: OwnDivergence = {
    name: "own",
    id: "weighted",
    value: ({ add, constant, multiply, subtract }, y, d) =>
      y.reduce((sum, yi, i) => add(sum, multiply(d[i], multiply(subtract(yi, d[i]), subtract(yi, d[i])))), constant(0)),
    gradient: ({ constant, multiply, subtract }, y, d) =>
      y.map((yi, i) => multiply(constant(2), multiply(d[i], subtract(yi, d[i])))),
  };

  it("is run with plain numbers, there and back, for as many outputs as there are", () => {
    expect(divergenceAt(identity, [4, 1], weighted, [3, -1])).toEqual({ Div: 3 - 4, dy: [6, -4], dz: [6, -4] });
    expect(divergenceAt({ name: "maxout", pieces: 2 }, [4, 1], weighted, [3])).toEqual({ Div: 3, dy: [6], dz: [6, 0] });
  });

  it("is told by the name of its node where its gradient has the wrong number of entries", () => {
    const wrong: OwnDivergence = { ...weighted, gradient: (_, y) => y.slice(1) };
    expect(() => divergenceAt(identity, [4, 1], wrong, [3, -1])).toThrow(
      "node 'Div[1]', weighted of 'd[1]', 'y^(1)[1]': the gradient of weighted must have shape [2], got [1]",
    );
  });
});
