import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { precisions, unitRoundoff } from "../model/index.js";
import { GraphError } from "./graph.js";
import { lectureExample, type Example } from "./lecture-example.js";
import type { Step } from "./steps.js";
import { entries, rowsOf } from "./tensor.js";

const integers = (length: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: -4, max: 4 }), { minLength: length, maxLength: length });

const targets = {
  2: [
    [1, 0],
    [0, 1],
    [0.5, 0.5],
  ],
  4: [
    [0, 0, 1, 0],
    [0.5, 0.25, 0, 0.25],
    [1, 1, 1, 1],
  ],
};

/** Biases that make all scores equal: then p is 1/C, and everything but the logarithm is exact. */
const level: fc.Arbitrary<Example> = fc
  .tuple(fc.constantFrom(2 as const, 4 as const), fc.integer({ min: 1, max: 3 }))
  .chain(([C, d]) =>
    fc.record({
      W: fc.array(integers(d), { minLength: C, maxLength: C }),
      x: integers(d),
      y: fc.constantFrom(...targets[C]),
      lambda: fc.constantFrom(0, 0.25, 1),
    }),
  )
  .map((drawn) => ({ ...drawn, b: drawn.W.map((row) => 3 - dot(row, drawn.x)) }));

/** The same with any scores of ordinary size. */
const uneven: fc.Arbitrary<Example> = level.chain((drawn) =>
  integers(drawn.b.length).map((shift) => ({ ...drawn, b: drawn.b.map((b, i) => b + shift[i]) })),
);

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, entry, i) => sum + entry * b[i], 0);
}

const at = (steps: readonly Step[], node: string): Step => steps.find((step) => step.node === node) as Step;
const gradient = (steps: readonly Step[], node: string): number[] =>
  entries(at(steps, node).gradient).map((entry) => entry + 0);
const value = (steps: readonly Step[], node: string): number[] => entries(at(steps, node).value);
const plain = (list: readonly number[]): number[] => list.map((entry) => entry + 0);

describe("the lecture's example, with equal scores, without any rounding", () => {
  it("has the values of its equations", () => {
    fc.assert(
      fc.property(level, ({ W, x, b, y, lambda }) => {
        const steps = lectureExample({ W, x, b, y, lambda });
        const C = b.length;
        expect(value(steps, "z")).toEqual(W.map((row) => dot(row, x)));
        expect(value(steps, "s")).toEqual(b.map(() => 3));
        expect(value(steps, "p")).toEqual(b.map(() => 1 / C));
        const l = -Math.log(
          dot(
            y,
            b.map(() => 1 / C),
          ),
        );
        const r = dot(W.flat(), W.flat());
        expect([value(steps, "l"), value(steps, "r"), value(steps, "J")]).toEqual([[l], [r], [l + lambda * r]]);
      }),
      { seed: 1 },
    );
  });

  it("has each gradient that its rule gives, from J back to W, b and the given numbers", () => {
    fc.assert(
      fc.property(level, ({ W, x, b, y, lambda }) => {
        const steps = lectureExample({ W, x, b, y, lambda });
        const C = b.length;
        const Y = y.reduce((sum, entry) => sum + entry, 0);
        expect([gradient(steps, "J"), gradient(steps, "r"), gradient(steps, "l")]).toEqual([[1], [lambda], [1]]);
        // ∂J/∂p = -yᵀ / (yᵀ p), with yᵀ p = Y / C
        expect(gradient(steps, "p")).toEqual(plain(y.map((yi) => -yi / (Y / C))));
        // ∂J/∂s = ∂J/∂p (diag(p) - p pᵀ) = p - y p / (yᵀ p)
        const g = plain(y.map((yi) => 1 / C - yi / Y));
        for (const node of ["s", "b", "z"]) expect(gradient(steps, node), node).toEqual(g);
        // ∂J/∂W = gᵀ xᵀ + 2 λ W
        expect(rowsOf(at(steps, "W").gradient).map(plain)).toEqual(
          W.map((row, i) => row.map((w, j) => g[i] * x[j] + 2 * lambda * w + 0)),
        );
        expect(gradient(steps, "x")).toEqual(
          plain(
            x.map((_, j) =>
              dot(
                W.map((row) => row[j]),
                g,
              ),
            ),
          ),
        );
        expect(gradient(steps, "y")).toEqual(y.map(() => -1 / Y));
        expect(gradient(steps, "λ")).toEqual([dot(W.flat(), W.flat())]);
      }),
      { seed: 2 },
    );
  });

  it("is worked out by hand for two classes and two inputs", () => {
    const steps = lectureExample({
      W: [
        [1, 2],
        [3, -1],
      ],
      x: [2, 1],
      b: [1, 0],
      y: [1, 0],
      lambda: 0.5,
    });
    expect([value(steps, "z"), value(steps, "s"), value(steps, "p")]).toEqual([
      [4, 5],
      [5, 5],
      [0.5, 0.5],
    ]);
    expect([value(steps, "r"), value(steps, "J")]).toEqual([[15], [Math.log(2) + 7.5]]);
    expect([gradient(steps, "p"), gradient(steps, "s")]).toEqual([
      [-2, 0],
      [-0.5, 0.5],
    ]);
    expect(rowsOf(at(steps, "W").gradient)).toEqual([
      [-1 + 1, -0.5 + 2],
      [1 + 3, 0.5 - 1],
    ]);
    expect([gradient(steps, "x"), gradient(steps, "y"), gradient(steps, "λ")]).toEqual([[1, -1.5], [-1, -1], [15]]);
  });
});

