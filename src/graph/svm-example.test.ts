import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kinkChoices } from "../model/index.js";
import { GraphError } from "./graph.js";
import { names } from "./names.js";
import type { Step } from "./steps.js";
import { svmExample, type SvmExample } from "./svm-example.js";
import { entries, rowsOf } from "./tensor.js";
import { plain } from "./testing/through.js";

const integers = (length: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: -4, max: 4 }), { minLength: length, maxLength: length });

/** Integers, so that everything is exact. Every other case has some margin at 0. */
const anyExample: fc.Arbitrary<SvmExample> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }))
  .chain(([C, d]) =>
    fc.record({
      W: fc.array(integers(d), { minLength: C, maxLength: C }),
      x: integers(d),
      b: integers(C),
      label: fc.integer({ min: 1, max: C }),
      lambda: fc.constantFrom(0, 0.25, 1),
      atMargin: fc.constantFrom(...kinkChoices["multiclass-hinge"]),
    }),
  );

/** The same with biases between the integers: every margin is ¼ away from 0 or more, as b_j - b_c is a quarter off. */
const smooth: fc.Arbitrary<SvmExample> = anyExample.map((example) => ({
  ...example,
  b: example.b.map((b, j) => (j === example.label - 1 ? b + 0.25 : b)),
}));

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, entry, i) => sum + entry * b[i], 0);
const at = (steps: readonly Step[], node: string): Step => steps.find((step) => step.node === node) as Step;
const value = (steps: readonly Step[], node: string): number[] => plain(entries(at(steps, node).value));
const gradient = (steps: readonly Step[], node: string): number[] => plain(entries(at(steps, node).gradient));
const J = (example: SvmExample): number => value(svmExample(example), "J")[0];
const of = (what: string): string => names.of(what, "s");

describe("the SVM's example, on integers, without any rounding", () => {
  it("has the values of its equations", () => {
    fc.assert(
      fc.property(anyExample, (example) => {
        const { W, x, b, label, lambda } = example;
        const steps = svmExample(example);
        const s = W.map((row, j) => dot(row, x) + b[j]);
        const margins = s.filter((_, j) => j !== label - 1).map((sj) => sj - s[label - 1] + 1);
        expect(value(steps, "s")).toEqual(plain(s));
        expect(value(steps, of("margins"))).toEqual(plain(margins));
        expect(value(steps, of("hinges"))).toEqual(margins.map((margin) => Math.max(0, margin)));
        const l = margins.reduce((sum, margin) => sum + Math.max(0, margin), 0);
        const r = dot(W.flat(), W.flat());
        expect([value(steps, "l"), value(steps, "r"), value(steps, "J")]).toEqual([[l], [r], [l + lambda * r]]);
      }),
      { seed: 1 },
    );
  });

  it("has each gradient that its rule gives, at margins of 0 under every convention", () => {
    fc.assert(
      fc.property(anyExample, (example) => {
        const { W, x, label, lambda, atMargin } = example;
        const steps = svmExample(example);
        const atZero = atMargin === "any" || atMargin === undefined ? 0 : atMargin;
        const theta = value(steps, of("margins")).map((margin) => (margin > 0 ? 1 : margin === 0 ? atZero : 0));
        expect([gradient(steps, "J"), gradient(steps, "r"), gradient(steps, "l")]).toEqual([[1], [lambda], [1]]);
        expect(gradient(steps, of("hinges"))).toEqual(theta.map(() => 1));
        for (const what of ["margins", "gaps", "others"]) expect(gradient(steps, of(what)), what).toEqual(theta);
        const violated = theta.reduce<number>((sum, entry) => sum + entry, 0);
        expect(gradient(steps, names.entry("s", label))).toEqual([-violated + 0]);
        const g = [...theta.slice(0, label - 1), -violated + 0, ...theta.slice(label - 1)];
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
        expect(gradient(steps, "λ")).toEqual([dot(W.flat(), W.flat())]);
      }),
      { seed: 2 },
    );
  });

  it("has a gradient at the scores that adds up to 0", () => {
    fc.assert(
      fc.property(anyExample, (example) => {
        expect(gradient(svmExample(example), "s").reduce((sum, entry) => sum + entry, 0)).toBe(0);
      }),
      { seed: 3 },
    );
  });

  it("has the central differences as its gradients, away from the hinges: J is piecewise linear, but for the penalty's squares", () => {
    const h = 2 ** -10;
    const moved = <T extends readonly number[]>(list: T, i: number, by: number): number[] =>
      list.map((entry, l) => (l === i ? entry + by : entry));
    const difference = (change: (by: number) => SvmExample): number => (J(change(h)) - J(change(-h))) / (2 * h) + 0;
    fc.assert(
      fc.property(smooth, (example) => {
        const { W, x, b } = example;
        const steps = svmExample(example);
        expect(rowsOf(at(steps, "W").gradient).map(plain)).toEqual(
          W.map((row, i) =>
            row.map((_, j) =>
              difference((by) => ({ ...example, W: W.map((each, l) => (l === i ? moved(each, j, by) : each)) })),
            ),
          ),
        );
        expect(gradient(steps, "b")).toEqual(b.map((_, i) => difference((by) => ({ ...example, b: moved(b, i, by) }))));
        expect(gradient(steps, "x")).toEqual(x.map((_, j) => difference((by) => ({ ...example, x: moved(x, j, by) }))));
        expect(gradient(steps, "λ")).toEqual([difference((by) => ({ ...example, lambda: example.lambda + by }))]);
      }),
      { seed: 4 },
    );
  });
});

