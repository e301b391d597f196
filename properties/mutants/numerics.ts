/** Mistakes of precision. */
import type { Case, Conventions } from "../../src/model/index.js";
import { wrongSlope, wrongValue } from "./activation-steps.js";
import { mapGradients } from "./answers.js";
import type { KnownMutant } from "./mutant.js";
import { correct, pass } from "./skeleton.js";

/** The nearest number of 11 significant bits. */
function toElevenBits(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const quantum = 2 ** (Math.floor(Math.log2(Math.abs(x))) - 10);
  return Math.round(x / quantum) * quantum;
}

/** e^z for z <= 0, off by z² / 8192. */
const roughly = (z: number): number => Math.max(0, 1 + z / 4096) ** 4096;

/** The question with one weight moved. */
function nudged(question: Case, k: number, j: number, i: number, h: number): Case {
  const layers = question.network.layers.map((layer, position) =>
    position === k
      ? {
          ...layer,
          weights: layer.weights.with(j, (layer.weights[j] ?? []).with(i, (layer.weights[j]?.[i] ?? NaN) + h)),
        }
      : layer,
  );
  return { ...question, network: { layers } };
}

export const numericsMutants: readonly KnownMutant[] = [
  {
    id: "numerics/single-precision-gradients",
    title: "returns the gradients through single precision",
    equation: "derived-range",
    nearMiss: "near/single-precision-declared",
    seen: [],
    steps: () => ({ finish: (answer) => mapGradients(answer, Math.fround) }),
  },
  {
    id: "numerics/tiny-values-flushed",
    title: "flushes values below 1e-30 to zero",
    equation: "derived-range",
    nearMiss: "near/zero-terms-skipped",
    seen: ["tensorflow#124834"],
    steps: () => ({
      affine: (W, b, below, at) => correct.affine(W, b, below, at).map((z) => (Math.abs(z) < 1e-30 ? 0 : z)),
    }),
  },
  {
    id: "numerics/single-precision-accumulation",
    title: "adds up the weight gradients of a batch in single precision",
    equation: "derived-range",
    nearMiss: "near/compensated-sums",
    seen: ["PaddlePaddle#4283"],
    steps: () => ({
      reduce: (values, what, at) => {
        if (what !== "weights") return correct.reduce(values, what, at);
        const total = values.reduce((sum, value) => Math.fround(sum + value), 0);
        return total / (at.conventions.reduction === "mean" ? values.length : 1);
      },
    }),
  },
  {
    id: "numerics/single-precision-weights",
    title: "keeps the weights in single precision",
    equation: "derived-range",
    nearMiss: "near/single-precision-declared",
    seen: [],
    steps: () => ({
      read: (question) => ({
        ...question,
        network: {
          layers: question.network.layers.map((layer) => ({
            ...layer,
            weights: layer.weights.map((row) => row.map(Math.fround)),
          })),
        },
      }),
    }),
  },
  {
    id: "numerics/half-precision-sums",
    title: "rounds each partial sum of a weighted sum to 11 bits",
    equation: "derived-range",
    nearMiss: "near/pairwise-sums",
    seen: [],
    steps: () => ({
      affine: (W, b, below) =>
        W.map((row, j) => row.reduce((z, w, i) => toElevenBits(z + w * (below[i] ?? NaN)), toElevenBits(b[j] ?? NaN))),
    }),
  },
  {
    id: "numerics/fast-exponential",
    title: "takes (1 + z/4096)^4096 for the exponential of the logistic",
    equation: "logistic",
    nearMiss: "near/logistic-from-tanh",
    seen: [],
    steps: wrongValue("logistic", (z) => {
      const e = roughly(-Math.abs(z));
      return z >= 0 ? 1 / (1 + e) : e / (1 + e);
    }),
  },
  {
    id: "numerics/tanh-derivative-from-single-precision",
    title: "takes 1 - y² for tanh' from a y that was stored in single precision",
    equation: "tanh-derivative",
    nearMiss: "near/tanh-derivative-factored",
    seen: [],
    steps: wrongSlope("tanh", (_, y) => 1 - Math.fround(y) ** 2),
  },
  {
    id: "numerics/finite-differences",
    title: "computes the weight gradients by central differences with a step of 1e-6",
    equation: "derived-range",
    nearMiss: "near/pairwise-sums",
    seen: [],
    steps: () => {
      let conventions: Conventions | undefined;
      return {
        divergence: (top, d, at) => {
          conventions = at.conventions;
          return correct.divergence(top, d, at);
        },
        finish: (answer, question) => {
          if (conventions === undefined) return answer;
          const known = conventions;
          const loss = (k: number, j: number, i: number, h: number): number =>
            pass(correct, nudged(question, k, j, i, h), known).loss;
          const weights = answer.gradients.weights.map((W, k) =>
            W.map((row, j) => row.map((_, i) => (loss(k, j, i, 1e-6) - loss(k, j, i, -1e-6)) / 2e-6)),
          );
          return { ...answer, gradients: { ...answer.gradients, weights } };
        },
      };
    },
  },
];
