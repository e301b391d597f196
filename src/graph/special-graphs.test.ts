import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { graphOf, node, start, type NodeDefinition } from "./graph.js";
import { addMultiple, difference, matrixVector, multiple, product, stack, sum, sumOfSquares } from "./operations.js";
import { backward, forward, type Evaluation } from "./passes.js";
import { column, entries, matrix, single, type Tensor } from "./tensor.js";
import { counted } from "./testing/dags.js";

const evaluate = (definitions: readonly NodeDefinition[], given: Iterable<readonly [string, Tensor]>): Evaluation =>
  forward(graphOf(definitions), given);

describe("special graphs", () => {
  it("x · x has two terms, and the gradient 2x", () => {
    const evaluation = evaluate([start("x"), node("J", product, "x", "x")], [["x", single(3)]]);
    const gradients = backward(evaluation, "J");
    expect(entries(gradients.gradient("x"))).toEqual([6]);
    expect(gradients.terms("x").map(({ position, gradient }) => [position, entries(gradient)])).toEqual([
      [0, [3]],
      [1, [3]],
    ]);
  });

  it("the order of the parents counts", () => {
    const evaluation = evaluate(
      [start("a"), start("b"), node("J", difference, "b", "a")],
      Object.entries({ a: single(2), b: single(7) }),
    );
    expect(entries(evaluation.value("J"))).toEqual([5]);
    expect(entries(backward(evaluation, "J").gradient("a"))).toEqual([-1]);
  });

  it("a diamond adds the gradients of both its sides", () => {
    const diamond = [
      start("x"),
      node("left", multiple(3), "x"),
      node("right", product, "x", "x"),
      node("J", product, "left", "right"),
    ];
    const gradients = backward(evaluate(diamond, [["x", single(2)]]), "J");
    expect(entries(gradients.gradient("x"))).toEqual([9 * 2 * 2]);
    expect(gradients.terms("x").map(({ child, gradient }) => [child, entries(gradient)])).toEqual([
      ["left", [3 * 4]],
      ["right", [6 * 2]],
      ["right", [6 * 2]],
    ]);
  });

  it("30 diamonds on top of one another are visited once a node, and double the gradient each", () => {
    const ladder = Array.from({ length: 30 }, (_, i) => [
      node(`left${i}`, multiple(1), `x${i}`),
      node(`right${i}`, multiple(1), `x${i}`),
      node(`x${i + 1}`, sum, `left${i}`, `right${i}`),
    ]).flat();
    const { calls, definitions } = counted([start("x0"), ...ladder]);
    const evaluation = evaluate(definitions, [["x0", single(1)]]);
    const gradients = backward(evaluation, "x30");
    expect(entries(evaluation.value("x30"))).toEqual([2 ** 30]);
    expect(entries(gradients.gradient("x0"))).toEqual([2 ** 30]);
    expect(calls).toEqual({ evaluate: 90, pullback: 90 });
    expect([evaluation.order.length, gradients.order.length]).toEqual([91, 91]);
  });

  it("a chain of 100,000 nodes goes through both passes", () => {
    const n = 100_000;
    const chain = Array.from({ length: n }, (_, i) => node(`y${i + 1}`, multiple(i % 2 === 0 ? -1 : 1), `y${i}`));
    const evaluation = evaluate([start("y0"), ...chain], [["y0", single(5)]]);
    expect(entries(evaluation.value(`y${n}`))).toEqual([5]);
    const gradients = backward(evaluation, `y${n}`);
    expect(entries(gradients.gradient("y0"))).toEqual([1]);
    expect(gradients.order).toHaveLength(n + 1);
  });

  it("a node with 100,000 children adds up as many terms", () => {
    const n = 100_000;
    const fan = Array.from({ length: n }, (_, i) => node(`c${i}`, multiple(1), "x"));
    const J = node("J", sum, ...fan.map(({ name }) => name));
    const gradients = backward(evaluate([start("x"), ...fan, J], [["x", single(1)]]), "J");
    expect(entries(gradients.gradient("x"))).toEqual([n]);
    expect(gradients.terms("x")).toHaveLength(n);
  });

  it("nodes that do not lead to the result have gradient 0 and no terms, even where they are infinite", () => {
    const side = [
      start("x"),
      start("alone"),
      node("J", sumOfSquares, "x"),
      node("after", multiple(2), "J"),
      node("beside", multiple(Infinity), "x"),
    ];
    const evaluation = evaluate(
      side,
      Object.entries({
        x: column([1, 2]),
        alone: matrix([
          [1, 2],
          [3, 4],
        ]),
      }),
    );
    const gradients = backward(evaluation, "J");
    expect([...gradients.unrelated].sort()).toEqual(["after", "alone", "beside"]);
    expect(entries(gradients.gradient("alone"))).toEqual([0, 0, 0, 0]);
    expect(entries(gradients.gradient("beside"))).toEqual([0, 0]);
    expect(gradients.terms("beside")).toEqual([]);
    expect(entries(gradients.gradient("x"))).toEqual([2, 4]);
  });

  it("the result may be a start node", () => {
    const gradients = backward(evaluate([start("J")], [["J", single(4)]]), "J");
    expect(entries(gradients.gradient("J"))).toEqual([1]);
  });
});

