import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEven, nextDown, nextUp } from "./neighbours.js";

const view = new DataView(new ArrayBuffer(8));
const bitsOf = (x: number): bigint => (view.setFloat64(0, x), view.getBigUint64(0));

/** The position of a double among all doubles: 0 for both zeros, one more for each next one. */
function rank(x: number): bigint {
  const bits = bitsOf(Math.abs(x));
  return x < 0 ? -bits : bits;
}

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe("the neighbours of a double", () => {
  it("have no double between them", () => {
    fc.assert(
      fc.property(
        finite,
        (x) =>
          nextUp(x) > x && nextDown(x) < x && rank(nextUp(x)) === rank(x) + 1n && rank(nextDown(x)) === rank(x) - 1n,
      ),
      { seed: 1, numRuns: 1000 },
    );
  });

  it.each([
    [0, 5e-324],
    [-0, 5e-324],
    [-5e-324, 0],
    [1, 1 + 2 ** -52],
    [-1, -1 + 2 ** -53],
    [2.225073858507201e-308, 2 ** -1022],
    [1 - 2 ** -53, 1],
    [Number.MAX_VALUE, Infinity],
    [-Infinity, -Number.MAX_VALUE],
    [Infinity, Infinity],
    [NaN, NaN],
  ])("%d is followed by %d", (x, next) => {
    // The neighbour of the smallest negative number is a zero, whatever its sign.
    expect(nextUp(x) + 0).toBe(next);
    expect(nextDown(-x) + 0).toBe(-next + 0);
  });

  it("are odd and even in turn", () => {
    fc.assert(
      fc.property(finite, (x) => isEven(x) === (bitsOf(x) % 2n === 0n) && isEven(nextUp(x)) !== isEven(x)),
      { seed: 2 },
    );
    expect([0, -0, 1, 5e-324, 1e-323, 1 + 2 ** -52].map(isEven)).toEqual([true, true, true, false, true, false]);
  });
});
