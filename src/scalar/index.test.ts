import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  defaultConventions,
  entriesOf,
  json,
  placeOf,
  quantities,
  ShapeError,
  type Case,
  type Conventions,
  type Quantity,
} from "../model/index.js";
import { backpropagate } from "./index.js";
import { anyCase, anyScale, dyadicCase, exactCase } from "./testing/arbitraries.js";
import { exactDerivative, exactLoss, isSmooth, toDouble } from "./testing/dyadic.js";
import { expectWithin, primitive } from "./testing/rounding.js";

const sum: Conventions = { ...defaultConventions, reduction: "sum" };
const gradients = quantities.filter((quantity) => quantity.startsWith("gradients."));

/** With every 0 positive: the sign of 0 is not part of these laws. */
const plain = (entries: readonly number[] | undefined): number[] => (entries ?? []).map((entry) => entry + 0);

const exactGradient = (question: Case, conventions: Conventions, quantity: Quantity, length: number): number[] =>
  Array.from({ length }, (_, position) =>
    exactDerivative(question, conventions, placeOf(question, quantity, position)),
  );

describe.each([
  ["dyadic networks", dyadicCase],
  ["networks of vector activations made of sums, products and choices", exactCase],
])("on %s, without any rounding", (_, cases) => {
  it("the loss is the loss in exact arithmetic", () => {
    fc.assert(
      fc.property(cases, anyScale, (question, conventions) => {
        fc.pre(isSmooth(question, conventions));
        expect(backpropagate(question, conventions).loss).toBe(toDouble(exactLoss(question, conventions)));
      }),
      { seed: 1 },
    );
  });

  it.each(gradients)("%s are the difference quotients in exact arithmetic", (quantity) => {
    fc.assert(
      fc.property(cases, anyScale, (question, conventions) => {
        fc.pre(isSmooth(question, conventions));
        const entries = plain(entriesOf(question, backpropagate(question, conventions), quantity));
        expect(entries.length).toBeGreaterThan(0);
        expect(entries).toEqual(exactGradient(question, conventions, quantity, entries.length));
      }),
      { seed: 2, numRuns: 60 },
    );
  });
});

describe("on dyadic networks, without any rounding", () => {
  it("the difference quotients tell one convention from another", () => {
    const question: Case = {
      network: { layers: [{ weights: [[2]], biases: [0.5], activation: { name: "relu" } }] },
      loss: { name: "squared-error" },
      regularizer: { name: "l2", lambda: 1 },
      batch: { inputs: [[1], [3]], targets: [[0], [0]] },
    };
    const quotients = (conventions: Conventions): number[] =>
      exactGradient(question, conventions, "gradients.weights", 1);
    expect(quotients(defaultConventions)).toEqual([(2.5 * 1 + 6.5 * 3) / 2 + 2]);
    expect(quotients(sum)).toEqual([2.5 * 1 + 6.5 * 3 + 2]);
    expect(quotients({ ...sum, squaredError: "full" })).toEqual([2 * (2.5 * 1 + 6.5 * 3) + 2]);
    expect(quotients({ ...sum, l2: "full" })).toEqual([2.5 * 1 + 6.5 * 3 + 4]);
  });
});

