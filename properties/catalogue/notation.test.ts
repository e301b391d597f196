/** NOT: what the indices mean, and the five documents' ways to write them. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { depth, layerOf, type Case, type FullAnswer } from "../../src/model/index.js";
import { extendedWeights } from "../../src/scalar/extended.js";
import { affine, outputs, pull, toMatrix } from "../../src/vectorized/jacobian.js";
import { toRows } from "../../src/vectorized/matrix.js";
import { conforms, fromIndices, fromOutputFirst, fromSources, toOutputFirst, toSources } from "./testing/dialects.js";
import { answer, exactQuestions, implementations, layer, questionOf, unsigned } from "./testing/questions.js";

const questions = exactQuestions(3);
const activationsOf = ({ network }: Case) => network.layers.map(({ activation }) => activation);

/** The question with one weight, or (source -1) one bias, of layer k moved by 1. */
function moved(question: Case, k: number, unit: number, source: number): Case {
  const layers = question.network.layers.map((each, position) => {
    if (position !== k - 1) return each;
    const weights = each.weights.map((row, j) => row.map((w, i) => (j === unit && i === source ? w + 1 : w)));
    const biases = each.biases.map((b, j) => (j === unit && source < 0 ? b + 1 : b));
    return { ...each, weights, biases };
  });
  return { ...question, network: { layers } };
}

/** How z^(k), and y^(k) where it is asked for, change from one answer to the other. */
const change = (before: FullAnswer, after: FullAnswer, k: number): number[][] =>
  after.preactivations[k - 1].map((row, t) => row.map((z, j) => z - before.preactivations[k - 1][t][j]));

describe.each(implementations)("the indices of a weight: %s", (_, run) => {
  it("a weight moved by 1 moves its destination's z by the source's y, and no other z of the layer", () => {
    fc.assert(
      fc.property(questions, fc.nat(99), (question, pick) => {
        const k = 1 + (pick % depth(question.network));
        const { weights } = layerOf(question.network, k);
        const [unit, source] = [pick % weights.length, pick % weights[0].length];
        const before = answer(run, question);
        const below = k === 1 ? question.batch.inputs : before.activations[k - 2];
        const after = answer(run, moved(question, k, unit, source));
        expect(unsigned(change(before, after, k))).toEqual(
          below.map((y) => weights.map((__, j) => (j === unit ? y[source] + 0 : 0))),
        );
        const elsewhere = (row: readonly number[]): number[] => row.filter((__, j) => j !== unit);
        expect(after.activations[k - 1].map(elsewhere)).toEqual(before.activations[k - 1].map(elsewhere));
      }),
      { seed: 1 },
    );
  });

  it("a bias moved by 1 moves its own z by 1, and no other z of the layer", () => {
    fc.assert(
      fc.property(questions, fc.nat(99), (question, pick) => {
        const k = 1 + (pick % depth(question.network));
        const { biases } = layerOf(question.network, k);
        const unit = pick % biases.length;
        const after = answer(run, moved(question, k, unit, -1));
        expect(unsigned(change(answer(run, question), after, k))).toEqual(
          question.batch.inputs.map(() => biases.map((__, j) => (j === unit ? 1 : 0))),
        );
      }),
      { seed: 2 },
    );
  });

  it("a transposed weight matrix is refused unless it is square", () => {
    const wide = questionOf(
      [
        layer(
          [
            [1, 2, 3],
            [4, 5, 6],
          ],
          [0, 0],
        ),
      ],
      [[1, 1, 1]],
    );
    const transposed = questionOf(
      [
        layer(
          [
            [1, 4],
            [2, 5],
            [3, 6],
          ],
          [0, 0],
        ),
      ],
      [[1, 1, 1]],
    );
    expect(answer(run, wide).outputs).toEqual([[6, 15]]);
    expect(() => answer(run, transposed)).toThrow("weights must have shape [2][2]");
  });
});

describe("the documents' notations", () => {
  it("000 and 002 hold the same weights: W_k[j][i] = w_ij^(k), b_k[j] = w_0j^(k), there and back", () => {
    fc.assert(
      fc.property(questions, (question) => {
        const w = extendedWeights(question.network);
        question.network.layers.forEach(({ weights, biases }, position) => {
          weights.forEach((row, j) => row.forEach((entry, i) => expect(w[position + 1][i + 1][j + 1]).toBe(entry)));
          expect(w[position + 1][0].slice(1)).toEqual(biases);
        });
        expect(fromIndices(w, activationsOf(question))).toEqual(question.network);
      }),
      { seed: 3 },
    );
  });

  it("001 counts layers down from the output and weights by destination first, there and back", () => {
    fc.assert(
      fc.property(questions, (question) => {
        const { network } = question;
        const layers = toOutputFirst(network);
        expect(layers.map(({ below }) => below)).toEqual(network.layers.map((_, position) => position));
        expect(layers[0].w).toEqual(layerOf(network, depth(network)).weights);
        expect(fromOutputFirst(layers, activationsOf(question))).toEqual(network);
      }),
      { seed: 4 },
    );
  });

  it("003 keeps the number of a matrix and not that of a layer, in both of its schemes, there and back", () => {
    fc.assert(
      fc.property(questions, (question) => {
        const { network } = question;
        const [A, B] = [toSources(network, "A"), toSources(network, "B")];
        expect(A.n_l).toBe(B.n_l + 1);
        expect(B.n_l).toBe(depth(network));
        expect(B.W[B.n_l]).toEqual(layerOf(network, depth(network)).weights);
        for (const written of [A, B]) expect(fromSources(written, activationsOf(question))).toEqual(network);
        expect(conforms(network)).toBe(true);
      }),
      { seed: 5 },
    );
  });

  it("003 read in the other scheme misses a matrix or has one too many", () => {
    const { network } = questionOf([layer([[1]], [2]), layer([[3]], [4])], [[1]]);
    const activations = network.layers.map(({ activation }) => activation);
    const reread = (from: "A" | "B", to: "A" | "B") => () =>
      fromSources({ ...toSources(network, from), scheme: to }, activations);
    expect(reread("A", "B")).toThrow("scheme B with n_l = 3 has 3 matrices, not 2");
    expect(reread("B", "A")).toThrow("scheme A with n_l = 2 has 1 matrices, not 2");
  });
});

describe("the gradient of a number", () => {
  it("is its Jacobian, which has one row", () => {
    const J = affine([[2, -3, 5]]);
    expect(outputs(J)).toBe(1);
    expect(toRows(toMatrix(J))).toEqual([pull([1], J)]);
  });
});
