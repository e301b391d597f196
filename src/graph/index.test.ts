import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  completeConventions,
  defaultConventions,
  entriesOf,
  kinkChoices,
  quantities,
  ShapeError,
  type Activation,
  type Case,
  type Conventions,
  type FullAnswer,
} from "../model/index.js";
import { backpropagate as scalar } from "../scalar/index.js";
import { anyCase, anyScale, dyadicCase } from "../scalar/testing/arbitraries.js";
import { backpropagate } from "./index.js";

const anyKink = fc.record({
  relu: fc.constantFrom(...kinkChoices.relu),
  "leaky-relu": fc.constantFrom(...kinkChoices["leaky-relu"]),
  "absolute-value": fc.constantFrom(...kinkChoices["absolute-value"]),
});

/** Every number of an answer, with every 0 positive. */
const numbers = (question: Case, answer: FullAnswer): number[][] =>
  quantities.map((quantity) => (entriesOf(question, answer, quantity) ?? []).map((entry) => entry + 0));

/** Zero weights and biases put every unit on its kink. */
const flattened = (question: Case): Case => ({
  ...question,
  network: {
    layers: question.network.layers.map((layer) => ({
      ...layer,
      weights: layer.weights.map((row) => row.map((w) => Math.max(0, w))),
      biases: layer.biases.map(() => 0),
    })),
  },
  batch: { ...question.batch, inputs: question.batch.inputs.map((x) => x.map(() => 0)) },
});

