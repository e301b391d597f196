/** Shapes that do not fit are refused by name. */
import { describe, expect, it } from "vitest";
import { columnwise } from "./activations/columnwise.js";
import { linearMap } from "./activations/linear-map.js";
import { byExample } from "./losses/batch-loss.js";
import { zeros } from "./matrix.js";

const [column, shorter] = [zeros(2, 1), zeros(1, 1)];

describe("another shape than that of Y", () => {
  it.each([
    [
      "column by column",
      columnwise(
        (z) => z,
        (_, dy) => dy,
      ),
    ],
    ["of a linear map", linearMap([[1, 0], [0, 1]])], // prettier-ignore
  ])("is refused of dY, %s", (_, activation) => {
    expect(() => activation.backward(column, column, shorter)).toThrow("dY must have shape [2][1], got [1][1]");
  });

  it("is refused of the targets", () => {
    expect(() => byExample(column, shorter, (y) => y)).toThrow("the targets must have shape [2][1], got [1][1]");
  });
});
