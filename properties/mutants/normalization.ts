/** Mistakes in log-softmax and layer normalization. */
import type { KnownMutant } from "./mutant.js";
import type { Row } from "./steps.js";
import { sum, wrongBackward, wrongValue } from "./vector-steps.js";

const mean = (values: Row): number => sum(values) / values.length;
const variance = (z: Row): number => mean(z.map((zi) => (zi - mean(z)) ** 2));

const logSoftmax: readonly KnownMutant[] = [
  {
    id: "log-softmax/gradient-without-sum",
    title: "takes dy - p as the gradient below a log-softmax, right only where the dy add up to 1",
    equation: "log-softmax-jacobian",
    nearMiss: "near/log-softmax-probabilities-of-output",
    seen: [],
    steps: wrongBackward("log-softmax", (_, { y }, dy) => y.map((yi, i) => (dy[i] ?? NaN) - Math.exp(yi))),
  },
  {
    id: "log-softmax/common-logarithm",
    title: "takes the logarithm to base 10 in log-softmax",
    equation: "log-softmax",
    nearMiss: "near/log-softmax-offset-first",
    seen: [],
    steps: wrongValue("log-softmax", (_, z) => z.map((zi) => zi - Math.log10(sum(z.map(Math.exp))))),
  },
  {
    id: "log-softmax/not-shifted",
    title: "computes z - ln Σ e^z without subtracting the largest: overflow from 710 on",
    equation: "log-softmax",
    nearMiss: "near/log-softmax-offset-first",
    seen: [],
    steps: wrongValue("log-softmax", (_, z) => z.map((zi) => zi - Math.log(sum(z.map(Math.exp))))),
  },
  {
    id: "log-softmax/log-of-softmax",
    title: "takes the logarithm of the softmax, which is -Infinity once it underflows",
    equation: "log-softmax",
    nearMiss: "near/cross-entropy-of-probabilities",
    seen: [],
    steps: wrongValue("log-softmax", (_, z) => {
      const e = z.map((zi) => Math.exp(zi - Math.max(...z)));
      return e.map((value) => Math.log(value / sum(e)));
    }),
  },
  {
    id: "log-softmax/diagonal-jacobian",
    title: "keeps only the diagonal 1 - p of the Jacobian of log-softmax",
    equation: "log-softmax-jacobian",
    nearMiss: "near/log-softmax-probabilities-of-output",
    seen: [],
    steps: wrongBackward("log-softmax", (_, { y }, dy) => y.map((yi, i) => (dy[i] ?? NaN) * (1 - Math.exp(yi)))),
  },
];

const layerNormalization: readonly KnownMutant[] = [
  {
    id: "layer-normalization/unbiased-variance",
    title: "divides the sum of squares by D - 1 in layer normalization",
    equation: "layer-normalization",
    nearMiss: "near/variance-in-one-pass",
    seen: [],
    steps: wrongValue("layer-normalization", ({ epsilon }, z) => {
      const v = sum(z.map((zi) => (zi - mean(z)) ** 2)) / Math.max(1, z.length - 1);
      return z.map((zi) => (zi - mean(z)) / Math.sqrt(v + epsilon));
    }),
  },
  {
    id: "layer-normalization/epsilon-outside-root",
    title: "adds epsilon to the root of the variance in place of the variance",
    equation: "layer-normalization",
    nearMiss: "near/variance-in-one-pass",
    seen: [],
    steps: wrongValue("layer-normalization", ({ epsilon }, z) =>
      z.map((zi) => (zi - mean(z)) / (Math.sqrt(variance(z)) + epsilon)),
    ),
  },
  {
    id: "layer-normalization/mean-not-subtracted",
    title: "divides by the root of the mean square without subtracting the mean",
    equation: "layer-normalization",
    nearMiss: "near/variance-in-one-pass",
    seen: [],
    steps: wrongValue("layer-normalization", ({ epsilon }, z) =>
      z.map((zi) => zi / Math.sqrt(mean(z.map((zj) => zj * zj)) + epsilon)),
    ),
  },
  {
    id: "layer-normalization/statistics-held-constant",
    title: "treats mean and variance as constants in the backward pass",
    equation: "layer-normalization-gradient",
    nearMiss: "near/normalization-step-by-step",
    seen: [],
    steps: wrongBackward("layer-normalization", ({ epsilon }, { z }, dy) =>
      dy.map((value) => value / Math.sqrt(variance(z) + epsilon)),
    ),
  },
  {
    id: "layer-normalization/variance-held-constant",
    title: "treats the variance as a constant in the backward pass",
    equation: "layer-normalization-gradient",
    nearMiss: "near/normalization-step-by-step",
    seen: [],
    steps: wrongBackward("layer-normalization", ({ epsilon }, { z }, dy) =>
      dy.map((value) => (value - mean(dy)) / Math.sqrt(variance(z) + epsilon)),
    ),
  },
  {
    id: "layer-normalization/epsilon-omitted",
    title: "leaves epsilon out of layer normalization, which is NaN where all pre-activations are equal",
    equation: "layer-normalization",
    nearMiss: "near/variance-in-one-pass",
    seen: [],
    steps: wrongValue("layer-normalization", (_, z) => z.map((zi) => (zi - mean(z)) / Math.sqrt(variance(z)))),
  },
  {
    id: "layer-normalization/gradient-of-mean-missing",
    title: "treats the mean, but not the variance, as a constant in the backward pass",
    equation: "layer-normalization-gradient",
    nearMiss: "near/normalization-step-by-step",
    seen: [],
    steps: wrongBackward("layer-normalization", ({ epsilon }, { z, y }, dy) => {
      const slope = mean(dy.map((value, i) => value * (y[i] ?? NaN)));
      return dy.map((value, i) => (value - (y[i] ?? NaN) * slope) / Math.sqrt(variance(z) + epsilon));
    }),
  },
];

export const normalizationMutants: readonly KnownMutant[] = [...logSoftmax, ...layerNormalization];
