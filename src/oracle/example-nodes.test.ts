/** The nodes of the graph lecture's example, held against the formulas of J alone. */
import { describe, expect, it } from "vitest";
import { defaultConventions, precisions, type Case, type Conventions, type Matrix } from "../model/index.js";
import { nearestDouble } from "./decimal.js";
import { nodesOfExample, type NodeBalls } from "./example-nodes.js";
import { boundsOf, rangeDigits } from "./reference.js";
import { exactValue, wideningOf } from "./widening.js";

const full: Conventions = { ...defaultConventions, l2: "full" };

/** The start nodes. Vectors are columns. */
interface Start {
  readonly x: Matrix;
  readonly W: Matrix;
  readonly b: Matrix;
  readonly y: Matrix;
  readonly λ: Matrix;
}

const starts: readonly Start[] = [
  {
    x: [[0.6], [1.3], [-0.8]],
    W: [
      [0.3, -0.7, 1.1],
      [-0.4, 0.9, 0.2],
    ],
    b: [[0.1], [-0.2]],
    y: [[0.3], [0.7]],
    λ: [[0.05]],
  },
  { x: [[1.7]], W: [[0.4], [-0.9], [1.2]], b: [[-0.1], [0.3], [0.2]], y: [[1], [0], [1]], λ: [[2]] },
];

function caseOf({ x, W, b, y, λ }: Start): Case {
  return {
    network: { layers: [{ weights: W, biases: b.flat(), activation: { name: "softmax" } }] },
    loss: { name: "negative-log-of-sum" },
    regularizer: { name: "l2", lambda: λ[0]?.[0] ?? NaN },
    batch: { inputs: [x.flat()], targets: [y.flat()] },
  };
}

const times = (row: readonly number[], column: Matrix): number =>
  row.reduce((sum, entry, i) => sum + entry * (column[i]?.[0] ?? NaN), 0);

/** All nodes by the lecture's formulas, with s moved or p moved where a derivative by them is asked for. */
function formulas(
  { x, W, b, y, λ }: Start,
  ds: readonly number[] = [],
  dp: readonly number[] = [],
): Record<string, Matrix> {
  const z = W.map((row) => [times(row, x)]);
  const s = z.map(([zi = NaN], i) => [zi + (b[i]?.[0] ?? NaN) + (ds[i] ?? 0)]);
  const e = s.map(([si = NaN]) => Math.exp(si));
  const p = e.map((ei, i) => [ei / e.reduce((sum, each) => sum + each) + (dp[i] ?? 0)]);
  const l = -Math.log(times(y.flat(), p));
  const r = W.flat().reduce((sum, w) => sum + w * w, 0);
  return { x, W, b, y, λ, z, s, p, l: [[l]], r: [[r]], J: [[l + (λ[0]?.[0] ?? NaN) * r]] };
}

const J = (...given: Parameters<typeof formulas>): number => formulas(...given)["J"]?.[0]?.[0] ?? NaN;
const h = 2 ** -17;
const central = (at: (step: number) => number): number => (at(h) - at(-h)) / (2 * h);
const moved = (matrix: Matrix, j: number, i: number, by: number): Matrix =>
  matrix.map((row, k) => row.map((entry, l) => (k === j && l === i ? entry + by : entry)));
const alone = (j: number, by: number): number[] => Array.from({ length: j + 1 }, (_, i) => (i === j ? by : 0));

/** ∂J/∂node by differences of J. */
function differences(start: Start): Record<string, Matrix> {
  const byStart = Object.keys(start).map((name): [string, Matrix] => {
    const node = start[name as keyof Start];
    const derivative = (j: number, i: number): number =>
      central((step) => J({ ...start, [name]: moved(node, j, i, step) }));
    return [name, node.map((row, j) => row.map((_, i) => derivative(j, i)))];
  });
  const s = start.W.map((_, j) => [central((step) => J(start, alone(j, step)))]);
  const p = start.W.map((_, j) => [central((step) => J(start, [], alone(j, step)))]);
  // z enters s alone with factor 1; of J = l + λ r and of J itself the derivatives are those of a sum.
  return { ...Object.fromEntries(byStart), s, z: s, p, l: [[1]], r: start.λ, J: [[1]] };
}

const nearest = (balls: NodeBalls["value"]): number[][] => balls.map((row) => row.map(({ mid }) => nearestDouble(mid)));

describe("the nodes of the graph lecture's example", () => {
  it.each(starts)("have the values of its formulas, and the gradients of their differences", (start) => {
    const nodes = nodesOfExample(caseOf(start), full, 50, exactValue);
    const [values, gradients] = [formulas(start), differences(start)];
    expect(Object.keys(nodes).sort()).toEqual(Object.keys(values).sort());
    for (const [name, { value, gradient }] of Object.entries(nodes)) {
      const close = (balls: NodeBalls["value"], wanted: Matrix | undefined, digits: number): void => {
        expect(nearest(balls), name).toEqual(
          wanted?.map((row) => row.map((entry) => expect.closeTo(entry, digits) as number)),
        );
      };
      close(value, values[name], 14);
      close(gradient, gradients[name], 8);
    }
  });

  it.each(starts)("hold in their ranges what the formulas give in doubles", (start) => {
    const values = formulas(start);
    const nodes = nodesOfExample(caseOf(start), full, rangeDigits, wideningOf(precisions.f64));
    for (const [name, { value }] of Object.entries(nodes)) {
      for (const [j, row] of value.entries()) {
        for (const [i, ball] of row.entries()) {
          const { lo, hi } = boundsOf(ball);
          const got = values[name]?.[j]?.[i] ?? NaN;
          expect(lo <= got && got <= hi, `${name} ${j} ${i}`).toBe(true);
        }
      }
    }
  });

  it("are those of that example alone", () => {
    const example = caseOf(starts[0] as Start);
    const [layer] = example.network.layers as [Case["network"]["layers"][number]];
    const { inputs, targets } = example.batch;
    const others: [Case, Conventions][] = [
      [example, defaultConventions],
      [{ ...example, regularizer: null }, full],
      [{ ...example, loss: { name: "cross-entropy" } }, full],
      [{ ...example, network: { layers: [{ ...layer, activation: { name: "log-softmax" } }] } }, full],
      [{ ...example, network: { layers: [layer, layer] } }, full],
      [{ ...example, batch: { inputs: [...inputs, ...inputs], targets: [...targets, ...targets] } }, full],
    ];
    for (const [question, conventions] of others) {
      expect(() => nodesOfExample(question, conventions, 50, exactValue)).toThrow(RangeError);
    }
  });
});
