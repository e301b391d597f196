import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completeConventions } from "../../model/index.js";
import { lossOf } from "../losses.js";
import { fromColumns, toColumns } from "../matrix.js";
import { multiclassHinge } from "./multiclass-hinge.js";

const hinge = multiclassHinge(0);
const value = (y: readonly number[], d: readonly number[]): number => hinge.value(fromColumns([y]), fromColumns([d]));
const gradient = (y: readonly number[], d: readonly number[]): number[] =>
  toColumns(hinge.gradient(fromColumns([y]), fromColumns([d])))[0];

/** Scores that are integers plus j/8, so that no margin is 0 and none nearer to 0 than 1/8, with a one-hot target. */
const questions = fc.integer({ min: 1, max: 5 }).chain((M) =>
  fc.tuple(
    fc
      .array(fc.integer({ min: -3, max: 3 }), { minLength: M, maxLength: M })
      .map((scores) => scores.map((score, j) => score + j / 8)),
    fc.nat(M - 1).map((c) => Array.from({ length: M }, (_, j) => (j === c ? 1 : 0))),
  ),
);

describe("the multiclass hinge", () => {
  it("has its own central difference as gradient, exactly", () => {
    const h = 1 / 16;
    fc.assert(
      fc.property(questions, ([y, d]) => {
        const differences = y.map((yi, i) => (value(y.with(i, yi + h), d) - value(y.with(i, yi - h), d)) / (2 * h));
        expect(gradient(y, d)).toEqual(differences);
      }),
      { seed: 1 },
    );
  });

  it("depends on differences of scores alone: a common shift changes nothing, and the gradient sums to 0", () => {
    fc.assert(
      fc.property(questions, fc.integer({ min: -99, max: 99 }), ([y, d], c) => {
        const shifted = y.map((yi) => yi + c);
        expect([value(shifted, d), gradient(shifted, d)]).toEqual([value(y, d), gradient(y, d)]);
        expect(gradient(y, d).reduce((sum, dy) => sum + dy, 0)).toBe(0);
      }),
      { seed: 2 },
    );
  });

  it("is 0 exactly where the right class leads by more than 1", () => {
    fc.assert(
      fc.property(questions, ([y, d]) => {
        const right = y[d.indexOf(1)];
        const leads = y.every((score, j) => d[j] === 1 || right > score + 1);
        expect(value(y, d) === 0).toBe(leads);
        expect(gradient(y, d).every((dy) => dy === 0)).toBe(leads);
      }),
      { seed: 3 },
    );
  });

  it.each([
    { y: [3, 1, 2.5], d: [1, 0, 0], loss: 0.5, slopes: [-1, 0, 1] },
    { y: [3, 1, 2.5], d: [0, 1, 0], loss: 3 + 2.5, slopes: [1, -2, 1] },
    { y: [3, 1, 2.5], d: [0, 0, 1], loss: 1.5, slopes: [1, 0, -1] },
    { y: [7], d: [1], loss: 0, slopes: [0] },
    // equal scores, where taking the difference after adding 1 would lose the 1
    { y: [2 ** 60, 2 ** 60], d: [1, 0], loss: 1, slopes: [-1, 1] },
  ])("of the scores $y with the target $d is $loss with gradient $slopes", ({ y, d, loss, slopes }) => {
    expect([value(y, d), gradient(y, d)]).toEqual([loss, slopes]);
  });

  it("sums over the examples, each with its own class", () => {
    const [Y, D] = [
      fromColumns([
        [3, 1, 2.5],
        [3, 1, 2.5],
      ]),
      fromColumns([
        [1, 0, 0],
        [0, 0, 1],
      ]),
    ];
    expect(hinge.value(Y, D)).toBe(2);
    expect(toColumns(hinge.gradient(Y, D))).toEqual([
      [-1, 0, 1],
      [1, 0, -1],
    ]);
  });

  it.each([
    [0, 0],
    [0.5, 0.5],
    [1, 1],
    ["any", 0],
  ] as const)("under %j has the derivative %d where a margin is exactly 0", (choice, theta) => {
    const loss = lossOf(
      { name: "multiclass-hinge" },
      completeConventions({ derivativeAtKink: { "multiclass-hinge": choice } }),
    );
    // margins 0, 0 and 2
    const [Y, D] = [fromColumns([[3, 2, 2, 4]]), fromColumns([[1, 0, 0, 0]])];
    expect(loss.value(Y, D)).toBe(2);
    expect(toColumns(loss.gradient(Y, D))).toEqual([[-1 - 2 * theta, theta, theta, 1]]);
  });

  it("passes NaN on: of one score to its own margin, of the right one to all", () => {
    expect([value([1, NaN, 5], [1, 0, 0]), gradient([1, NaN, 5], [1, 0, 0])]).toEqual([NaN, [NaN, NaN, 1]]);
    expect([value([NaN, 0, 5], [1, 0, 0]), gradient([NaN, 0, 5], [1, 0, 0])]).toEqual([NaN, [NaN, NaN, NaN]]);
  });

  it("is Infinity for an infinite wrong score, and 0 for an infinite right one", () => {
    expect([value([0, Infinity], [1, 0]), gradient([0, Infinity], [1, 0])]).toEqual([Infinity, [-1, 1]]);
    expect([value([Infinity, 0], [1, 0]), gradient([Infinity, 0], [1, 0])]).toEqual([0, [0, 0]]);
  });
});
