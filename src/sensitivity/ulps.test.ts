import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastNoticed, roundedTo, ulpOf } from "./ulps.js";

describe("units in the last place", () => {
  it("are the distance to the next number away from 0", () => {
    const finite = fc.double({ min: Number.MIN_VALUE, max: 1e308, noNaN: true });
    fc.assert(
      fc.property(finite, (x) => {
        const bits = new BigInt64Array(new Float64Array([x]).buffer);
        bits[0] = (bits[0] as bigint) + 1n;
        expect(ulpOf(x, "f64")).toBe((new Float64Array(bits.buffer)[0] as number) - x);
        expect(ulpOf(-x, "f64")).toBe(ulpOf(x, "f64"));
      }),
      { seed: 1 },
    );
    const single = fc.float({ min: 2 ** -149, max: 2 ** 126, noNaN: true });
    fc.assert(
      fc.property(single, (x) => {
        const bits = new Int32Array(new Float32Array([x]).buffer);
        bits[0] = (bits[0] as number) + 1;
        expect(ulpOf(x, "f32")).toBe((new Float32Array(bits.buffer)[0] as number) - x);
      }),
      { seed: 2 },
    );
  });

  it("the least error noticed is found, whatever it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 24 }), (least) => {
        expect(leastNoticed("f32", (units) => units >= least)).toBe(least);
      }),
      { seed: 3 },
    );
    expect(leastNoticed("f64", () => false)).toBe(Infinity);
  });

  it("a number is rounded to the precision", () => {
    expect([roundedTo("f64", 0.1), roundedTo("f32", 0.1)]).toEqual([0.1, Math.fround(0.1)]);
  });
});