describe("the SVM's example", () => {
  const example: SvmExample = {
    W: [
      [1, 2],
      [3, -1],
      [0, 1],
    ],
    x: [2, 1],
    b: [1, 0.5, 4],
    label: 1,
    lambda: 0.5,
  };

  it("is worked out by hand for three classes and two inputs", () => {
    const steps = svmExample(example);
    expect([value(steps, "z"), value(steps, "s")]).toEqual([
      [4, 5, 1],
      [5, 5.5, 5],
    ]);
    expect([value(steps, "s_1"), value(steps, of("others")), value(steps, of("gaps"))]).toEqual([
      [5],
      [5.5, 5],
      [0.5, 0],
    ]);
    expect([value(steps, of("margins")), value(steps, "l"), value(steps, "r"), value(steps, "J")]).toEqual([
      [1.5, 1],
      [2.5],
      [16],
      [10.5],
    ]);
    expect([gradient(steps, "s_1"), gradient(steps, "s")]).toEqual([[-2], [-2, 1, 1]]);
    expect(rowsOf(at(steps, "W").gradient)).toEqual([
      [-4 + 1, -2 + 2],
      [2 + 3, 1 - 1],
      [2, 1 + 1],
    ]);
    expect([gradient(steps, "x"), gradient(steps, "λ")]).toEqual([[1, -4], [16]]);
  });

  it("has nothing but the penalty where every margin is kept, and a loss of 0", () => {
    const steps = svmExample({ ...example, b: [20, 0, 0] });
    expect([value(steps, "l"), gradient(steps, "s")]).toEqual([[0], [0, 0, 0]]);
    expect(rowsOf(at(steps, "W").gradient)).toEqual(example.W);
  });

  it("shows every node of its graph, and comes to each after all its children", () => {
    const children: Readonly<Record<string, readonly string[]>> = {
      J: [],
      r: ["J"],
      l: ["J"],
      λ: ["J"],
      [of("hinges")]: ["l"],
      [of("margins")]: [of("hinges")],
      [of("gaps")]: [of("margins")],
      [of("others")]: [of("gaps")],
      s_1: [of("gaps")],
      s: [of("others"), "s_1"],
      b: ["s"],
      z: ["s"],
      W: ["z", "r"],
      x: ["z"],
    };
    const order = svmExample(example).map(({ node }) => node);
    expect([...order].sort()).toEqual(Object.keys(children).sort());
    for (const [node, after] of Object.entries(children))
      for (const child of after) expect(order.indexOf(child)).toBeLessThan(order.indexOf(node));
  });

  it("refuses a label that is no class, and names the node whose shapes do not fit", () => {
    for (const label of [0, 4, 1.5, NaN])
      expect(() => svmExample({ ...example, label })).toThrow(`the label must be a class from 1 to 3, got ${label}`);
    const wrong = (): unknown => svmExample({ ...example, x: [1] });
    expect(wrong).toThrow(GraphError);
    expect(wrong).toThrow("node 'z', matrix times vector of 'W', 'x': the vector must have shape [2][1], got [1][1]");
  });
});