describe("with every activation in every layer", () => {
  it("the bias gradient is the sum of the pre-activation gradients, bit for bit", () => {
    fc.assert(
      fc.property(anyCase(fc.integer({ min: 1, max: 4 })), (question) => {
        const { biases, preactivations } = backpropagate(question, sum).gradients;
        preactivations.forEach((dz, l) => {
          const zeros = biases[l].map(() => 0);
          expect(biases[l]).toEqual(dz.reduce((total, row) => total.map((part, j) => part + row[j]), zeros));
        });
      }),
      { seed: 3 },
    );
  });

  it("the weight gradient of one example is the layer's input times dz, bit for bit", () => {
    fc.assert(
      fc.property(anyCase(fc.constant(1)), (question) => {
        const answer = backpropagate({ ...question, regularizer: null }, defaultConventions);
        const inputsOf = [question.batch.inputs, ...answer.activations];
        answer.gradients.weights.forEach((dW, l) => {
          const outer = answer.gradients.preactivations[l][0].map((dz) => inputsOf[l][0].map((y) => y * dz));
          expect(dW.map(plain)).toEqual(outer.map(plain));
        });
      }),
      { seed: 4 },
    );
  });

  it("the gradients of a batch are those of its examples", () => {
    fc.assert(
      fc.property(anyCase(fc.integer({ min: 2, max: 4 })), (question) => {
        const whole = backpropagate(question, sum);
        question.batch.inputs.forEach((x, t) => {
          const single = backpropagate(
            { ...question, batch: { inputs: [x], targets: [question.batch.targets[t]] } },
            sum,
          );
          expect(whole.outputs[t]).toEqual(single.outputs[0]);
          expect(whole.preactivations.map((z) => z[t])).toEqual(single.preactivations.map((z) => z[0]));
          expect(whole.gradients.inputs[t]).toEqual(single.gradients.inputs[0]);
          expect(whole.gradients.activations.map((dy) => dy[t])).toEqual(
            single.gradients.activations.map((dy) => dy[0]),
          );
        });
      }),
      { seed: 5 },
    );
  });

  it("the mean is the sum divided by T, for the batch's every derivative", () => {
    fc.assert(
      fc.property(anyCase(fc.constant(3)), (question) => {
        const plainCase = { ...question, regularizer: null };
        for (const quantity of ["loss", ...gradients] as const) {
          const summed = entriesOf(plainCase, backpropagate(plainCase, sum), quantity) ?? [];
          const averaged = entriesOf(plainCase, backpropagate(plainCase, defaultConventions), quantity);
          expect(averaged).toEqual(summed.map((entry) => entry / 3));
        }
      }),
      { seed: 6 },
    );
  });

  it("every quantity has the shape that the model demands", () => {
    fc.assert(
      fc.property(anyCase(fc.integer({ min: 1, max: 4 })), (question) => {
        const answer = backpropagate(question, defaultConventions);
        for (const quantity of quantities) expect(() => entriesOf(question, answer, quantity)).not.toThrow();
        expect(answer.outputs).toEqual(answer.activations[answer.activations.length - 1]);
      }),
      { seed: 7 },
    );
  });

  it("asking twice gives the same answer and changes nothing", () => {
    fc.assert(
      fc.property(anyCase(fc.integer({ min: 1, max: 4 })), (question) => {
        const before = json.stringify(question);
        const first = backpropagate(deeplyFrozen(question), deeplyFrozen(defaultConventions));
        expect(backpropagate(question, defaultConventions)).toEqual(first);
        expect(json.stringify(question)).toBe(before);
      }),
      { seed: 8 },
    );
  });
});

function deeplyFrozen<T>(value: T): T {
  if (value !== null && typeof value === "object") Object.values(value).forEach(deeplyFrozen);
  return Object.freeze(value);
}

