import { expect, it } from "vitest";
import { exactSum } from "./sums.js";

it("a sum of products is rounded once, whatever cancels", () => {
  expect(
    exactSum([
      [3, 2],
      [0.5, 8],
    ]),
  ).toBe(10);
  expect(
    exactSum([
      [1e16, 1],
      [0.1, 1],
      [-1e16, 1],
    ]),
  ).toBe(0.1);
  expect(
    exactSum([
      [0.1, 0.1],
      [-0.01, 1],
    ]),
  ).toBe(9.020562075079397e-19);
  expect(exactSum([])).toBe(0);
});
