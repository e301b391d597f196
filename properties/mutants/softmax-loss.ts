/** Mistakes in softmax together with cross-entropy. */
import type { KnownMutant } from "./mutant.js";
import { correct, isSoftmaxCrossEntropy, stableSoftmax } from "./skeleton.js";
import { preactivationsOf } from "./softmax.js";
import type { At, Row, Steps, Trace } from "./steps.js";

const sum = (values: Row): number => values.reduce((total, value) => total + value, 0);

/** Loss and gradient of softmax under cross-entropy replaced. */
const together = (wrong: {
  readonly divergence: (top: Trace, d: Row, at: At) => number;
  readonly gradient: (top: Trace, d: Row, at: At) => number[];
}): Partial<Steps> => ({
  divergence: (top, d, at) =>
    isSoftmaxCrossEntropy(at) ? wrong.divergence(top, d, at) : correct.divergence(top, d, at),
  fusedGradient: (top, d, at) =>
    isSoftmaxCrossEntropy(at) ? wrong.gradient(top, d, at) : correct.fusedGradient(top, d, at),
});

/** Softmax under cross-entropy with other targets than those that were asked for. */
const withTargets = (change: (d: Row) => Row): Partial<Steps> =>
  together({
    divergence: (top, d, at) => correct.divergence(top, change(d), at),
    gradient: (top, d, at) => correct.fusedGradient(top, change(d), at),
  });

/** Probabilities kept away from 0 and 1. */
const clipped = (y: Row): number[] => y.map((yi) => Math.min(1 - 1e-7, Math.max(1e-7, yi)));

const largestAlone = (d: Row): number[] => d.map((_, i) => (i === d.indexOf(Math.max(...d)) ? 1 : 0));

export const softmaxLossMutants: readonly KnownMutant[] = [
  {
    id: "softmax/targets-assumed-to-sum-to-one",
    title: "takes y - d although the targets do not add up to 1",
    equation: "softmax-cross-entropy-gradient",
    nearMiss: "near/cross-entropy-through-jacobian",
    seen: ["tensorflow#60314"],
    steps: () => ({
      fusedGradient: (top, d, at) =>
        isSoftmaxCrossEntropy(at) ? top.y.map((yi, i) => yi - (d[i] ?? NaN)) : correct.fusedGradient(top, d, at),
    }),
  },
  {
    id: "softmax/log-of-zero",
    title: "takes -d ln y of the softmax's output, which is NaN or infinite once y underflows",
    equation: "cross-entropy",
    nearMiss: "near/cross-entropy-of-probabilities",
    seen: ["tensorflow/models PR#181", "tiny-dnn#1030", "MagmaDNN#18", "TensorFlow-Examples#383"],
    steps: () => ({
      divergence: (top, d, at) =>
        isSoftmaxCrossEntropy(at)
          ? d.reduce((Div, di, i) => Div - di * Math.log(top.y[i] ?? NaN), 0)
          : correct.divergence(top, d, at),
    }),
  },
  {
    id: "softmax/probabilities-clipped",
    title: "clips the probabilities to [1e-7, 1 - 1e-7] in cross-entropy and its gradient",
    equation: "cross-entropy",
    nearMiss: "near/cross-entropy-of-probabilities",
    seen: ["tfjs-core PR#1133", "edux#201"],
    steps: () =>
      together({
        divergence: ({ y }, d) => -sum(clipped(y).map((p, i) => (d[i] ?? NaN) * Math.log(p))),
        gradient: ({ z, y }, d, at) => correct.fusedGradient({ z, y: clipped(y) }, d, at),
      }),
  },
  {
    id: "softmax/batch-axis-gradient",
    title: "takes the softmax over the examples instead of the classes in the gradient of cross-entropy",
    equation: "softmax-cross-entropy-gradient",
    nearMiss: "near/cross-entropy-through-jacobian",
    seen: [],
    steps: () => {
      let all: ReturnType<typeof preactivationsOf> = [];
      return {
        read: (question) => {
          all = preactivationsOf(question);
          return question;
        },
        fusedGradient: ({ z, y }, d, at) => {
          if (!isSoftmaxCrossEntropy(at)) return correct.fusedGradient({ z, y }, d, at);
          const column = (i: number): number[] => (all[at.k - 1] ?? []).map((row) => row[i] ?? NaN);
          const wrong = y.map((_, i) => stableSoftmax(column(i))[at.t] ?? NaN);
          return correct.fusedGradient({ z, y: wrong }, d, at);
        },
      };
    },
  },
  {
    id: "softmax/applied-twice",
    title: "passes the probabilities as logits to a cross-entropy that applies a softmax itself",
    equation: "cross-entropy",
    nearMiss: "near/cross-entropy-through-jacobian",
    seen: [],
    steps: () =>
      together({
        divergence: ({ y }, d, at) => correct.divergence({ z: y, y: stableSoftmax(y) }, d, at),
        gradient: ({ y }, d, at) =>
          correct.softmaxBackward(y, correct.fusedGradient({ z: y, y: stableSoftmax(y) }, d, at), at),
      }),
  },
  {
    id: "softmax/targets-hardened",
    title: "puts all weight of a soft target on its largest class",
    equation: "cross-entropy",
    nearMiss: "near/cross-entropy-of-probabilities",
    seen: [],
    steps: () => withTargets(largestAlone),
  },
  {
    id: "softmax/first-class-skipped",
    title: "begins the sums of cross-entropy at the second class",
    equation: "cross-entropy",
    nearMiss: "near/cross-entropy-of-probabilities",
    seen: [],
    steps: () => withTargets((d) => d.map((di, i) => (i === 0 ? 0 : di))),
  },
];
