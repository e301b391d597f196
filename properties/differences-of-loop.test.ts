/** Differences between the documents in what is added when: batches, penalties, loops (spec/differences.md). */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { depth, layerOf, type Answer, type Case, type FullAnswer } from "../src/model/index.js";
import { judge } from "../spec/testing/judge.js";
import {
  byColumns,
  columns,
  dot,
  expectAccepted,
  fromY,
  questionsWith,
  smooth,
  solve,
  sum,
  type Asked,
} from "../spec/testing/writings.js";

describe("batches, penalties and loops", () => {
  const penalized: Asked = { ...smooth, regularizer: true };
  /** The examples of a question, each a question of its own. */
  const examplesOf = (question: Case): Case[] =>
    question.batch.inputs.map((x, t) => ({
      ...question,
      batch: { inputs: [x], targets: [question.batch.targets[t]] },
    }));
  /** Loss and parameter gradients of several answers, each combined entry by entry. */
  const combined = (answers: readonly FullAnswer[], combine: (values: readonly number[]) => number): Answer => ({
    loss: combine(answers.map(({ loss }) => loss)),
    gradients: {
      weights: answers[0].gradients.weights.map((layer, k) =>
        layer.map((row, j) => row.map((_, i) => combine(answers.map(({ gradients }) => gradients.weights[k][j][i])))),
      ),
      biases: answers[0].gradients.biases.map((row, k) =>
        row.map((_, j) => combine(answers.map(({ gradients }) => gradients.biases[k][j]))),
      ),
    },
  });
  const mean = (values: readonly number[]): number => sum(values) / values.length;

  it("a sum over the examples divided at the end, divided term by term, or times 1/T: the same loss and gradients", () => {
    const means: readonly ((values: readonly number[]) => number)[] = [
      mean,
      (values) => sum(values.map((value) => value / values.length)),
      (values) => sum(values) * (1 / values.length),
    ];
    const undivided = (question: Case): Answer =>
      combined(
        examplesOf(question).map((one) => solve(one)),
        sum,
      );
    for (const reduce of means)
      expectAccepted(
        questionsWith(smooth),
        (question) =>
          combined(
            examplesOf(question).map((one) => solve(one)),
            reduce,
          ),
        {
          wrong: undivided,
        },
      );
  });

  it("a penalty inside every example's loss, averaged with it: the same loss and gradients", () => {
    const inside = (question: Case): Answer =>
      combined(
        examplesOf(question).map((one) => solve(one)),
        mean,
      );
    const twice = (question: Case): Answer => {
      const { gradients } = inside(question);
      const lambda = question.regularizer?.lambda ?? 0;
      const weights = question.network.layers.map((layer, k) =>
        layer.weights.map((row, j) => row.map((w, i) => (gradients?.weights?.[k][j][i] ?? NaN) + lambda * w)),
      );
      return { gradients: { weights } };
    };
    expectAccepted(questionsWith(penalized), inside, { wrong: twice });
  });

  it("a penalty on extended weights leaves row 0 out: the same loss and gradients", () => {
    const extended = (from: 0 | 1) => (question: Case) => {
      const { gradients, loss } = solve({ ...question, regularizer: null });
      const lambda = question.regularizer?.lambda ?? 0;
      // Row by source, the biases in row 0.
      const w = question.network.layers.map(({ weights, biases }) => [[...biases], ...columns(weights)]);
      const dw = gradients.weights.map((rows, k) => [[...gradients.biases[k]], ...columns(rows)]);
      w.forEach((rows, k) =>
        rows.forEach((row, i) => row.forEach((value, j) => (dw[k][i][j] += i < from ? 0 : lambda * value))),
      );
      const squares = sum(
        w.flatMap((rows) =>
          rows
            .slice(from)
            .flat()
            .map((value) => value * value),
        ),
      );
      return {
        loss: loss + (lambda / 2) * squares,
        gradients: { biases: dw.map(([row]) => row), weights: dw.map((rows) => columns(rows.slice(1))) },
      };
    };
    expectAccepted(questionsWith(penalized), extended(1), { wrong: extended(0) });
  });

  it("dW of layer k collected at step k, or one step later: the same bits", () => {
    fc.assert(
      fc.property(questionsWith(smooth), (question) => {
        const forward = solve(question);
        const { network, batch } = question;
        const N = depth(network);
        const y = (k: number): readonly (readonly number[])[] => (k === 0 ? batch.inputs : forward.activations[k - 1]);
        const outer = (k: number, dz: readonly (readonly number[])[]): number[][] =>
          columns(dz).map((dzj) => columns(y(k - 1)).map((yi) => dot(dzj, yi)));
        const through = (k: number, dy: readonly (readonly number[])[]): number[][] =>
          dy.map((row, t) => [...fromY(question, forward, k, t, row)]);
        const under = (k: number, dz: readonly (readonly number[])[]): number[][] =>
          dz.map((row) => [...byColumns(layerOf(network, k).weights, row)]);

        // 002 L349-366: k = N..1, everything of layer k at step k, down to the input.
        const atStep: number[][][] = [];
        let dy = forward.gradients.activations[N - 1].map((row) => [...row]);
        for (let k = N; k >= 1; k--) {
          const dz = through(k, dy);
          atStep[k] = outer(k, dz);
          dy = under(k, dz);
        }
        // 000 L522-534: k = N-1..0, dW of layer k+1 at step k.
        const later: number[][][] = [];
        let above = through(
          N,
          forward.gradients.activations[N - 1].map((row) => [...row]),
        );
        for (let k = N - 1; k >= 0; k--) {
          const below = under(k + 1, above);
          later[k + 1] = outer(k + 1, above);
          if (k > 0) above = through(k, below);
        }
        expect(later).toEqual(atStep);
        expect(judge(question, { gradients: { weights: later.slice(1) } }).wrong).toEqual([]);
      }),
      { seed: 3, numRuns: 40 },
    );
  });
});
