/** One function written as another. */
import type { Property } from "../src/gate/property.js";
import { depth, layerOf, type Case } from "../src/model/index.js";
import { dyadic } from "./arbitraries/numbers.js";
import { parameterGradients } from "./support/laws.js";
import { changed, sameAnswers, type Rewriting } from "./support/rewriting.js";

/** max(z, 0), the 0 being a second piece without weights. */
const reluAsMaxout: Rewriting = {
  id: "maxout/relu",
  title: "relu is a maxout of z and 0",
  equations: ["maxout", "maxout-jacobian"],
  regime: { activations: ["relu"] },
  needs: { activations: ["relu", "maxout"] },
  rewrite: (question) =>
    changed(question, (layer) =>
      layer.activation.name === "relu"
        ? {
            activation: { name: "maxout", pieces: 2 },
            weights: layer.weights.flatMap((row) => [row, row.map(() => 0)]),
            biases: layer.biases.flatMap((b) => [b, 0]),
          }
        : layer,
    ),
  rows: (question, k, row) => [[1, layerOf(question.network, k).activation.name === "relu" ? 2 * row : row]],
};

/** y = A (W x + b) is a layer with the weights A W and the biases A b. */
const linearMapAbsorbed: Rewriting = {
  id: "linear-map/absorbed",
  title: "a linear map is part of the weights before it",
  equations: ["linear-map", "vector-activation-gradient"],
  // A W must be exact, and its penalty is another.
  regime: { activations: ["linear-map"], numbers: () => dyadic, regularizer: false },
  needs: {
    activations: ["linear-map", "identity"],
    unless: ({ description }) =>
      description.precision === "bf16" ? "products of its numbers do not fit bf16" : undefined,
  },
  rewrite: (question) =>
    changed(question, (layer) => {
      const { activation, weights, biases } = layer;
      if (activation.name !== "linear-map") return layer;
      const mapped = (column: readonly number[]): number[] =>
        activation.matrix.map((row) => row.reduce((sum, a, i) => sum + a * (column[i] ?? NaN), 0));
      const columns = (weights[0] ?? []).map((_, i) => mapped(weights.map((row) => row[i] ?? NaN)));
      const rows = activation.matrix.map((_, j) => columns.map((column) => column[j] ?? NaN));
      return { activation: { name: "identity" }, weights: rows, biases: mapped(biases) };
    }),
  rows: (question, k, row) => {
    const { activation } = layerOf(question.network, k);
    return activation.name === "linear-map" ? activation.matrix.map((A, j) => [A[row] ?? NaN, j]) : [[1, row]];
  },
};

/** Monomials of one factor each. */
const linearMapAsPolynomial: Rewriting = {
  id: "polynomial/linear",
  title: "a polynomial of degree 1 is a linear map",
  equations: ["polynomial-activation", "polynomial-jacobian"],
  regime: { activations: ["linear-map"] },
  needs: { activations: ["linear-map", "polynomial"] },
  rewrite: (question) =>
    changed(question, (layer) => {
      const { activation } = layer;
      if (activation.name !== "linear-map") return layer;
      const outputs = activation.matrix.map((row) =>
        row.map((coefficient, i) => ({ coefficient, powers: row.map((_, l) => (l === i ? 1 : 0)) })),
      );
      return { ...layer, activation: { name: "polynomial", outputs } };
    }),
};

/** One logistic unit is a softmax of z and 0. */
const logisticAsSoftmax: Rewriting = {
  id: "logistic/two-classes",
  title: "logistic regression is softmax regression with two classes",
  equations: ["binary-cross-entropy", "logistic-cross-entropy-gradient"],
  // 1 - d must be exact.
  regime: { losses: ["binary-cross-entropy"], numbers: () => dyadic },
  needs: { activations: ["logistic", "softmax"], losses: ["binary-cross-entropy", "cross-entropy"] },
  prepare: (drawn) => ({
    ...changed(drawn, (layer, k) =>
      k < depth(drawn.network)
        ? layer
        : { ...layer, weights: layer.weights.slice(0, 1), biases: layer.biases.slice(0, 1) },
    ),
    batch: { ...drawn.batch, targets: drawn.batch.targets.map((row) => row.slice(0, 1)) },
  }),
  rewrite: (question) => ({
    ...changed(question, (layer, k) =>
      k < depth(question.network)
        ? layer
        : {
            activation: { name: "softmax" },
            weights: [...layer.weights, (layer.weights[0] ?? []).map(() => 0)],
            biases: [...layer.biases, 0],
          },
    ),
    loss: { name: "cross-entropy" },
    batch: { ...question.batch, targets: question.batch.targets.map(([d = NaN]) => [d, 1 - d]) },
  }),
};

const negativeLogAsCrossEntropy: Rewriting = {
  id: "negative-log/one-hot",
  title: "for one-hot targets the negative logarithm of the sum is the cross-entropy",
  equations: ["negative-log-of-sum", "negative-log-of-sum-gradient", "softmax-negative-log-gradient"],
  regime: { losses: ["negative-log-of-sum"] },
  needs: { losses: ["negative-log-of-sum", "cross-entropy"] },
  prepare: (drawn) => ({
    ...drawn,
    batch: {
      ...drawn.batch,
      targets: drawn.batch.targets.map((row) => row.map((_, i) => (i === row.findIndex((d) => d !== 0) ? 1 : 0))),
    },
  }),
  rewrite: (question) => ({ ...question, loss: { name: "cross-entropy" } }),
};

/** ln (2 s) = ln 2 + ln s: a constant more, and no other gradient. */
const negativeLogOfDoubled: Rewriting = {
  id: "negative-log/target-scale",
  title: "under the negative logarithm of the sum, doubled targets have the same gradients",
  equations: ["negative-log-of-sum-gradient", "softmax-negative-log-gradient"],
  regime: { losses: ["negative-log-of-sum"] },
  needs: {
    losses: ["negative-log-of-sum"],
    unless: ({ description }) =>
      description.conventions?.deviations?.["epsilon-in-logarithm"] === undefined
        ? undefined
        : "ln(2 s + epsilon) is not ln 2 + ln(s + epsilon)",
  },
  rewrite: (question) => ({
    ...question,
    batch: { ...question.batch, targets: question.batch.targets.map((row) => row.map((d) => 2 * d)) },
  }),
};

export const equivalenceProperties: readonly Property<Case>[] = [
  sameAnswers(reluAsMaxout),
  sameAnswers(linearMapAbsorbed),
  sameAnswers(linearMapAsPolynomial),
  sameAnswers(logisticAsSoftmax, ["loss", ...parameterGradients, "gradients.inputs"]),
  sameAnswers(negativeLogAsCrossEntropy),
  sameAnswers(negativeLogOfDoubled, ["outputs", ...parameterGradients, "gradients.inputs"]),
];
