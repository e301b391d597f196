/** Other forms of the vector activations. */
import { correct } from "../mutants/index.js";
import type { NearMiss } from "./near-miss.js";

type Row = readonly number[];

const sum = (values: Row): number => values.reduce((total, value) => total + value, 0);
const mean = (values: Row): number => sum(values) / values.length;

/** The variance as the mean square less the square of the mean. */
const onePass = (z: Row, epsilon: number): number => Math.sqrt(mean(z.map((zi) => zi * zi)) - mean(z) ** 2 + epsilon);

const softmaxes: readonly NearMiss[] = [
  {
    id: "near/softmax-short-form",
    title: "goes back through a softmax as y (dy - Σ dy y)",
    steps: () => ({
      softmaxBackward: (y, dy) => {
        const shift = y.reduce((total, yj, j) => total + yj * (dy[j] ?? NaN), 0);
        return y.map((yi, i) => yi * ((dy[i] ?? NaN) - shift));
      },
    }),
  },
  {
    id: "near/softmax-times-reciprocal",
    title: "multiplies the exponentials of a softmax by 1/Σ",
    steps: () => ({
      softmax: (z) => {
        const e = z.map((zi) => Math.exp(zi - Math.max(...z)));
        const factor = 1 / sum(e);
        return e.map((value) => value * factor);
      },
    }),
  },
  {
    id: "near/log-softmax-probabilities-of-output",
    title: "takes e^y for the probabilities below a log-softmax",
    steps: () => ({
      vectorBackward: (f, trace, dy, at) =>
        f.name === "log-softmax"
          ? trace.y.map((yi, i) => (dy[i] ?? NaN) - Math.exp(yi) * sum(dy))
          : correct.vectorBackward(f, trace, dy, at),
    }),
  },
  {
    id: "near/log-softmax-offset-first",
    title: "computes log-softmax as z - (max + ln Σ)",
    steps: () => ({
      vectorValue: (f, z, at) => {
        if (f.name !== "log-softmax") return correct.vectorValue(f, z, at);
        const max = Math.max(...z);
        const whole = max + Math.log(sum(z.map((zi) => Math.exp(zi - max))));
        return z.map((zi) => zi - whole);
      },
    }),
  },
];

const others: readonly NearMiss[] = [
  {
    id: "near/variance-in-one-pass",
    title: "takes the mean square less the square of the mean for the variance",
    steps: () => ({
      vectorValue: (f, z, at) =>
        f.name === "layer-normalization"
          ? z.map((zi) => (zi - mean(z)) / onePass(z, f.epsilon))
          : correct.vectorValue(f, z, at),
    }),
  },
  {
    id: "near/normalization-step-by-step",
    title: "goes back through layer normalization step by step, through variance and mean",
    steps: () => ({
      vectorBackward: (f, trace, dy, at) => {
        if (f.name !== "layer-normalization") return correct.vectorBackward(f, trace, dy, at);
        const { z } = trace;
        const centred = z.map((zi) => zi - mean(z));
        const s = 1 / Math.sqrt(mean(centred.map((c) => c * c)) + f.epsilon);
        const dv = sum(centred.map((c, i) => (dy[i] ?? NaN) * c)) * -0.5 * s ** 3;
        const dm = -sum(dy) * s - (2 * dv * sum(centred)) / z.length;
        return centred.map((c, i) => (dy[i] ?? NaN) * s + (2 * dv * c) / z.length + dm / z.length);
      },
    }),
  },
  {
    id: "near/library-powers",
    title: "takes powers by the library's pow",
    steps: () => ({
      vectorValue: (f, z, at) =>
        f.name === "polynomial"
          ? f.outputs.map((monomials) =>
              sum(monomials.map((m) => m.coefficient * m.powers.reduce((y, p, i) => y * Math.pow(z[i] ?? NaN, p), 1))),
            )
          : correct.vectorValue(f, z, at),
    }),
  },
  {
    id: "near/maxout-mask",
    title: "sends the gradient of a maxout unit through a mask of ones and zeros, kept from the forward pass",
    steps: () => {
      const masks = new Map<string, Row>();
      return {
        vectorValue: (f, z, at) => {
          if (f.name === "maxout") {
            const unit = (i: number): Row => z.slice(i - (i % f.pieces), i - (i % f.pieces) + f.pieces);
            const isFirstLargest = (i: number): boolean => unit(i).indexOf(Math.max(...unit(i))) === i % f.pieces;
            masks.set(
              `${at.k} ${at.t}`,
              z.map((_, i) => (isFirstLargest(i) ? 1 : 0)),
            );
          }
          return correct.vectorValue(f, z, at);
        },
        vectorBackward: (f, trace, dy, at) =>
          f.name === "maxout"
            ? (masks.get(`${at.k} ${at.t}`) ?? []).map((m, i) => m * (dy[Math.floor(i / f.pieces)] ?? NaN))
            : correct.vectorBackward(f, trace, dy, at),
      };
    },
  },
];

export const vectorNearMisses: readonly NearMiss[] = [...softmaxes, ...others];