describe("the chain of n functions", () => {
  // y_1 = 3x, y_2 = y_1², y_3 = y_2 - 5, y_4 = y_3²
  const chain = [
    start("y0"),
    start("five"),
    node("y1", multiple(3), "y0"),
    node("y2", product, "y1", "y1"),
    node("y3", difference, "y2", "five"),
    node("y4", sumOfSquares, "y3"),
  ];

  it("keeps each y_j, and holds dy_n/dy_j at y_j when it has come back to it", () => {
    fc.assert(
      fc.property(fc.integer({ min: -9, max: 9 }), (x) => {
        const evaluation = evaluate(chain, Object.entries({ y0: single(x), five: single(5) }));
        const y = ["y0", "y1", "y2", "y3", "y4"].map((name) => evaluation.value(name).data[0]);
        expect(y).toEqual([x, 3 * x, 9 * x * x, 9 * x * x - 5, (9 * x * x - 5) ** 2]);
        const gradients = backward(evaluation, "y4");
        const g = ["y4", "y3", "y2", "y1", "y0"].map((name) => gradients.gradient(name).data[0] + 0);
        const expected = [1, 2 * y[3], 2 * y[3], 2 * y[3] * (2 * y[1]), 2 * y[3] * (2 * y[1]) * 3];
        expect(g).toEqual(expected.map((entry) => entry + 0));
      }),
      { seed: 8 },
    );
  });
});

describe("several branches", () => {
  const integer = fc.integer({ min: -9, max: 9 });
  const list = (length: number): fc.Arbitrary<number[]> => fc.array(integer, { minLength: length, maxLength: length });
  const branches = fc.integer({ min: 1, max: 4 }).chain((t) =>
    fc.record({
      x: list(2),
      maps: fc.array(
        fc.integer({ min: 1, max: 3 }).chain((m) => fc.array(list(2), { minLength: m, maxLength: m })),
        {
          minLength: t,
          maxLength: t,
        },
      ),
    }),
  );

  it("stacked into one vector give the gradient that they give one by one", () => {
    fc.assert(
      fc.property(branches, ({ x, maps }) => {
        const z = maps.map((_, i) => `z${i}`);
        const shared = [
          start("x"),
          ...maps.flatMap((_, i) => [start(`A${i}`), node(z[i], matrixVector, `A${i}`, "x")]),
        ];
        const given = [["x", column(x)] as const, ...maps.map((rows, i): [string, Tensor] => [`A${i}`, matrix(rows)])];
        const stacked = [...shared, node("v", stack, ...z), node("s", sumOfSquares, "v")];
        const apart = [
          ...shared,
          ...z.map((name) => node(`s${name}`, sumOfSquares, name)),
          node("s", sum, ...z.map((name) => `s${name}`)),
        ];
        const [one, other] = [stacked, apart].map((all) => backward(evaluate(all, given), "s"));
        expect(other.gradient("x")).toEqual(one.gradient("x"));
        expect(other.terms("x")).toHaveLength(maps.length);
        // By hand: s = Σ_i |A_i x|², so that ds/dx = Σ_i 2 A_iᵀ A_i x.
        const byHand = x.map((_, m) =>
          maps.flat().reduce((total, row) => total + 2 * row[m] * (row[0] * x[0] + row[1] * x[1]), 0),
        );
        expect(entries(one.gradient("x")).map((g) => g + 0)).toEqual(byHand.map((g) => g + 0));
      }),
      { seed: 9 },
    );
  });
});

describe("a pass", () => {
  it("changes nothing that it is given, and does not follow later changes", () => {
    const x = column([1, 2]);
    const evaluation = evaluate(
      [start("x"), start("l"), start("λ"), node("r", sumOfSquares, "x"), node("J", addMultiple, "l", "λ", "r")],
      Object.entries({ x, l: single(1), λ: single(0.5) }),
    );
    const before = entries(backward(evaluation, "J").gradient("x"));
    expect(entries(x)).toEqual([1, 2]);
    x.data[0] = 99;
    expect(entries(backward(evaluation, "J").gradient("x"))).toEqual(before);
  });
});
