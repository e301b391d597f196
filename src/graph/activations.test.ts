import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conventionChoices, type Arithmetic, type OwnActivation } from "../model/index.js";
import { GraphError, nodeOf } from "./graph.js";
import { names } from "./names.js";
import { graphThrough, plain, through } from "./testing/through.js";

const integers = (length: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: -9, max: 9 }), { minLength: length, maxLength: length });

describe("the unit step", () => {
  const step = { name: "unit-step" } as const;

  it.each(conventionChoices.unitStepAtZero)(
    "at 0 and at -0 is %s, as declared; 1 where any will do",
    (unitStepAtZero) => {
      const atZero = unitStepAtZero === "any" ? 1 : unitStepAtZero;
      const { y } = through(step, [-1, -5e-324, -0, 0, 5e-324, 2, Infinity, -Infinity], [1, 1, 1, 1, 1, 1, 1, 1], {
        unitStepAtZero,
      });
      expect(y).toEqual([0, 0, atZero, atZero, 1, 1, 1, 0]);
    },
  );

  it("has the derivative 0 everywhere, and NaN at NaN", () => {
    const { y, dz } = through(step, [-1, -0, 0, 3, NaN], [5, 5, 5, 5, 5], { unitStepAtZero: 0.5 });
    expect([y[4], dz]).toEqual([NaN, [0, 0, 0, 0, NaN]]);
  });
});

describe("log-softmax", () => {
  it("of equal entries is -ln D, with dy - mean(dy) as gradient", () => {
    fc.assert(
      fc.property(fc.integer({ min: -900, max: 900 }), integers(4), (s, dy) => {
        const { y, dz } = through({ name: "log-softmax" }, [s, s, s, s], dy);
        const mean = dy.reduce((sum, g) => sum + g, 0) / 4;
        expect(y).toEqual(y.map(() => -Math.log1p(3)));
        expect(dz).toEqual(plain(dy.map((g) => g - mean)));
      }),
      { seed: 1 },
    );
  });
});

describe("a linear map", () => {
  const maps = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
    .chain(([M, D]) =>
      fc.record({ A: fc.array(integers(D), { minLength: M, maxLength: M }), z: integers(D), dy: integers(M) }),
    );

  it("is A z, with Aᵀ dy as gradient, for fewer outputs, for more, and for one", () => {
    fc.assert(
      fc.property(maps, ({ A, z, dy }) => {
        const { y, dz } = through({ name: "linear-map", matrix: A }, z, dy);
        expect(y).toEqual(plain(A.map((row) => row.reduce((sum, a, i) => sum + a * z[i], 0))));
        expect(dz).toEqual(plain(z.map((_, i) => A.reduce((sum, row, j) => sum + row[i] * dy[j], 0))));
      }),
      { seed: 2 },
    );
  });

  it("has its matrix as a node of the graph", () => {
    const graph = graphThrough({ name: "linear-map", matrix: [[1, 2]] }, 2);
    expect(nodeOf(graph, "y").parents.map(({ name }) => name)).toEqual([names.A(1), "z"]);
  });
});

describe("a user's own activation", () => {
  /** y_j = z_j z_{j+1}. */
  const neighbours: OwnActivation = {
    name: "own",
    id: "neighbours",
    outputs: (D) => D - 1,
    value: ({ multiply }, z) => z.slice(1).map((above, j) => multiply(z[j], above)),
    gradient: ({ add, constant, multiply }, z, dy) =>
      z.map((_, i) =>
        add(
          i > 0 ? multiply(dy[i - 1], z[i - 1]) : constant(0),
          i < dy.length ? multiply(dy[i], z[i + 1]) : constant(0),
        ),
      ),
  };

  it("is run with plain numbers, there and back, with as many outputs as it says", () => {
    expect(through(neighbours, [2, 3, 5], [1, 10])).toEqual({ y: [6, 15], dz: [3, 2 + 50, 30] });
    expect(through(neighbours, [2, 3], [7])).toEqual({ y: [6], dz: [21, 14] });
  });

  it("has as many outputs as pre-activations where it says nothing", () => {
    const negated: OwnActivation = {
      name: "own",
      id: "negated",
      value: ({ negate }, z) => z.map(negate),
      gradient: ({ negate }, _, dy) => dy.map(negate),
    };
    expect(through(negated, [2, -3, NaN], [1, 2, 3])).toEqual({ y: [-2, 3, NaN], dz: [-1, -2, -3] });
  });

  it("cannot change what the graph holds", () => {
    const greedy: OwnActivation = {
      name: "own",
      id: "greedy",
      value: <N>(_: Arithmetic<N>, z: readonly N[]) => (z as N[]).reverse(),
      gradient: <N>(_: Arithmetic<N>, z: readonly N[], dy: readonly N[]) => {
        (z as N[]).fill(dy[0]);
        return (dy as N[]).reverse();
      },
    };
    expect(through(greedy, [1, 2], [3, 4])).toEqual({ y: [2, 1], dz: [4, 3] });
  });

  it("is told by the name of its node where it has the wrong number of entries, or fails", () => {
    const told = (wrong: Partial<OwnActivation>): string => {
      try {
        through({ ...neighbours, ...wrong }, [2, 3, 5], [1, 10]);
      } catch (error) {
        if (error instanceof GraphError) return error.message;
      }
      throw new Error("nothing failed");
    };
    const where = "node 'y', neighbours of 'z'";
    expect(told({ value: (_, z) => z })).toBe(`${where}: the value of neighbours must have shape [2], got [3]`);
    expect(told({ gradient: (_, _z, dy) => dy })).toBe(
      `${where}: the gradient of neighbours must have shape [3], got [2]`,
    );
    expect(
      told({
        gradient: () => {
          throw new Error("no idea");
        },
      }),
    ).toBe(`${where}: no idea`);
  });
});
