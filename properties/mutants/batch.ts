/** Mistakes in batch, reduction, loss and regularizer. */
import { batchSize } from "../../src/model/index.js";
import type { Mutant } from "./mutant.js";
import { correct, type Steps } from "./skeleton.js";

type What = Parameters<Steps["reduce"]>[1];

/** The reduction of some quantities replaced. */
const reducing =
  (what: readonly What[], reduce: (values: readonly number[], mean: boolean) => number) => (): Partial<Steps> => ({
    reduce: (values, quantity, at) =>
      what.includes(quantity)
        ? reduce(values, at.conventions.reduction === "mean")
        : correct.reduce(values, quantity, at),
  });

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const batchMutants: readonly Mutant[] = [
  {
    id: "batch/sums-instead-of-averages",
    title: "sums the gradients over the batch instead of averaging them",
    equation: "batch-gradient",
    steps: reducing(["weights", "biases"], sum),
  },
  {
    id: "batch/biases-divided-twice",
    title: "divides the bias gradients by the batch size twice",
    equation: "batch-gradient",
    steps: reducing(["biases"], (values, mean) => sum(values) / (mean ? values.length ** 2 : 1)),
  },
  {
    id: "batch/last-example-only",
    title: "keeps the weight gradient of the last example: assigned, not accumulated",
    equation: "batch-gradient",
    steps: reducing(["weights"], (values, mean) => (values[values.length - 1] ?? NaN) / (mean ? values.length : 1)),
  },
  {
    id: "batch/first-three-examples",
    title: "ignores the examples after the third",
    equation: "batch-gradient",
    steps: reducing(["weights", "biases"], (values, mean) => sum(values.slice(0, 3)) / (mean ? values.length : 1)),
  },
  {
    id: "batch/loss-of-last-example",
    title: "reports the loss of the last example alone",
    equation: "batch-loss",
    steps: reducing(["loss"], (values) => values[values.length - 1] ?? NaN),
  },
  {
    id: "batch/divides-by-one-less",
    title: "divides by T - 1 instead of T",
    equation: "batch-union",
    steps: reducing(["loss", "weights", "biases"], (values, mean) => sum(values) / (mean ? values.length - 1 : 1)),
  },
  {
    id: "batch/first-example-throughout",
    title: "feeds the first example's inputs for every example",
    equation: "batch-permutation",
    steps: () => ({
      read: (question) => ({
        ...question,
        batch: { ...question.batch, inputs: question.batch.inputs.map(() => question.batch.inputs[0] ?? []) },
      }),
    }),
  },
  {
    id: "batch/duplicates-dropped",
    title: "counts equal examples once",
    equation: "batch-gradient",
    steps: () => ({
      reduce: (values, what, at) => {
        if (what !== "weights") return correct.reduce(values, what, at);
        const rows = at.question.batch.inputs.map((row) => row.join());
        const kept = values.filter((_, t) => rows.indexOf(rows[t] ?? "") === t);
        return sum(kept) / (at.conventions.reduction === "mean" ? batchSize(at.question) : 1);
      },
    }),
  },
  {
    id: "loss/squared-error-without-half",
    title: "leaves out the ½ of the squared error, in loss and gradient",
    equation: "squared-error",
    steps: () => ({
      divergence: (top, d, at) => correct.divergence(top, d, at) * (at.question.loss.name === "squared-error" ? 2 : 1),
      outputGradient: (y, d, at) =>
        correct.outputGradient(y, d, at).map((dy) => dy * (at.question.loss.name === "squared-error" ? 2 : 1)),
    }),
  },
  {
    id: "loss/cross-entropy-epsilon",
    title: "adds 1e-8 inside the logarithm of the cross-entropy",
    equation: "cross-entropy",
    steps: () => ({
      divergence: (top, d, at) =>
        at.question.loss.name === "cross-entropy"
          ? d.reduce((Div, di, i) => Div - di * Math.log((top.y[i] ?? NaN) + 1e-8), 0)
          : correct.divergence(top, d, at),
    }),
  },
  {
    id: "loss/cross-entropy-gradient-sign",
    title: "takes +d/y for the gradient of the cross-entropy",
    equation: "cross-entropy-gradient",
    steps: () => ({
      outputGradient: (y, d, at) =>
        correct.outputGradient(y, d, at).map((dy) => (at.question.loss.name === "cross-entropy" ? -dy : dy)),
    }),
  },
  {
    id: "regularizer/gradient-doubled",
    title: "adds 2 λ W to the gradient although the loss has ½ λ ‖W‖²",
    equation: "l2-gradient",
    steps: () => ({ penaltyGradient: (w, lambda, conventions) => 2 * correct.penaltyGradient(w, lambda, conventions) }),
  },
  {
    id: "regularizer/biases-decayed",
    title: "decays the biases too",
    equation: "l2-gradient",
    steps: () => ({ biasPenaltyGradient: correct.penaltyGradient }),
  },
  {
    id: "regularizer/loss-term-missing",
    title: "leaves the penalty out of the loss",
    equation: "l2-penalty",
    steps: () => ({ penalty: () => 0 }),
  },
];
