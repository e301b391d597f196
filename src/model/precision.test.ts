import { describe, expect, it } from "vitest";
import { precisionNames, precisions, unitRoundoff } from "./precision.js";

describe("the number formats", () => {
  it("have the facts of IEEE 754 and of bfloat16", () => {
    const facts = precisionNames.map((name) => {
      const { largest, smallestNormal, smallestSubnormal } = precisions[name];
      return [name, largest, smallestNormal, smallestSubnormal];
    });
    expect(facts).toEqual([
      ["f64", Number.MAX_VALUE, 2.2250738585072014e-308, Number.MIN_VALUE],
      ["f32", 3.4028234663852886e38, 1.1754943508222875e-38, 1.401298464324817e-45],
      ["f16", 65504, 6.103515625e-5, 5.960464477539063e-8],
      ["bf16", 3.3895313892515355e38, 1.1754943508222875e-38, 9.183549615799121e-41],
    ]);
  });

  it.each(precisionNames)("%s is found under its own name", (name) => {
    expect(precisions[name].name).toBe(name);
  });

  it("f32 ends where Math.fround says that it does", () => {
    const { largest, smallestSubnormal } = precisions.f32;
    expect([Math.fround(largest), Math.fround(largest * (1 + 2 ** -24))]).toEqual([largest, Infinity]);
    expect([Math.fround(smallestSubnormal), Math.fround(smallestSubnormal / 2)]).toEqual([smallestSubnormal, 0]);
  });

  it("have the unit roundoff below which 1 + u is 1", () => {
    expect(precisionNames.map((name) => unitRoundoff(precisions[name]))).toEqual([
      2 ** -53,
      2 ** -24,
      2 ** -11,
      2 ** -8,
    ]);
    const u = unitRoundoff(precisions.f64);
    expect([1 + u, 1 + 2 * u]).toEqual([1, 1 + Number.EPSILON]);
    expect(Math.fround(1 + unitRoundoff(precisions.f32))).toBe(1);
  });
});
