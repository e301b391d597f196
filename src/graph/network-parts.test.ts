import { describe, expect, it } from "vitest";
import type { Case } from "../model/index.js";
import { expectWithin, primitive } from "../scalar/testing/rounding.js";
import { nodeOf } from "./graph.js";
import { names } from "./names.js";
import { backward, forward } from "./passes.js";
import { entries, rowsOf } from "./tensor.js";
import { inspected } from "./testing/inspected.js";

describe("what an activation is given", () => {
  const mapped: Case = {
    network: {
      layers: [
        { weights: [[1], [2]], biases: [0, 1], activation: { name: "linear-map", matrix: [[3, 1]] } },
        {
          weights: [[1]],
          biases: [0],
          activation: { name: "polynomial", outputs: [[{ coefficient: 2, powers: [2] }], []] },
        },
      ],
    },
    loss: { name: "squared-error" },
    regularizer: null,
    batch: {
      inputs: [[1], [-1]],
      targets: [
        [98, 1],
        [32, 1],
      ],
    },
  };

  it("is a start node that all examples share, with a gradient like any other", () => {
    const { graph, value, gradient } = inspected(mapped, { reduction: "sum" });
    const children = (name: string): string[] => nodeOf(graph, name).children.map((child) => child.node.name);
    expect(children(names.A(1))).toEqual([names.y(1, 1), names.y(1, 2)]);
    // z^(1) = (1, 3) and (-1, -1), y^(1) = 6 and -4, y^(2) = 2 · 36 and 2 · 16
    expect([entries(value(names.y(2, 1))), entries(value(names.y(2, 2)))]).toEqual([
      [72, 0],
      [32, 0],
    ]);
    // dy^(2) = (-26, -1) and (0, -1), dy^(1) = -26 · 4 · 6
    expect(rowsOf(gradient(names.A(1)))).toEqual([[-624, -1872]]);
    expect(entries(gradient(names.coefficient(2, 1, 1)))).toEqual([-26 * 36]);
    expect(entries(gradient(names.nothing(2, 2)))).toEqual([-2]);
  });

  it("leaves W with as many rows as pre-activations, and as many columns as outputs below", () => {
    const { gradient } = inspected(mapped);
    const shapes = [names.W(1), names.b(1), names.W(2), names.b(2)].map((name) => {
      const { rows, cols } = gradient(name);
      return [rows, cols];
    });
    expect(shapes).toEqual([
      [2, 1],
      [2, 1],
      [1, 1],
      [1, 1],
    ]);
  });
});

describe("divergences as graphs", () => {
  const ending = (name: "softmax" | "logistic" | "identity", loss: Case["loss"]): Case => ({
    network: { layers: [{ weights: [[0], [0]], biases: [0, 0], activation: { name } }] },
    loss,
    regularizer: null,
    batch: { inputs: [[3]], targets: [[0, 1]] },
  });
  const pairs = [
    ["softmax", "cross-entropy"],
    ["softmax", "negative-log-of-sum"],
    ["logistic", "binary-cross-entropy"],
  ] as const;

  it.each(pairs)("%s under %s goes from z to Div past y, with the same value by way of y", (name, loss) => {
    const { unrelated, value, resultOfOutputs, graph, given, gradient } = inspected(ending(name, { name: loss }));
    expect(unrelated).toContain(names.y(1, 1));
    expect(resultOfOutputs).toBe(names.LossOfOutputs);
    const [byLogits, byOutputs] = [names.Div(1), names.DivOfOutput(1)].map((Div) => value(Div).data[0]);
    // z = 0: one or two logarithms of ½, or of 2
    expectWithin(byLogits, byOutputs, 2 * primitive + 2);
    const other = backward(forward(graph, given), resultOfOutputs);
    expect(entries(other.gradient(names.z(1, 1)))).toEqual([0.5, -0.5]);
    expect(entries(gradient(names.z(1, 1)))).toEqual([0.5, -0.5]);
  });

  it("any other goes through y, and so does its gradient", () => {
    for (const loss of ["squared-error", "multiclass-hinge", "binary-cross-entropy"] as const)
      expect(inspected(ending("identity", { name: loss })).resultOfOutputs).toBe(names.Loss);
  });

  it("the hinge has its class in the wiring, and shows margins and their positive parts", () => {
    const { graph, value, unrelated } = inspected(ending("identity", { name: "multiclass-hinge" }));
    const y = names.y(1, 1);
    expect(unrelated).toEqual([names.d(1)]);
    expect(nodeOf(graph, names.of("gaps", y)).parents.map(({ name }) => name)).toEqual([
      names.of("others", y),
      names.entry(y, 2),
    ]);
    expect([names.of("margins", y), names.of("hinges", y)].map((name) => entries(value(name)))).toEqual([[1], [1]]);
  });
});
