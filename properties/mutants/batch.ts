/** Mistakes in the batch and its reduction. */
import { batchSize } from "../../src/model/index.js";
import type { KnownMutant } from "./mutant.js";
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

export const batchMutants: readonly KnownMutant[] = [
  {
    id: "batch/sums-instead-of-averages",
    title: "sums the gradients over the batch instead of averaging them",
    equation: "batch-gradient",
    nearMiss: "near/sum-declared",
    seen: ["mistnet#33", "jxgu1016/MNIST_center_loss_pytorch#9"],
    steps: reducing(["weights", "biases"], sum),
  },
  {
    id: "batch/biases-divided-twice",
    title: "divides the bias gradients by the batch size twice",
    equation: "batch-gradient",
    nearMiss: "near/divided-before-adding",
    seen: ["jorgenkg/python-neural-network#2"],
    steps: reducing(["biases"], (values, mean) => sum(values) / (mean ? values.length ** 2 : 1)),
  },
  {
    id: "batch/last-example-only",
    title: "keeps the weight gradient of the last example: assigned, not accumulated",
    equation: "batch-gradient",
    nearMiss: "near/last-example-first",
    seen: ["candle PR#3507", "nn-zero-to-hero#52"],
    steps: reducing(["weights"], (values, mean) => (values[values.length - 1] ?? NaN) / (mean ? values.length : 1)),
  },
  {
    id: "batch/first-three-examples",
    title: "ignores the examples after the third",
    equation: "batch-gradient",
    nearMiss: "near/compensated-sums",
    seen: [],
    steps: reducing(["weights", "biases"], (values, mean) => sum(values.slice(0, 3)) / (mean ? values.length : 1)),
  },
  {
    id: "batch/loss-of-last-example",
    title: "reports the loss of the last example alone",
    equation: "batch-loss",
    nearMiss: "near/last-example-first",
    seen: [],
    steps: reducing(["loss"], (values) => values[values.length - 1] ?? NaN),
  },
  {
    id: "batch/divides-by-one-less",
    title: "divides by T - 1 instead of T",
    equation: "batch-union",
    nearMiss: "near/divided-before-adding",
    seen: [],
    steps: reducing(["loss", "weights", "biases"], (values, mean) => sum(values) / (mean ? values.length - 1 : 1)),
  },
  {
    id: "batch/first-example-throughout",
    title: "feeds the first example's inputs for every example",
    equation: "batch-permutation",
    nearMiss: "near/duplicates-multiplied",
    seen: [],
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
    nearMiss: "near/duplicates-multiplied",
    seen: [],
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
    id: "batch/mean-taken-twice",
    title: "divides loss and parameter gradients by the batch size twice",
    equation: "batch-loss",
    nearMiss: "near/divided-before-adding",
    seen: ["d2l-en PR#1000"],
    steps: reducing(["loss", "weights", "biases"], (values, mean) => sum(values) / (mean ? values.length ** 2 : 1)),
  },
  {
    id: "batch/odd-example-dropped",
    title: "works through the examples in pairs and drops one that is left over",
    equation: "batch-gradient",
    nearMiss: "near/duplicates-multiplied",
    seen: [],
    steps: reducing(["loss", "weights", "biases"], (values, mean) => {
      const kept = values.length > 1 ? values.slice(0, values.length - (values.length % 2)) : values;
      return sum(kept) / (mean ? kept.length : 1);
    }),
  },
  {
    id: "batch/inputs-summed",
    title: "does not divide the gradient by the inputs by the batch size",
    equation: "input-gradient",
    nearMiss: "near/inputs-propagated-last",
    seen: [],
    steps: () => {
      let isMean = true;
      return {
        reduce: (values, what, at) => {
          isMean = at.conventions.reduction === "mean";
          return correct.reduce(values, what, at);
        },
        finish: (answer) => {
          const factor = isMean ? answer.outputs.length : 1;
          const inputs = answer.gradients.inputs.map((row) => row.map((dx) => dx * factor));
          return { ...answer, gradients: { ...answer.gradients, inputs } };
        },
      };
    },
  },
  {
    id: "batch/deltas-not-reset",
    title: "adds what an example sends down to what the examples before it have sent",
    equation: "activation-gradient",
    nearMiss: "near/accumulators-zeroed",
    seen: ["libBrain#24"],
    steps: () => {
      const sent = new Map<number, readonly number[]>();
      return {
        throughWeights: (W, dz, at) => {
          const before = at.t === 0 ? [] : (sent.get(at.k) ?? []);
          const dy = correct.throughWeights(W, dz, at).map((value, i) => value + (before[i] ?? 0));
          sent.set(at.k, dy);
          return dy;
        },
      };
    },
  },
];
