/** Mistakes in how a question is taken in: what is put in the place of what was asked. */
import type { Activation, Case, Layer } from "../../src/model/index.js";
import type { KnownMutant } from "./mutant.js";
import { correct, type At, type Steps } from "./skeleton.js";

/** Each layer as it is read. */
const readingLayers = (change: (layer: Layer) => Layer): Partial<Steps> => ({
  read: (question) => ({ ...question, network: { layers: question.network.layers.map(change) } }),
});

/** Each number of the network and of the inputs as it is read. */
const readingNumbers = (change: (x: number) => number): Partial<Steps> => ({
  read: ({ network, batch, ...question }) => {
    const layers = network.layers.map((layer) => ({
      ...layer,
      weights: layer.weights.map((row) => row.map(change)),
      biases: layer.biases.map(change),
    }));
    return { ...question, network: { layers }, batch: { ...batch, inputs: batch.inputs.map((x) => x.map(change)) } };
  },
});

/** Each activation as it is read. */
const readingActivations = (change: (f: Activation) => Activation): Partial<Steps> =>
  readingLayers((layer) => ({ ...layer, activation: change(layer.activation) }));

/** The targets under one loss as they are read. */
const readingTargets = (loss: Case["loss"]["name"], change: (d: readonly number[]) => number[]): Partial<Steps> => ({
  read: (question) =>
    question.loss.name === loss
      ? { ...question, batch: { ...question.batch, targets: question.batch.targets.map(change) } }
      : question,
});

export const validationMutants: readonly KnownMutant[] = [
  {
    id: "validation/output-broadcast",
    title: "compares every output of width 1 with the targets of all examples: shapes [T] and [T][1] broadcast",
    equation: "squared-error",
    nearMiss: "near/sum-declared",
    seen: ["pytorch#16045", "pytorch#19699", "tensorflow#37770", "TALENT PR#92"],
    steps: () => {
      const all = (d: readonly number[], { question: { loss, batch } }: At): readonly (readonly number[])[] =>
        loss.name === "squared-error" && d.length === 1 ? batch.targets : [d];
      const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
      return {
        divergence: (top, d, at) => mean(all(d, at).map((other) => correct.divergence(top, other, at))),
        outputGradient: (y, d, at) => {
          const gradients = all(d, at).map((other) => correct.outputGradient(y, other, at));
          return y.map((_, i) => mean(gradients.map((dy) => dy[i] ?? NaN)));
        },
      };
    },
  },
  {
    id: "validation/negative-targets-clamped",
    title: "takes 0 for negative targets of the squared error",
    equation: "squared-error",
    nearMiss: "near/squared-error-expanded-gradient",
    seen: [],
    steps: () => readingTargets("squared-error", (d) => d.map((di) => Math.max(0, di))),
  },
  {
    id: "validation/targets-normalized",
    title: "divides the targets of cross-entropy by their sum",
    equation: "cross-entropy",
    nearMiss: "near/cross-entropy-of-probabilities",
    seen: [],
    steps: () =>
      readingTargets("cross-entropy", (d) => {
        const total = d.reduce((sum, di) => sum + di, 0);
        return d.map((di) => di / total);
      }),
  },
  {
    id: "validation/zero-slope-replaced",
    title: "takes a slope of 0 for a missing one and puts 0.01 in its place",
    equation: "leaky-relu",
    nearMiss: "near/leaky-relu-as-maximum",
    seen: [],
    steps: () => readingActivations((f) => (f.name === "leaky-relu" ? { ...f, slope: f.slope || 0.01 } : f)),
  },
  {
    id: "validation/zero-bias-replaced",
    title: "takes a bias of 0 for a missing one and puts 1 in its place",
    equation: "bias-as-weight",
    nearMiss: "near/zero-terms-skipped",
    seen: [],
    steps: () => readingLayers((layer) => ({ ...layer, biases: layer.biases.map((b) => b || 1) })),
  },
  {
    id: "validation/small-epsilon-raised",
    title: "raises the epsilon of layer normalization to at least 1e-3",
    equation: "layer-normalization",
    nearMiss: "near/variance-in-one-pass",
    seen: [],
    steps: () =>
      readingActivations((f) => (f.name === "layer-normalization" ? { ...f, epsilon: Math.max(1e-3, f.epsilon) } : f)),
  },
  {
    id: "validation/nan-replaced",
    title: "takes 0 for every NaN among weights, biases and inputs",
    equation: "affine",
    nearMiss: "near/nan-refused",
    seen: ["PaddlePaddle PR#65999"],
    steps: () => readingNumbers((x) => (Number.isNaN(x) ? 0 : x)),
  },
  {
    id: "validation/infinity-clipped",
    title: "clips weights, biases and inputs to [-1e30, 1e30]",
    equation: "affine",
    nearMiss: "near/compensated-sums",
    seen: [],
    steps: () => readingNumbers((x) => (Number.isNaN(x) ? x : Math.max(-1e30, Math.min(1e30, x)))),
  },
  {
    id: "validation/empty-batch-answered",
    title: "answers a batch without examples, with NaN for the mean over none",
    equation: "batch-loss",
    nearMiss: "near/empty-batch-costs-nothing",
    seen: [],
    steps: () => ({ accept: () => undefined }),
  },
];
