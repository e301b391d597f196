/** Differences between the documents in losses and derivatives that are the same function in other words (spec/differences.md). */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  batchSize,
  depth,
  layerOf,
  type ActivationName,
  type Answer,
  type Case,
  type FullAnswer,
  type LossName,
} from "../src/model/index.js";
import { ofActivation, toMatrix } from "../src/vectorized/jacobian.js";
import { toRows } from "../src/vectorized/matrix.js";
import { judge } from "../spec/testing/judge.js";
import {
  byColumns,
  columns,
  dot,
  expectAccepted,
  fromY,
  fromZ,
  gradientsBy,
  kinks,
  questionsWith,
  slopes,
  slopesFrom,
  smooth,
  solve,
  sum,
  throughJacobian,
  type Asked,
  type Way,
} from "../spec/testing/writings.js";

describe("losses and derivatives", () => {
  const softmaxUnder = (losses: readonly LossName[]): Asked => ({
    activations: ["tanh", "identity"],
    output: ["softmax"],
    losses,
    regularizer: false,
  });
  const oneHot = ({ batch }: Case): boolean =>
    batch.targets.every((row) => sum(row) === 1 && row.every((d) => d === 0 || d === 1));

  it("-ln a_t, -yᵀ ln a and -ln(yᵀ p) are one loss for one-hot targets, and the third another for soft ones", () => {
    const all = questionsWith(softmaxUnder(["cross-entropy"]));
    const meanOf = (question: Case, Div: (a: readonly number[], y: readonly number[]) => number): Answer => {
      const outputs = solve(question).outputs;
      return { loss: sum(outputs.map((a, t) => Div(a, question.batch.targets[t]))) / batchSize(question) };
    };
    const forms: readonly ((a: readonly number[], y: readonly number[]) => number)[] = [
      (a, y) => -Math.log(a[y.indexOf(1)]),
      (a, y) => -sum(a.map((ai, i) => (y[i] === 0 ? 0 : y[i] * Math.log(ai)))),
      (a, y) => -Math.log(dot(y, a)),
    ];
    for (const Div of forms) expectAccepted(all.filter(oneHot), (question) => meanOf(question, Div));

    const third = (question: Case): FullAnswer => solve({ ...question, loss: { name: "negative-log-of-sum" } });
    expectAccepted(all.filter(oneHot), third);
    const soft = all.filter((question) => question.batch.targets.every((row) => row.filter((d) => d > 0).length > 1));
    expectAccepted(soft, solve, { wrong: third });
    const named = soft.map((question): Case => ({ ...question, loss: { name: "negative-log-of-sum" } }));
    expectAccepted(named, third, { wrong: (question) => solve({ ...question, loss: { name: "cross-entropy" } }) });
  });

  it("a - y, (a - y) f'(z) and dDiv/dY times the Jacobian: the same dz, each at its own head", () => {
    /** The first δ, which is the last layer's dz. */
    const delta = (question: Case, of: (a: number, y: number, z: number) => number): Answer => {
      const { outputs, preactivations, gradients } = solve(question);
      const N = depth(question.network);
      const T = batchSize(question);
      const top = outputs.map((row, t) =>
        row.map((a, j) => of(a, question.batch.targets[t][j], preactivations[N - 1][t][j]) / T),
      );
      return { gradients: { preactivations: [...gradients.preactivations.slice(0, N - 1), top] } };
    };
    const plainDelta = (question: Case): Answer => delta(question, (a, y) => a - y);
    const withSlope = (question: Case): Answer => delta(question, (a, y, z) => (a - y) * slopes.z.logistic(z));
    const head = (output: ActivationName, loss: LossName): fc.Arbitrary<Case> =>
      questionsWith({ activations: ["tanh"], output: [output], losses: [loss], regularizer: false });

    expectAccepted(head("identity", "squared-error"), plainDelta);
    expectAccepted(head("softmax", "cross-entropy").filter(oneHot), plainDelta);
    expectAccepted(head("logistic", "binary-cross-entropy"), plainDelta, { wrong: withSlope });
    expectAccepted(head("logistic", "squared-error"), withSlope, { wrong: plainDelta });
    for (const question of [
      head("identity", "squared-error"),
      head("softmax", "cross-entropy"),
      head("logistic", "binary-cross-entropy"),
      head("logistic", "squared-error"),
    ])
      expectAccepted(question, (asked) => gradientsBy({ through: throughJacobian, below: byColumns }, asked));
  });

  it("y_j (δ_ij - y_i), y_i (δ_ij - y_j) and the short form: the same dz below a softmax", () => {
    const one = (i: number, j: number): number => (i === j ? 1 : 0);
    type Back = (y: readonly number[], dy: readonly number[], i: number) => number;
    const forms: readonly Back[] = [
      (y, dy, i) => sum(y.map((yj, j) => dy[j] * yj * (one(i, j) - y[i]))),
      (y, dy, i) => sum(y.map((yj, j) => dy[j] * y[i] * (one(i, j) - yj))),
      (y, dy, i) => y[i] * (dy[i] - dot(y, dy)),
    ];
    const diagonal: Back = (y, dy, i) => dy[i] * y[i] * (1 - y[i]);
    const by = (back: Back) => (question: Case) => {
      const through: Way["through"] = (_, { activations }, k, t, dy) =>
        activations[k - 1][t].map((__, i) => back(activations[k - 1][t], dy, i));
      return gradientsBy({ through, below: byColumns }, question);
    };
    const questions = questionsWith({ activations: ["softmax"], losses: ["squared-error"], regularizer: false });
    for (const back of forms) expectAccepted(questions, by(back), { wrong: by(diagonal) });
  });

  it("derivatives from z or from y: the same dz", () => {
    const mixedUp = slopesFrom("z", ({ activations }) => activations);
    const wrong = (question: Case): Answer => gradientsBy({ through: mixedUp, below: byColumns }, question);
    for (const through of [fromZ, fromY])
      expectAccepted(questionsWith(smooth), (question) => gradientsBy({ through, below: byColumns }, question), {
        wrong,
      });
  });

  it("a diagonal Jacobian written out, or an entrywise product: the same dz", () => {
    const writtenOut: Way["through"] = ({ network }, { preactivations }, k, t, dy) => {
      const J = toRows(toMatrix(ofActivation(layerOf(network, k).activation, preactivations[k - 1][t], kinks)));
      return columns(J).map((column) => dot(column, dy));
    };
    fc.assert(
      fc.property(questionsWith(smooth), (question) => {
        const [full, short] = [writtenOut, throughJacobian].map((through) =>
          gradientsBy({ through, below: byColumns }, question),
        );
        expect(full).toEqual(short);
        expect(judge(question, full).wrong).toEqual([]);
      }),
      { seed: 2, numRuns: 40 },
    );
  });
});
