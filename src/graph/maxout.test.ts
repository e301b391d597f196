import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kinkChoices } from "../model/index.js";
import { plain, through } from "./testing/through.js";

type Choice = (typeof kinkChoices.maxout)[number];

/** Units of equally many pieces; 24 is a multiple of 1 to 4 and of 2 to the power 3. */
const units = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 })).chain(([pieces, M]) =>
  fc.record({
    unit: fc.array(fc.array(fc.integer({ min: -1, max: 1 }), { minLength: pieces, maxLength: pieces }), {
      minLength: M,
      maxLength: M,
    }),
    dy: fc.array(
      fc.integer({ min: -9, max: 9 }).map((n) => 24 * n),
      { minLength: M, maxLength: M },
    ),
  }),
);

/** The weights of the pieces of one unit, read from the words of the convention. */
function weights(pieces: readonly number[], choice: Choice): number[] {
  const held = pieces.map((piece) => piece === Math.max(...pieces));
  switch (choice) {
    case "last":
      return pieces.map((_, i) => (i === held.lastIndexOf(true) ? 1 : 0));
    case "split":
      return held.map((holds) => (holds ? 1 / held.filter(Boolean).length : 0));
    case "average": {
      let running = -Infinity;
      let shares: number[] = [];
      for (const piece of pieces) {
        if (piece > running) shares = [...shares.map(() => 0), 1];
        else if (piece === running) shares = [...shares.map((share) => share / 2), 0.5];
        else shares = [...shares, 0];
        running = Math.max(running, piece);
      }
      return shares;
    }
    default:
      return pieces.map((_, i) => (i === held.indexOf(true) ? 1 : 0));
  }
}

const ask = (unit: readonly (readonly number[])[], dy: readonly number[], maxout: Choice): ReturnType<typeof through> =>
  through({ name: "maxout", pieces: unit[0].length }, unit.flat(), dy, { derivativeAtKink: { maxout } });

describe.each(kinkChoices.maxout)("maxout, at a tie %s", (choice) => {
  // 24/3 · n is a whole number, a rounded 1/3 of 24 n is next to it
  it("is the largest of each unit's own pieces, to which dy goes", () => {
    fc.assert(
      fc.property(units, ({ unit, dy }) => {
        const { y, dz } = ask(unit, dy, choice);
        expect(y).toEqual(unit.map((pieces) => Math.max(...pieces)));
        expect(dz).toEqual(
          plain(unit.flatMap((pieces, j) => weights(pieces, choice).map((share) => Math.round(share * dy[j])))),
        );
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("gives back all of dy, and nothing to a piece that is not the largest", () => {
    fc.assert(
      fc.property(units, ({ unit, dy }) => {
        const { y, dz } = ask(unit, dy, choice);
        unit.forEach((pieces, j) => {
          const own = dz.slice(j * pieces.length, (j + 1) * pieces.length);
          expect(own.reduce((sum, share) => sum + share, 0)).toBe(dy[j] + 0);
          pieces.forEach((piece, i) => piece < y[j] && expect(own[i]).toBe(0));
        });
      }),
      { seed: 2 },
    );
  });

  it("makes NaN of a NaN among the pieces of a unit, to all of which it goes back, and leaves the other units alone", () => {
    for (const pieces of [
      [NaN, 1, 2],
      [1, NaN, 2],
      [1, 2, NaN],
    ])
      expect(ask([pieces, [3, 1, 2]], [1, 1], choice)).toEqual({ y: [NaN, 3], dz: [NaN, NaN, NaN, 1, 0, 0] });
  });

  it("has infinite pieces", () => {
    expect(ask([[-Infinity, 3, Infinity]], [2], choice)).toEqual({ y: [Infinity], dz: [0, 0, 2] });
    expect(ask([[-Infinity]], [2], choice)).toEqual({ y: [-Infinity], dz: [2] });
  });
});

describe("maxout, worked by hand", () => {
  it("shares 12 among 5, 5, 1, 5", () => {
    const shares = (choice: Choice): number[] => ask([[5, 5, 1, 5]], [12], choice).dz;
    expect(kinkChoices.maxout.map(shares)).toEqual([
      [12, 0, 0, 0],
      [0, 0, 0, 12],
      [4, 4, 0, 4],
      [3, 3, 0, 6],
      [12, 0, 0, 0],
    ]);
  });

  it("under average forgets ties below the largest", () => {
    expect(ask([[1, 1, 2]], [12], "average").dz).toEqual([0, 0, 12]);
    expect(ask([[2, 1, 1]], [12], "average").dz).toEqual([12, 0, 0]);
  });
});
