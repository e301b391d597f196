import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conventionChoices, type DeclaredConventions } from "../model/index.js";
import { anyCase, fullAnswer, question } from "./testing/cases.js";
import { answerForModel, caseForSubject, gradientsAreTransposed, transpose } from "./translate.js";

const layouts: fc.Arbitrary<DeclaredConventions> = fc.record({
  weights: fc.constantFrom(...conventionChoices.weights),
  gradients: fc.constantFrom(...conventionChoices.gradients),
});

describe("layouts", () => {
  it("translating the weights twice gives the case back", () => {
    const back = (asked: typeof question): typeof question => caseForSubject(asked, { weights: "in-out" });
    fc.assert(
      fc.property(anyCase, (asked) => {
        expect(back(back(asked))).toEqual(asked);
      }),
      { seed: 1 },
    );
  });

  it("translating the gradients twice gives the answer back", () => {
    fc.assert(
      fc.property(anyCase, layouts, (asked, conventions) => {
        const answer = fullAnswer(asked);
        expect(answerForModel(answerForModel(answer, conventions), conventions)).toEqual(answer);
      }),
      { seed: 2 },
    );
  });

  it("nothing is copied where the layout is the model's", () => {
    const answer = fullAnswer();
    expect(caseForSubject(question, undefined)).toBe(question);
    expect(caseForSubject(question, { reduction: "sum", gradients: "transposed" })).toBe(question);
    expect(answerForModel(answer, {})).toBe(answer);
    expect(answerForModel(answer, { weights: "in-out", gradients: "transposed" })).toBe(answer);
    expect(answerForModel({ loss: 1 }, { weights: "in-out" })).toEqual({ loss: 1 });
  });

  it("in-out weights are the transposed ones, and nothing else changes", () => {
    const asked = caseForSubject(question, { weights: "in-out" });
    expect(asked.network.layers.map(({ weights }) => weights)).toEqual([
      [
        [1, 3, 5],
        [2, 4, 6],
      ],
      [[1], [-1], [2]],
    ]);
    const others = (of: typeof question): object => {
      return { ...of, network: of.network.layers.map((layer) => ({ ...layer, weights: "any" })) };
    };
    expect(others(asked)).toEqual(others(question));
  });

  it("the layout of the gradients is declared against the layout of the weights", () => {
    const table = (["out-in", "in-out"] as const).flatMap((weights) =>
      (["same-as-weights", "transposed"] as const).map((gradients) => gradientsAreTransposed({ weights, gradients })),
    );
    expect(table).toEqual([false, true, true, false]);
    const answer = { loss: 3, gradients: { weights: [[[1, 2, 3]]], biases: [[4]] } };
    const translated = { loss: 3, gradients: { weights: [[[1], [2], [3]]], biases: [[4]] } };
    expect(answerForModel(answer, { gradients: "transposed" })).toEqual(translated);
  });

  it("a matrix without rows has no columns either", () => {
    expect(transpose([])).toEqual([]);
  });
});
