import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { doubles } from "../../model/index.js";
import { fromColumns, toColumns } from "../matrix.js";
import { quadratic } from "../testing/samples.js";
import { ownDivergence } from "./own.js";

const loss = ownDivergence(quadratic);
const integer = fc.integer({ min: -99, max: 99 });
const batches = fc.integer({ min: 1, max: 3 }).chain((M) => {
  const vector = fc.array(integer, { minLength: M, maxLength: M });
  return fc.array(fc.tuple(vector, vector), { minLength: 1, maxLength: 3 });
});

describe("a divergence of the user's", () => {
  it("is what the user's formulas give in doubles, summed over the examples", () => {
    fc.assert(
      fc.property(batches, (batch) => {
        const [Y, D] = [fromColumns(batch.map(([y]) => y)), fromColumns(batch.map(([, d]) => d))];
        expect(loss.value(Y, D)).toBe(batch.reduce((sum, [y, d]) => sum + quadratic.value(doubles, y, d), 0));
        expect(toColumns(loss.gradient(Y, D))).toEqual(batch.map(([y, d]) => quadratic.gradient(doubles, y, d)));
      }),
      { seed: 1 },
    );
  });

  it("works out y = (3, 4), d = (1, 6): output first, target second", () => {
    const [Y, D] = [fromColumns([[3, 4]]), fromColumns([[1, 6]])];
    // 3 · 2 - 4 · 2, and 2 y - d
    expect(loss.value(Y, D)).toBe(-2);
    expect(toColumns(loss.gradient(Y, D))).toEqual([[5, 2]]);
  });

  it("is refused when its gradient has another length than y, by the name it was given", () => {
    const long = ownDivergence({ ...quadratic, gradient: (_arithmetic, y, d) => [...y, ...d] });
    const [Y, D] = [fromColumns([[1, 2]]), fromColumns([[3, 4]])];
    expect(() => long.gradient(Y, D)).toThrow("the gradient of quadratic must have shape [2], got [4]");
  });
});
