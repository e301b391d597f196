/** Mistakes in softmax and its pair with cross-entropy. */
import type { Mutant } from "./mutant.js";
import { correct, isSoftmaxCrossEntropy } from "./skeleton.js";

const naive = (z: readonly number[]): number[] => {
  const e = z.map(Math.exp);
  const sum = e.reduce((total, value) => total + value, 0);
  return e.map((value) => value / sum);
};

export const softmaxMutants: readonly Mutant[] = [
  {
    id: "softmax/not-shifted",
    title: "computes e^z / Σ e^z without subtracting the largest logit: overflow from 710 on",
    equation: "softmax",
    steps: () => ({ softmax: naive }),
  },
  {
    id: "softmax/targets-assumed-to-sum-to-one",
    title: "takes y - d although the targets do not add up to 1",
    equation: "softmax-cross-entropy-gradient",
    steps: () => ({
      fusedGradient: (top, d, at) =>
        isSoftmaxCrossEntropy(at) ? top.y.map((yi, i) => yi - (d[i] ?? NaN)) : correct.fusedGradient(top, d, at),
    }),
  },
  {
    id: "softmax/diagonal-jacobian",
    title: "keeps only the diagonal y (1 - y) of the softmax's Jacobian",
    equation: "softmax-jacobian",
    steps: () => ({ softmaxBackward: (y, dy) => y.map((yi, i) => yi * (1 - yi) * (dy[i] ?? NaN)) }),
  },
  {
    id: "softmax/jacobian-off-diagonal-sign",
    title: "takes +y_i y_j off the diagonal of the softmax's Jacobian",
    equation: "softmax-jacobian",
    steps: () => ({
      softmaxBackward: (y, dy) =>
        y.map((yi, i) => y.reduce((dz, yj, j) => dz + (dy[j] ?? NaN) * (i === j ? yi * (1 - yi) : yi * yj), 0)),
    }),
  },
  {
    id: "softmax/epsilon-in-denominator",
    title: "adds 1e-8 to the sum of exponentials",
    equation: "softmax",
    steps: () => ({
      softmax: (z) => {
        const max = Math.max(...z);
        const e = z.map((zi) => Math.exp(zi - max));
        const sum = e.reduce((total, value) => total + value, 1e-8);
        return e.map((value) => value / sum);
      },
    }),
  },
  {
    id: "softmax/through-log-sum-exp",
    title: "computes e^(z - (max + ln Σ)), which loses all digits where the logits have a large common offset",
    equation: "softmax-shift",
    steps: () => ({
      softmax: (z) => {
        const max = Math.max(...z);
        const logSum = max + Math.log(z.reduce((sum, zi) => sum + Math.exp(zi - max), 0));
        return z.map((zi) => Math.exp(zi - logSum));
      },
    }),
  },
  {
    id: "softmax/log-of-zero",
    title: "takes -d ln y of the softmax's output, which is NaN or infinite once y underflows",
    equation: "cross-entropy",
    steps: () => ({
      divergence: (top, d, at) =>
        isSoftmaxCrossEntropy(at)
          ? d.reduce((Div, di, i) => Div - di * Math.log(top.y[i] ?? NaN), 0)
          : correct.divergence(top, d, at),
    }),
  },
];
