import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { doubles, type OwnActivation } from "../../model/index.js";
import { fromColumns, toColumns } from "../matrix.js";
import { squaresAndSum } from "../testing/samples.js";
import { ownActivation } from "./own.js";

const identity: OwnActivation = {
  name: "own",
  id: "the-same",
  value: (_arithmetic, z) => z,
  gradient: (_arithmetic, _z, dy) => dy,
};

describe("an activation of the user's", () => {
  const columns = fc.integer({ min: 1, max: 3 }).chain((D) => {
    const vector = (length: number) => fc.array(fc.double(), { minLength: length, maxLength: length });
    return fc.array(fc.tuple(vector(D), vector(D + 1)), { minLength: 1, maxLength: 3 });
  });

  it("is what the user's formulas give in doubles, bit for bit, example by example", () => {
    fc.assert(
      fc.property(columns, (batch) => {
        const f = ownActivation(squaresAndSum);
        const Z = fromColumns(batch.map(([z]) => z));
        const Y = f.forward(Z);
        const dZ = f.backward(Z, Y, fromColumns(batch.map(([, dy]) => dy)));
        expect(toColumns(Y)).toEqual(batch.map(([z]) => squaresAndSum.value(doubles, z)));
        expect(toColumns(dZ)).toEqual(batch.map(([z, dy]) => squaresAndSum.gradient(doubles, z, dy)));
      }),
      { seed: 1 },
    );
  });

  it("has as many outputs as inputs unless it says otherwise", () => {
    const f = ownActivation(identity);
    const Z = fromColumns([[1, 2]]);
    expect(toColumns(f.forward(Z))).toEqual([[1, 2]]);
    expect(toColumns(f.backward(Z, f.forward(Z), fromColumns([[3, 4]])))).toEqual([[3, 4]]);
  });

  it("works out (3, 4) as (9, 16, 7)", () => {
    const f = ownActivation(squaresAndSum);
    const Z = fromColumns([[3, 4]]);
    expect(toColumns(f.forward(Z))).toEqual([[9, 16, 7]]);
    // 2 z_i dy_i, and dy_3 for each
    expect(toColumns(f.backward(Z, f.forward(Z), fromColumns([[1, 10, 100]])))).toEqual([[106, 180]]);
  });

  it("is refused when a value or a gradient has another length than it should, by the name it was given", () => {
    const Z = fromColumns([[1, 2]]);
    const short = ownActivation({ ...identity, value: (_arithmetic, z) => z.slice(1) });
    expect(() => short.forward(Z)).toThrow("the value of the-same must have shape [2], got [1]");
    const long = ownActivation({ ...identity, gradient: (_arithmetic, z, dy) => [...z, ...dy] });
    expect(() => long.backward(Z, Z, Z)).toThrow("the gradient of the-same must have shape [2], got [4]");
  });
});