describe("worked examples", () => {
  it("the width-1 chain of the lecture's notes has its golden loss and gradients", () => {
    const question: Case = {
      network: { layers: [{ weights: [[0.7]], biases: [-0.3], activation: { name: "logistic" } }] },
      loss: { name: "squared-error" },
      regularizer: null,
      batch: { inputs: [[0.6]], targets: [[0.9]] },
    };
    const answer = backpropagate(question, { ...defaultConventions, squaredError: "full" });
    // 0.7 * 0.6 - 0.3 = 0.12: the inputs' roundings, a product, a sum, on terms of size 0.42 and 0.3
    const z = 3 * 0.42 + 0.3 + 0.12 + 0.12;
    expectWithin(answer.preactivations[0][0][0], 0.12, z, 1);
    // f' is below 1/4; then the logistic's own exponential, addition and division
    const y = z / 4 + primitive + 3;
    expectWithin(answer.outputs[0][0], 0.5299640517645717507707345, y, 1);
    // relative to |y - d| > 1/3: the error of y, the rounding of d and that of the difference; twice for the square
    const difference = 3 * (y + 2);
    expectWithin(answer.loss, 0.1369266029864925348344895, 2 * difference + 2);
    // relative to f' > 1/5: the error of y (1 - y), whose condition number is below 1 and which has two operations
    const slope = 5 * (y + 2);
    const { weights, biases, inputs } = answer.gradients;
    expectWithin(weights[0][0][0], -0.1106121028267437402741618, difference + slope + 4);
    expectWithin(biases[0][0], -0.184353504711239567123603, difference + slope + 2);
    expectWithin(inputs[0][0], -0.1290474532978676969865221, difference + slope + 4);
  });

  it("softmax under cross-entropy has its golden loss and gradient", () => {
    const question: Case = {
      network: {
        layers: [
          {
            weights: [
              [1, 0, 0],
              [0, 1, 0],
              [0, 0, 1],
            ],
            biases: [0, 0, 0],
            activation: { name: "softmax" },
          },
        ],
      },
      loss: { name: "cross-entropy" },
      regularizer: null,
      batch: { inputs: [[0.2, -0.5, 1.1]], targets: [[0, 1, 0]] },
    };
    const { loss, gradients } = backpropagate(question, defaultConventions);
    // differences to 1.1 are below 1.6 and three roundings off; then exp, two additions with their terms, ln or a
    // division, golden
    const roundings = 2 * (3 * 1.6 + primitive) + 4;
    expectWithin(loss, 2.075281040267447952696982, roundings + primitive);
    const exact = [0.2527685476812795265845239, -0.8744788539607784252102491, 0.6217103062794988986257252];
    gradients.preactivations[0][0].forEach((dz, i) => expectWithin(dz, exact[i], roundings + 1));
    expect(gradients.biases).toEqual(gradients.preactivations[0]);
    expect(gradients.activations[0][0].map((dy) => dy === 0)).toEqual([true, false, true]);
    expectWithin(gradients.activations[0][0][1], -1 / 0.1255211460392215747897509, roundings + 2);
  });

  it("weights and their gradients are laid out as [units][inputs]", () => {
    const question: Case = {
      network: {
        layers: [
          {
            weights: [
              [1, 0, 0],
              [0, 1, 0],
            ],
            biases: [0, 0],
            activation: { name: "identity" },
          },
        ],
      },
      loss: { name: "squared-error" },
      regularizer: null,
      batch: { inputs: [[2, 3, 5]], targets: [[1, 13]] },
    };
    expect(backpropagate(question, defaultConventions).gradients.weights).toEqual([
      [
        [2, 3, 5],
        [-20, -30, -50],
      ],
    ]);
  });
});

describe("layers with other outputs than pre-activations", () => {
  /** Two units of two pieces each, a map of them to three outputs, and a sum of products of these. */
  const question: Case = {
    network: {
      layers: [
        { weights: [[1], [-1], [2], [0]], biases: [0, 0, 1, 4], activation: { name: "maxout", pieces: 2 } },
        {
          weights: [
            [1, 0],
            [1, 1],
          ],
          biases: [0, -1],
          activation: {
            name: "linear-map",
            matrix: [
              [1, 0],
              [0, 2],
              [1, 1],
            ],
          },
        },
        {
          weights: [
            [1, 0, 0],
            [0, 1, 1],
          ],
          biases: [0, 0],
          activation: { name: "polynomial", outputs: [[{ coefficient: 3, powers: [1, 2] }]] },
        },
      ],
    },
    loss: { name: "squared-error" },
    regularizer: null,
    batch: { inputs: [[2]], targets: [[7000]] },
  };

  it("have all numbers that can be worked by hand", () => {
    const answer = backpropagate(question, defaultConventions);
    // (2, 5) = max of (2, -2) and of (5, 4); z = (2, 6), A z = (2, 12, 8); z = (2, 20), y = 3 * 2 * 20^2
    expect(answer.preactivations).toEqual([[[2, -2, 5, 4]], [[2, 6]], [[2, 20]]]);
    expect(answer.activations).toEqual([[[2, 5]], [[2, 12, 8]], [[2400]]]);
    expect(answer.loss).toBe(4600 ** 2 / 2);
    const { gradients } = answer;
    // dy = -4600; dz = dy (3 * 400, 3 * 2 * 2 * 20); through W; through A^T; through W; to the larger pieces
    const [first, second] = [-4600 * 1200, -4600 * 240];
    expect(gradients.preactivations[2]).toEqual([[first, second]]);
    expect(gradients.activations[1]).toEqual([[first, second, second]]);
    expect(gradients.preactivations[1]).toEqual([[first + second, 3 * second]]);
    expect(gradients.activations[0]).toEqual([[first + 4 * second, 3 * second]]);
    expect(gradients.preactivations[0].map(plain)).toEqual([[first + 4 * second, 0, 3 * second, 0]]);
    expect(gradients.inputs).toEqual([[first + 10 * second]]);
    expect(gradients.weights.map((dW) => dW.length)).toEqual([4, 2, 2]);
    expect(gradients.weights[1]).toEqual([
      [2 * (first + second), 5 * (first + second)],
      [6 * second, 15 * second],
    ]);
    expect(gradients.biases.map((db) => db.length)).toEqual([4, 2, 2]);
  });

  it("have a penalty on the weights of all pieces", () => {
    const loss = (lambda: number): number =>
      backpropagate({ ...question, regularizer: { name: "l2", lambda } }, defaultConventions).loss;
    expect(loss(2) - loss(0)).toBe(1 + 1 + 4 + 3 + 3);
  });
});

