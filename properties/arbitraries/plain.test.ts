import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ordinary } from "./numbers.js";
import { plainer } from "./plain.js";

describe("plainer numbers", () => {
  it.each([
    [0, []],
    [1, [0]],
    [-1, [0, 1]],
    [0.625, [0, 1, -1, 0.5]],
    [-1.3, [0, 1, -1, -1.25]],
    [2 ** -20, [0, 1, -1]],
  ])("of %s are %j", (x, expected) => {
    expect(plainer(x)).toEqual(expected);
  });

  it("lead to an end: none is less plain than the one before", () => {
    fc.assert(
      fc.property(ordinary("f64"), (x) => {
        for (const y of plainer(x)) expect(plainer(y)).not.toContain(x);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("are where an ordinary number ends that has to stay away from 0", () => {
    const smallest = (fails: (x: number) => boolean): unknown =>
      fc.check(
        fc.property(ordinary("f64"), (x) => !fails(x)),
        { seed: 3, numRuns: 500 },
      ).counterexample?.[0];
    expect(smallest((x) => x !== 0)).toBe(1);
    expect(smallest((x) => x < 0)).toBe(-1);
    expect(smallest((x) => x > 0.3)).toBe(1);
  });
});