describe("the lecture's example, with any scores", () => {
  it("has p - y p / (yᵀ p) as the gradient of s, up to the roundings of either side", () => {
    const gamma = (n: number): number => (n * unitRoundoff(precisions.f64)) / (1 - n * unitRoundoff(precisions.f64));
    fc.assert(
      fc.property(uneven, (example) => {
        const steps = lectureExample(example);
        const [p, { y }] = [value(steps, "p"), example];
        const sum = dot(y, p);
        gradient(steps, "s").forEach((g, i) => {
          const scale = p[i] + (y[i] * p[i]) / sum;
          // A term of the graph: sum and quotient C + 1, Jacobian 2, product and sum C + 1. By hand: C + 4 at most. As C ≥ 2,
          // both are within 2C + 4.
          const bound = 2 * gamma(2 * p.length + 4) * scale;
          expect(Math.abs(g - (p[i] - (y[i] * p[i]) / sum))).toBeLessThanOrEqual(bound);
        });
      }),
      { seed: 3 },
    );
  });

  it("has one gradient at s, z and b, and that of W is gᵀ xᵀ + 2 λ W, to the last bit", () => {
    fc.assert(
      fc.property(uneven, (example) => {
        const steps = lectureExample(example);
        const g = gradient(steps, "s");
        expect([gradient(steps, "z"), gradient(steps, "b")]).toEqual([g, g]);
        expect(rowsOf(at(steps, "W").gradient).map(plain)).toEqual(
          example.W.map((row, i) => row.map((w, j) => g[i] * example.x[j] + 2 * example.lambda * w + 0)),
        );
      }),
      { seed: 4 },
    );
  });

  it("comes to each node after all its children", () => {
    const children: Readonly<Record<string, readonly string[]>> = {
      J: [],
      r: ["J"],
      l: ["J"],
      λ: ["J"],
      p: ["l"],
      y: ["l"],
      s: ["p"],
      b: ["s"],
      z: ["s"],
      W: ["z", "r"],
      x: ["z"],
    };
    const order = lectureExample({ W: [[1]], x: [1], b: [1], y: [1], lambda: 1 }).map(({ node }) => node);
    expect([...order].sort()).toEqual(Object.keys(children).sort());
    for (const [node, after] of Object.entries(children))
      for (const child of after) expect(order.indexOf(child)).toBeLessThan(order.indexOf(node));
  });

  it("names the node whose shapes do not fit", () => {
    const wrong = (): unknown => lectureExample({ W: [[1, 2]], x: [1], b: [1], y: [1], lambda: 1 });
    expect(wrong).toThrow(GraphError);
    expect(wrong).toThrow("node 'z', matrix times vector of 'W', 'x': the vector must have shape [2][1], got [1][1]");
  });
});
