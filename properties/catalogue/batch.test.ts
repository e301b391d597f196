/** REG and BAT: the penalty's two scalings, and what is divided by the batch size. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Case } from "../../src/model/index.js";
import {
  answer,
  exactQuestions,
  implementations,
  layer,
  questionOf,
  unsigned,
  withTargets,
} from "./testing/questions.js";

const penalized = (question: Case, lambda: number): Case => ({ ...question, regularizer: { name: "l2", lambda } });

describe.each(implementations)("the penalty: %s", (_, run) => {
  it("λ/2 with 2λ is λ, in the loss and in every gradient, and λ = 0 is no penalty", () => {
    fc.assert(
      fc.property(exactQuestions(3), fc.constantFrom(0, 0.5, 1, 3), (question, lambda) => {
        const half = answer(run, penalized(question, 2 * lambda), { l2: "half" });
        expect(half).toEqual(answer(run, penalized(question, lambda), { l2: "full" }));
        if (lambda === 0) expect(half).toEqual(answer(run, question));
      }),
      { seed: 1 },
    );
  });

  it("adds λ W to the gradient of every layer, the last one too, and half λ Σ W² to the loss once, whatever T is", () => {
    fc.assert(
      fc.property(exactQuestions(3), fc.constantFrom(0.5, 1, 3), (question, lambda) => {
        const [bare, full] = [answer(run, question), answer(run, penalized(question, lambda))];
        const W = question.network.layers.map(({ weights }) => weights);
        const added = full.gradients.weights.map((dW, l) =>
          dW.map((row, j) => row.map((g, i) => g - bare.gradients.weights[l][j][i] - lambda * W[l][j][i])),
        );
        expect(
          unsigned(added)
            .flat(2)
            .every((rest) => rest === 0),
        ).toBe(true);
        expect(full.gradients.biases).toEqual(bare.gradients.biases);
        expect(full.loss - bare.loss).toBe((lambda / 2) * W.flat(2).reduce((sum, w) => sum + w * w, 0));
      }),
      { seed: 2 },
    );
  });
});

describe.each(implementations)("the batch: %s", (_, run) => {
  it("takes the mean of g and gᵀ xᵀ over the examples and then adds 2 λ W, as the mini-batch algorithm says", () => {
    const W = [
      [1, 2],
      [3, 1],
    ];
    const inputs = [
      [1, 1],
      [3, 3],
    ];
    const question = withTargets(questionOf([layer(W, [3, 2], "identity")], inputs), [
      [5, 6],
      [12, 10],
    ]);
    // identity under half the squared error: g = y - d
    const { gradients } = answer(run, penalized(question, 4), { l2: "full" });
    const g = [
      [6 - 5, 6 - 6],
      [12 - 12, 14 - 10],
    ];
    const mean = (f: (t: number) => number): number => (f(0) + f(1)) / 2;
    expect(gradients.biases).toEqual([[0, 1].map((i) => mean((t) => g[t][i]))]);
    expect(gradients.weights).toEqual([
      [0, 1].map((i) => [0, 1].map((j) => mean((t) => g[t][i] * inputs[t][j]) + 2 * 4 * W[i][j])),
    ]);
  });

  it("of one example has the gradient of that example, and a batch of none is refused", () => {
    const question = withTargets(questionOf([layer([[2]], [1])], [[3]]), [[5]]);
    expect(answer(run, question).gradients).toEqual(answer(run, question, { reduction: "sum" }).gradients);
    expect(() => answer(run, questionOf([layer([[2]], [1])], []))).toThrow("at least one example");
  });

  it("of the same example many times has the mean of one, and its sum grows with them", () => {
    fc.assert(
      fc.property(exactQuestions(2, [1]), fc.constantFrom(2, 4, 8), (question, times) => {
        const repeated: Case = {
          ...question,
          batch: {
            inputs: new Array<readonly number[]>(times).fill(question.batch.inputs[0]),
            targets: new Array<readonly number[]>(times).fill(question.batch.targets[0]),
          },
        };
        const [one, mean, sum] = [
          answer(run, question),
          answer(run, repeated),
          answer(run, repeated, { reduction: "sum" }),
        ];
        expect(mean.loss).toBe(one.loss);
        expect(unsigned(mean.gradients.weights)).toEqual(unsigned(one.gradients.weights));
        expect(sum.loss).toBe(times * one.loss);
      }),
      { seed: 3 },
    );
  });
});
