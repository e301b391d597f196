/** Mistakes in softmax and its Jacobian. */
import { completeConventions, type Case } from "../../src/model/index.js";
import type { KnownMutant } from "./mutant.js";
import { correct, pass } from "./skeleton.js";

const naive = (z: readonly number[]): number[] => normalized(z.map(Math.exp));

function normalized(e: readonly number[]): number[] {
  const sum = e.reduce((total, value) => total + value, 0);
  return e.map((value) => value / sum);
}

/** All pre-activations of a batch, which the pass itself computes example by example. */
export function preactivationsOf(question: Case): readonly (readonly (readonly number[])[])[] {
  return pass(correct, question, completeConventions()).preactivations;
}

export const softmaxMutants: readonly KnownMutant[] = [
  {
    id: "softmax/not-shifted",
    title: "computes e^z / Σ e^z without subtracting the largest logit: overflow from 710 on",
    equation: "softmax",
    nearMiss: "near/plain-formulas",
    seen: [],
    steps: () => ({ softmax: naive }),
  },
  {
    id: "softmax/shift-of-whole-batch",
    title: "subtracts the largest logit of the whole batch instead of the largest of the example",
    equation: "softmax",
    nearMiss: "near/softmax-times-reciprocal",
    seen: ["manassharma07/crysx_nn#7"],
    steps: () => {
      let z: ReturnType<typeof preactivationsOf> = [];
      return {
        read: (question) => {
          z = preactivationsOf(question);
          return question;
        },
        softmax: (own, { k }) => {
          const max = Math.max(...(z[k - 1] ?? []).flat());
          return normalized(own.map((zi) => Math.exp(zi - max)));
        },
      };
    },
  },
  {
    id: "softmax/shifted-by-mean",
    title: "subtracts the mean of the logits instead of the largest: overflow once they lie far apart",
    equation: "softmax",
    nearMiss: "near/softmax-times-reciprocal",
    seen: [],
    steps: () => ({
      softmax: (z) => {
        const mean = z.reduce((sum, zi) => sum + zi, 0) / z.length;
        return normalized(z.map((zi) => Math.exp(zi - mean)));
      },
    }),
  },
  {
    id: "softmax/epsilon-in-denominator",
    title: "adds 1e-8 to the sum of exponentials",
    equation: "softmax",
    nearMiss: "near/softmax-times-reciprocal",
    seen: [],
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
    nearMiss: "near/log-softmax-offset-first",
    seen: ["pytorch#11752", "jax#985", "mlx PR#4169", "pytorch#56340"],
    steps: () => ({
      softmax: (z) => {
        const max = Math.max(...z);
        const logSum = max + Math.log(z.reduce((sum, zi) => sum + Math.exp(zi - max), 0));
        return z.map((zi) => Math.exp(zi - logSum));
      },
    }),
  },
  {
    id: "softmax/diagonal-jacobian",
    title: "keeps only the diagonal y (1 - y) of the softmax's Jacobian",
    equation: "softmax-jacobian",
    nearMiss: "near/softmax-short-form",
    seen: [],
    steps: () => ({ softmaxBackward: (y, dy) => y.map((yi, i) => yi * (1 - yi) * (dy[i] ?? NaN)) }),
  },
  {
    id: "softmax/jacobian-off-diagonal-sign",
    title: "takes +y_i y_j off the diagonal of the softmax's Jacobian",
    equation: "softmax-jacobian",
    nearMiss: "near/softmax-short-form",
    seen: [],
    steps: () => ({
      softmaxBackward: (y, dy) =>
        y.map((yi, i) => y.reduce((dz, yj, j) => dz + (dy[j] ?? NaN) * (i === j ? yi * (1 - yi) : yi * yj), 0)),
    }),
  },
  {
    id: "softmax/jacobian-skipped",
    title: "passes dy on below a softmax as if its Jacobian were the identity",
    equation: "softmax-jacobian",
    nearMiss: "near/softmax-short-form",
    seen: [],
    steps: () => ({ softmaxBackward: (_, dy) => [...dy] }),
  },
];
