import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  completeConventions,
  conventionChoices,
  defaultConventions,
  entriesOf,
  kinkChoices,
  quantities,
  ShapeError,
  type Layer,
  type Case,
  type Conventions,
  type FullAnswer,
} from "../model/index.js";
import { backpropagate as scalar } from "../scalar/index.js";
import { anyCase, anyScale, dyadicCase, exactCase } from "../scalar/testing/arbitraries.js";
import { backpropagate } from "./index.js";

const anyKink: fc.Arbitrary<Conventions> = fc
  .record({
    unitStepAtZero: fc.constantFrom(...conventionChoices.unitStepAtZero),
    derivativeAtKink: fc.record({
      relu: fc.constantFrom(...kinkChoices.relu),
      "leaky-relu": fc.constantFrom(...kinkChoices["leaky-relu"]),
      "absolute-value": fc.constantFrom(...kinkChoices["absolute-value"]),
      maxout: fc.constantFrom(...kinkChoices.maxout),
      "multiclass-hinge": fc.constantFrom(...kinkChoices["multiclass-hinge"]),
    }),
  })
  .map((kinks) => ({ ...defaultConventions, ...kinks }));

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

/** A third of dy is no dyadic number: where three pieces tie, equal parts give way to halves. */
const withoutThirds = (question: Case, conventions: Conventions): Conventions => {
  const thirds = question.network.layers.some(({ activation: f }) => f.name === "maxout" && f.pieces === 3);
  const { derivativeAtKink } = conventions;
  if (!thirds || derivativeAtKink.maxout !== "split") return conventions;
  return { ...conventions, derivativeAtKink: { ...derivativeAtKink, maxout: "average" } };
};

describe("on dyadic networks, without any rounding", () => {
  it("the answer is that of the per-index loops, bit for bit", () => {
    fc.assert(
      fc.property(fc.oneof(dyadicCase, exactCase), anyScale, (question, conventions) => {
        expect(numbers(question, backpropagate(question, conventions))).toEqual(
          numbers(question, scalar(question, conventions)),
        );
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  it("so it is on the kinks, under every convention for them", () => {
    fc.assert(
      fc.property(fc.oneof(dyadicCase, exactCase), anyKink, (question, declared) => {
        const conventions = withoutThirds(question, declared);
        const flat = flattened(question);
        expect(numbers(flat, backpropagate(flat, conventions))).toEqual(numbers(flat, scalar(flat, conventions)));
      }),
      { seed: 2, numRuns: 400 },
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
      network: { layers: [{ weights: [[1, 2]], biases: [0], activation: { name: "identity" } }] },
      loss: { name: "squared-error" },
      regularizer: null,
      batch: { inputs: [[1, 2, 3]], targets: [[1]] },
    };
    expect(() => backpropagate(question, defaultConventions)).toThrow(ShapeError);
    expect(() => backpropagate({ ...question, network: { layers: [] } }, defaultConventions)).toThrow(RangeError);
  });

  it("goes through 2,000 layers", () => {
    const identity: Layer = { weights: [[1]], biases: [0.5], activation: { name: "identity" } };
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
