import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kinkChoices, type DerivativeAtKink } from "../../model/index.js";
import { fromColumns, toColumns } from "../matrix.js";
import { maxout } from "./maxout.js";

type Choice = DerivativeAtKink["maxout"];
const choices = kinkChoices.maxout;

/** Both passes on one example. */
function passes(pieces: number, choice: Choice, z: readonly number[], dy: readonly number[]): [number[], number[]] {
  const f = maxout(pieces, choice);
  const Z = fromColumns([z]);
  const Y = f.forward(Z);
  return [toColumns(Y)[0], toColumns(f.backward(Z, Y, fromColumns([dy])))[0]];
}

/** What a loop over the pieces gives each of them, by the convention's own words. */
function weightsByLoop(unit: readonly number[], choice: Choice): number[] {
  const w = unit.map(() => 0);
  let best = 0;
  let ties = 0;
  unit.forEach((z, piece) => {
    if (piece === 0 || z > unit[best]) {
      w.fill(0);
      w[piece] = 1;
      [best, ties] = [piece, 1];
    } else if (z === unit[best]) {
      ties += 1;
      if (choice === "last") [w[best], w[piece], best] = [0, 1, piece];
      if (choice === "average") w.forEach((share, before) => (w[before] = before === piece ? 0.5 : share / 2));
      if (choice === "split") unit.slice(0, piece + 1).forEach((other, l) => (w[l] = other === z ? 1 / ties : 0));
    }
  });
  return w;
}

/** Units of equally many pieces, small integers that often tie, with a multiple of 12 as gradient of each. */
const layers = fc
  .record({ units: fc.integer({ min: 1, max: 3 }), pieces: fc.integer({ min: 1, max: 4 }) })
  .chain(({ units, pieces }) => {
    const unit = fc.array(fc.integer({ min: -1, max: 1 }), { minLength: pieces, maxLength: pieces });
    const dy = fc.integer({ min: -3, max: 3 }).map((n) => 12 * n);
    return fc.array(fc.tuple(unit, dy), { minLength: units, maxLength: units });
  });

describe("maxout", () => {
  it.each(choices)("under %s has the value and the gradient of a loop over the pieces, ties included", (choice) => {
    fc.assert(
      fc.property(layers, (units) => {
        const [y, dz] = passes(
          units[0][0].length,
          choice,
          units.flatMap(([unit]) => unit),
          units.map(([, dy]) => dy),
        );
        expect(y).toEqual(units.map(([unit]) => [...unit].sort((a, b) => b - a)[0]));
        const expected = units.flatMap(([unit, dy]) => weightsByLoop(unit, choice).map((w) => w * dy + 0));
        expect(dz.map((d) => d + 0)).toEqual(expected);
      }),
      { seed: 1 },
    );
  });

  it.each(choices)("under %s hands down all of dy and no more", (choice) => {
    fc.assert(
      fc.property(layers, (units) => {
        const pieces = units[0][0].length;
        const z = units.flatMap(([unit]) => unit);
        const dy = units.map(([, gradient]) => gradient);
        const [, dz] = passes(pieces, choice, z, dy);
        const sums = dy.map((_, j) => dz.slice(j * pieces, (j + 1) * pieces).reduce((sum, d) => sum + d, 0));
        expect(sums.map((sum) => sum + 0)).toEqual(dy.map((d) => d + 0));
      }),
      { seed: 2 },
    );
  });

  it.each<[Choice, number[], number[]]>([
    ["first", [5, 5], [12, 0]],
    ["last", [5, 5], [0, 12]],
    ["split", [5, 5], [6, 6]],
    ["average", [5, 5], [6, 6]],
    ["any", [5, 5], [12, 0]],
    ["first", [5, 5, 5], [12, 0, 0]],
    ["last", [5, 5, 5], [0, 0, 12]],
    ["split", [5, 5, 5], [4, 4, 4]],
    ["average", [5, 5, 5], [3, 3, 6]],
    ["any", [5, 5, 5], [12, 0, 0]],
    ["average", [5, 5, 5, 5], [1.5, 1.5, 3, 6]],
    // only those that tie for the largest share, wherever they stand
    ["average", [2, 2, 5, 1, 5], [0, 0, 6, 0, 6]],
    ["split", [5, 7, 7, 5], [0, 6, 6, 0]],
    ["last", [7, 5, 7, 5], [0, 0, 12, 0]],
    // 0 and -0 tie
    ["first", [-0, 0], [12, 0]],
    ["last", [0, -0], [0, 12]],
    ["split", [-Infinity, -Infinity], [6, 6]],
  ])("under %s the pieces %j share 12 as %j", (choice, z, expected) => {
    expect(passes(z.length, choice, z, [12])[1]).toEqual(expected);
  });

  it("takes the pieces of a unit from places next to each other", () => {
    expect(passes(2, "first", [1, 4, 3, 2, 6, 5], [10, 20, 30])).toEqual([
      [4, 3, 6],
      [0, 10, 20, 0, 30, 0],
    ]);
    expect(passes(3, "first", [1, 4, 3, 2, 6, 5], [10, 20])).toEqual([
      [4, 6],
      [0, 10, 0, 0, 20, 0],
    ]);
  });

  it("of one piece is the identity, of z and 0 relu, of z and -z the absolute value", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.integer({ min: 1, max: 9 }), (z, dy) => {
        expect(passes(1, "first", [z], [dy])).toEqual([[z], [dy]]);
        // written with 0 first, the default at a tie is relu's
        expect(passes(2, "first", [0, z], [dy])).toEqual([[Math.max(0, z)], z > 0 ? [0, dy] : [dy, 0]]);
        expect(passes(2, "first", [z, -z], [dy])).toEqual([[Math.abs(z)], z >= 0 ? [dy, 0] : [0, dy]]);
      }),
      { seed: 3 },
    );
  });

  it.each(choices)("under %s NaN in any piece is NaN in its unit, and in no other", (choice) => {
    for (const unit of [
      [NaN, 1, 2],
      [1, NaN, 2],
      [2, 1, NaN],
    ]) {
      expect(passes(3, choice, [...unit, 3, 2, 1], [1, 1])).toEqual([
        [NaN, 3],
        [NaN, NaN, NaN, 1, 0, 0],
      ]);
    }
  });

  it("gives the smaller pieces exactly 0, whatever comes from above", () => {
    expect(passes(2, "first", [2, 1, 1, 2], [Infinity, NaN])[1]).toEqual([Infinity, 0, 0, NaN]);
  });
});