describe("extreme and wrong questions", () => {
  const softmaxOf = (logits: readonly number[], target: readonly number[]): Case => ({
    network: { layers: [{ weights: logits.map(() => [0]), biases: logits, activation: { name: "softmax" } }] },
    loss: { name: "cross-entropy" },
    regularizer: null,
    batch: { inputs: [[1]], targets: [target] },
  });

  it("logits of 1e308 and -1e308 give no NaN, whichever class is the target", () => {
    for (const target of [
      [1, 0, 0],
      [0, 1, 0],
      [0.5, 0.25, 0.25],
    ]) {
      const question = softmaxOf([1e308, -1e308, 1e308], target);
      const answer = backpropagate(question, defaultConventions);
      expect(answer.outputs).toEqual([[0.5, 0, 0.5]]);
      expect(answer.gradients.biases).toEqual([answer.outputs[0].map((y, i) => y - target[i])]);
      for (const quantity of quantities) expect(entriesOf(question, answer, quantity)).not.toContain(NaN);
    }
  });

  it("the loss of a softmax keeps its digits where the target's probability has underflowed", () => {
    expect(backpropagate(softmaxOf([0, -1000], [0, 1]), defaultConventions).loss).toBe(1000);
    expect(backpropagate(softmaxOf([1e308, -1e308], [0, 1]), defaultConventions).loss).toBe(Infinity);
    expect(backpropagate(softmaxOf([1e308, -1e308], [1, 0]), defaultConventions).loss).toBe(0);
  });

  it("NaN in the inputs reaches the loss and every gradient, but for a constant and a single class", () => {
    const ignoresInput = ({ network, loss, batch }: Case): boolean =>
      network.layers.some(({ activation }) => activation.name === "polynomial") ||
      (loss.name === "multiclass-hinge" && batch.targets[0].length === 1);
    fc.assert(
      fc.property(anyCase(fc.constant(1)), (question) => {
        fc.pre(!ignoresInput(question));
        const inputs = question.batch.inputs.map((row) => row.map(() => NaN));
        const targets = question.batch.targets.map((row) =>
          question.loss.name === "multiclass-hinge" ? row : row.map(() => 1),
        );
        const answer = backpropagate({ ...question, batch: { inputs, targets } }, defaultConventions);
        expect(answer.loss).toBeNaN();
        expect(answer.gradients.weights.flat(2).every(Number.isNaN)).toBe(true);
        expect(answer.gradients.inputs.flat().every(Number.isNaN)).toBe(true);
      }),
      { seed: 9 },
    );
  });

  it("a part that does not fit is refused by name", () => {
    const question = softmaxOf([1, 2], [1, 0, 0]);
    expect(() => backpropagate(question, defaultConventions)).toThrow(ShapeError);
    expect(() => backpropagate(question, defaultConventions)).toThrow("targets must have shape [1][2]");
  });

  it("a target that is not one-hot is refused under the hinge", () => {
    const question: Case = { ...softmaxOf([1, 2], [0.5, 0.5]), loss: { name: "multiclass-hinge" } };
    expect(() => backpropagate(question, defaultConventions)).toThrow(RangeError);
  });

  it("an empty batch and a negative lambda are refused", () => {
    const question = softmaxOf([1, 2], [1, 0]);
    expect(() => backpropagate({ ...question, batch: { inputs: [], targets: [] } }, defaultConventions)).toThrow(
      RangeError,
    );
    const regularizer = { name: "l2", lambda: -1 } as const;
    expect(() => backpropagate({ ...question, regularizer }, defaultConventions)).toThrow(RangeError);
  });
});