describe("on dyadic networks, without any rounding", () => {
  it("the answer is that of the per-index loops, bit for bit", () => {
    fc.assert(
      fc.property(dyadicCase, anyScale, (question, conventions) => {
        expect(numbers(question, backpropagate(question, conventions))).toEqual(
          numbers(question, scalar(question, conventions)),
        );
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("so it is on the kinks, under every convention for them", () => {
    fc.assert(
      fc.property(dyadicCase, anyKink, (question, derivativeAtKink) => {
        const conventions = { ...defaultConventions, derivativeAtKink };
        const flat = flattened(question);
        expect(numbers(flat, backpropagate(flat, conventions))).toEqual(numbers(flat, scalar(flat, conventions)));
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it("the conventions tell answers apart", () => {
    const question: Case = {
      network: { layers: [{ weights: [[2]], biases: [0], activation: { name: "relu" } }] },
      loss: { name: "squared-error" },
      regularizer: { name: "l2", lambda: 1 },
      batch: { inputs: [[0], [1]], targets: [[1], [1]] },
    };
    const under = (declared: Parameters<typeof completeConventions>[0]): unknown[] => {
      const { loss, gradients } = backpropagate(question, completeConventions(declared));
      return [loss, gradients.weights[0][0][0], gradients.biases[0][0]];
    };
    // z = 0 and 2, Div = ½ and ½, dy = -1 and 1.
    expect(under({})).toEqual([0.5 + 2, 0.5 + 2, 0.5]);
    expect(under({ reduction: "sum" })).toEqual([1 + 2, 1 + 2, 1]);
    expect(under({ squaredError: "full" })).toEqual([1 + 2, 1 + 2, 1]);
    expect(under({ l2: "full" })).toEqual([0.5 + 4, 0.5 + 4, 0.5]);
    expect(under({ derivativeAtKink: { relu: 1 } })).toEqual([2.5, 2.5, 0]);
    expect(under({ derivativeAtKink: { relu: 0.5 } })).toEqual([2.5, 2.5, 0.25]);
  });
});

const layer = (activation: Activation, weights: number[][], biases: number[]): Case["network"]["layers"][number] => ({
  activation,
  weights,
  biases,
});

describe("softmax under cross-entropy", () => {
  const ask = (logits: number[], target: number[], reduction: Conventions["reduction"] = "mean"): FullAnswer =>
    backpropagate(
      {
        network: {
          layers: [
            layer(
              { name: "softmax" },
              logits.map(() => [0]),
              logits,
            ),
          ],
        },
        loss: { name: "cross-entropy" },
        regularizer: null,
        batch: { inputs: [[1], [1]], targets: [target, target] },
      },
      completeConventions({ reduction }),
    );

  it("survives logits of ±1e308", () => {
    const right = ask([1e308, -1e308], [1, 0], "sum");
    expect([right.loss, right.outputs[0], right.gradients.biases[0].map((db) => db + 0)]).toEqual([0, [1, 0], [0, 0]]);
    const wrong = ask([1e308, -1e308], [0, 1], "sum");
    expect([wrong.loss, wrong.gradients.preactivations[0]]).toEqual([
      Infinity,
      [
        [1, -1],
        [1, -1],
      ],
    ]);
  });

  it("still tells the gradient by the output, -d / y, in its share of the batch", () => {
    expect(ask([3, 3], [1, 0], "sum").gradients.activations[0]).toEqual([
      [-2, 0],
      [-2, 0],
    ]);
    expect(ask([3, 3], [1, 0]).gradients.activations[0]).toEqual([
      [-1, 0],
      [-1, 0],
    ]);
    expect(ask([1e308, -1e308], [0, 1]).gradients.activations[0]).toEqual([
      [0, -Infinity],
      [0, -Infinity],
    ]);
  });

  it("has y Σd - d by the logits, for targets of any sum", () => {
    const { preactivations, biases } = ask([3, 3, 3, 3], [1, 2, 0, 1]).gradients;
    expect([preactivations[0], biases[0]]).toEqual([
      [
        [0, -0.5, 0.5, 0],
        [0, -0.5, 0.5, 0],
      ],
      [0, -1, 1, 0],
    ]);
  });

  it("meets no softmax where the last layer is another: then it divides by y", () => {
    const question: Case = {
      network: { layers: [layer({ name: "softmax" }, [[0], [0]], [1, 1]), layer({ name: "identity" }, [[1, 0]], [0])] },
      loss: { name: "cross-entropy" },
      regularizer: null,
      batch: { inputs: [[1]], targets: [[3]] },
    };
    const { loss, gradients } = backpropagate(question, defaultConventions);
    expect([loss, gradients.activations[1], gradients.preactivations[0]]).toEqual([
      -3 * Math.log(0.5),
      [[-6]],
      [[-1.5, 1.5]],
    ]);
  });
});

describe("special doubles", () => {
  const question = (weight: number, lambda: number): Case => ({
    network: { layers: [layer({ name: "identity" }, [[weight]], [0])] },
    loss: { name: "squared-error" },
    regularizer: { name: "l2", lambda },
    batch: { inputs: [[0]], targets: [[0]] },
  });

  it("λ = 0 adds nothing, even where ‖W‖² overflows", () => {
    const { loss, gradients } = backpropagate(question(1e200, 0), defaultConventions);
    expect([loss, gradients.weights]).toEqual([0, [[[0]]]]);
    expect(backpropagate(question(1e200, 1), defaultConventions).loss).toBe(Infinity);
  });

  it("NaN in the input reaches loss and gradients under every activation", () => {
    const names = ["logistic", "tanh", "relu", "softplus", "absolute-value", "softmax", "identity"] as const;
    for (const activation of [...names.map((name) => ({ name })), { name: "leaky-relu", slope: 0.5 } as const]) {
      const { loss, gradients } = backpropagate(
        {
          network: { layers: [layer(activation, [[1], [2]], [0, 0])] },
          loss: { name: "squared-error" },
          regularizer: null,
          batch: { inputs: [[NaN]], targets: [[0, 0]] },
        },
        defaultConventions,
      );
      expect([loss, gradients.inputs, gradients.biases], activation.name).toEqual([NaN, [[NaN]], [[NaN, NaN]]]);
    }
  });

  it("no finite pre-activation overflows in an activation", () => {
    for (const [name, high, low] of [
      ["logistic", 1, 0],
      ["tanh", 1, -1],
      ["softplus", 1e308, 0],
    ] as const) {
      const ask = (z: number): number =>
        backpropagate({ ...question(1, 0), network: { layers: [layer({ name }, [[1]], [z])] } }, defaultConventions)
          .outputs[0][0];
      expect([ask(1e308), ask(-1e308)], name).toEqual([high, low]);
    }
  });
});

describe("a call", () => {
  const freeze = <T>(value: T): T => {
    if (typeof value === "object" && value !== null) Object.values(value).forEach(freeze);
    return Object.freeze(value);
  };
  const arraysOf = (value: unknown): object[] =>
    typeof value === "object" && value !== null ? [value, ...Object.values(value).flatMap(arraysOf)] : [];

  it("changes nothing it is given, and gives the same answer again", () => {
    fc.assert(
      fc.property(anyCase(fc.integer({ min: 1, max: 3 })), anyScale, (question, conventions) => {
        const first = backpropagate(freeze(question), freeze(conventions));
        expect(backpropagate(question, conventions)).toStrictEqual(first);
      }),
      { seed: 3 },
    );
  });

  it("shares no memory with the question, with another call or within its answer", () => {
    fc.assert(
      fc.property(anyCase(fc.integer({ min: 1, max: 2 })), (question) => {
        const answers = [backpropagate(question, defaultConventions), backpropagate(question, defaultConventions)];
        const arrays = answers.flatMap(arraysOf);
        const asked = new Set(arraysOf(question));
        expect(new Set(arrays).size).toBe(arrays.length);
        expect(arrays.filter((array) => asked.has(array))).toEqual([]);
      }),
      { seed: 4 },
    );
  });

  it("answers every quantity in the model's shape", () => {
    fc.assert(
      fc.property(anyCase(fc.integer({ min: 1, max: 3 })), (question) => {
        const answer = backpropagate(question, defaultConventions);
        for (const quantity of quantities) expect(entriesOf(question, answer, quantity)).not.toContain(undefined);
        expect(answer.outputs).toEqual(answer.activations[answer.activations.length - 1]);
      }),
      { seed: 5 },
    );
  });

  it("refuses a case whose parts do not fit", () => {
    const question: Case = {
      network: { layers: [layer({ name: "identity" }, [[1, 2]], [0])] },
      loss: { name: "squared-error" },
      regularizer: null,
      batch: { inputs: [[1, 2, 3]], targets: [[1]] },
    };
    expect(() => backpropagate(question, defaultConventions)).toThrow(ShapeError);
    expect(() => backpropagate({ ...question, network: { layers: [] } }, defaultConventions)).toThrow(RangeError);
  });

  it("goes through 2,000 layers", () => {
    const identity = layer({ name: "identity" }, [[1]], [0.5]);
    const deep: Case = {
      network: { layers: Array.from({ length: 2000 }, () => identity) },
      loss: { name: "squared-error" },
      regularizer: null,
      batch: { inputs: [[0]], targets: [[998]] },
    };
    const { loss, gradients } = backpropagate(deep, defaultConventions);
    expect([loss, gradients.inputs]).toEqual([2, [[2]]]);
  });
});
