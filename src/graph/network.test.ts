import { describe, expect, it } from "vitest";
import { defaultConventions, type Case } from "../model/index.js";
import { nodeOf } from "./graph.js";
import { names } from "./names.js";
import { networkToGraph } from "./network.js";
import { backward, forward } from "./passes.js";
import { entries, rowsOf } from "./tensor.js";
import { inspected } from "./testing/inspected.js";

const question: Case = {
  network: {
    layers: [
      {
        weights: [
          [1, 2],
          [0, -1],
        ],
        biases: [1, 1],
        activation: { name: "relu" },
      },
      { weights: [[2, 1]], biases: [-1], activation: { name: "identity" } },
    ],
  },
  loss: { name: "squared-error" },
  regularizer: { name: "l2", lambda: 0.5 },
  batch: {
    inputs: [
      [1, 0],
      [0, 2],
    ],
    targets: [[2], [5]],
  },
};

describe("a network as a graph", () => {
  it("has a node for each z, y and Div of each example, which hold what the lecture's formulas say", () => {
    const { value } = inspected(question);
    const read = (...list: string[]): number[][] => list.map((name) => entries(value(name)));
    expect(read(names.z(1, 1), names.y(1, 1), names.z(2, 1), names.y(2, 1))).toEqual([[2, 1], [2, 1], [4], [4]]);
    expect(read(names.z(1, 2), names.y(1, 2), names.z(2, 2), names.y(2, 2))).toEqual([[5, -1], [5, 0], [9], [9]]);
    expect(read(names.Div(1), names.Div(2), names.data)).toEqual([[2], [8], [5]]);
    expect(read(names.squares(1), names.squares(2), names.allSquares, names.penalty)).toEqual([
      [3],
      [2.5],
      [5.5],
      [2.75],
    ]);
    expect(read(names.Loss)).toEqual([[7.75]]);
  });

  it("shares W and b among the examples, and W with the penalty", () => {
    const { graph } = networkToGraph(question, defaultConventions);
    const children = (name: string): string[] => nodeOf(graph, name).children.map((child) => child.node.name);
    expect(children(names.W(1))).toEqual([names.Wy(1, 1), names.Wy(1, 2), names.squares(1)]);
    expect(children(names.b(2))).toEqual([names.z(2, 1), names.z(2, 2)]);
    expect(children(names.y(1, 2))).toEqual([names.Wy(2, 2)]);
  });

  it("shows the gradient by W as the sum over W's children: one term per example, and the penalty's last", () => {
    const { gradient, terms } = inspected(question);
    // dz^(2) = 1 and 2: the halves of 2 and 4
    expect(terms(names.W(2)).map((term) => rowsOf(term.gradient))).toEqual([[[2, 1]], [[10, 0]], [[1, 0.5]]]);
    expect(rowsOf(gradient(names.W(2)))).toEqual([[13, 1.5]]);
    expect(terms(names.b(2)).map((term) => [term.child, entries(term.gradient)])).toEqual([
      [names.z(2, 1), [1]],
      [names.z(2, 2), [2]],
    ]);
  });

  it("has gradients by everything that is given: by targets and λ too", () => {
    const { gradient, unrelated } = inspected(question);
    expect([entries(gradient(names.d(1))), entries(gradient(names.d(2)))]).toEqual([[-1], [-2]]);
    expect(entries(gradient(names.lambda))).toEqual([5.5]);
    expect(entries(gradient(names.y(0, 2)))).toEqual([4, 8]);
    expect(unrelated).toEqual([]);
  });

  it("without a penalty has no λ", () => {
    for (const regularizer of [null, { name: "l2", lambda: 0 } as const])
      expect(networkToGraph({ ...question, regularizer }, defaultConventions).graph.nodes.has(names.lambda)).toBe(
        false,
      );
  });
});

describe("softmax under cross-entropy as a graph", () => {
  const classifier: Case = {
    network: { layers: [{ weights: [[1], [1]], biases: [0, 0], activation: { name: "softmax" } }] },
    loss: { name: "cross-entropy" },
    regularizer: null,
    batch: { inputs: [[3]], targets: [[0, 1]] },
  };

  it("goes from z to Div by ln y, so that y does not lead to the loss, and tells so", () => {
    const { graph, unrelated, resultOfOutputs } = inspected(classifier);
    expect(nodeOf(graph, names.z(1, 1)).children.map((child) => child.node.name)).toEqual([
      names.y(1, 1),
      names.logarithm(1),
    ]);
    expect(unrelated).toEqual([names.y(1, 1), names.DivOfOutput(1), names.LossOfOutputs]);
    expect(resultOfOutputs).toBe(names.LossOfOutputs);
  });

  it("has the same loss and the same dz by way of y", () => {
    const { graph, given, resultOfOutputs, value, gradient } = inspected(classifier);
    const byOutputs = backward(forward(graph, given), resultOfOutputs);
    expect(entries(value(resultOfOutputs))).toEqual(entries(value(names.Loss)));
    expect(entries(gradient(names.z(1, 1)))).toEqual([0.5, -0.5]);
    expect(entries(byOutputs.gradient(names.z(1, 1)))).toEqual([0.5, -0.5]);
    expect(entries(byOutputs.gradient(names.y(1, 1)))).toEqual([0, -2]);
  });
});
