/** The right form of every step: same operations in the same order as the per-index implementation. */
import { batchSize, depth, layerOf, type DerivativeAtKink, type ScalarActivation } from "../../src/model/index.js";
import type { At, Row, Steps } from "./steps.js";

export const correct: Steps = {
  read: (question) => question,
  affine: (W, b, below) =>
    W.map((row, j) => {
      let z = 0 + (b[j] ?? NaN) * 1;
      row.forEach((w, i) => (z += w * (below[i] ?? NaN)));
      return z;
    }),
  value: scalarValue,
  slope: (f, z, y, { conventions }) => scalarSlope(f, z, y, conventions.derivativeAtKink),
  softmax: stableSoftmax,
  softmaxBackward: (y, dy) =>
    y.map((yi, i) => {
      let dz = 0;
      y.forEach((yj, j) => (dz += (dy[j] ?? NaN) * (yj * ((i === j ? 1 : 0) - yi))));
      return dz;
    }),
  divergence: ({ z, y }, d, at) => {
    if (isFused(at)) return logSoftmaxDivergence(z, d);
    if (at.question.loss.name === "cross-entropy")
      return d.reduce((sum, di, i) => (di === 0 ? sum : sum - di * Math.log(y[i] ?? NaN)), 0);
    const sum = y.reduce((total, yi, i) => total + (yi - (d[i] ?? NaN)) * (yi - (d[i] ?? NaN)), 0);
    return at.conventions.squaredError === "half" ? sum / 2 : sum;
  },
  outputGradient: (y, d, { question, conventions }) =>
    y.map((yi, i) => {
      const di = d[i] ?? NaN;
      if (question.loss.name === "cross-entropy") return di === 0 ? 0 : -di / yi;
      return conventions.squaredError === "half" ? yi - di : 2 * (yi - di);
    }),
  fusedGradient: (y, d) => {
    const sum = d.reduce((total, di) => total + di, 0);
    return y.map((yi, i) => yi * sum - (d[i] ?? NaN));
  },
  throughActivation(f, { z, y }, dy, at) {
    if (f.name === "softmax") return this.softmaxBackward(y, dy, at);
    return z.map((zi, i) => this.slope(f, zi, y[i] ?? NaN, at) * (dy[i] ?? NaN));
  },
  weightGradient: (below, dz) => dz.map((dzj) => below.map((yi) => yi * dzj)),
  biasGradient: (dz) => [...dz],
  throughWeights: (W, dz) =>
    (W[0] ?? []).map((_, i) => {
      let dy = 0;
      W.forEach((row, j) => (dy += (row[i] ?? NaN) * (dz[j] ?? NaN)));
      return dy;
    }),
  reduce(values, _what, { question, conventions }) {
    let sum = 0;
    for (const value of values) sum += value;
    return sum / (conventions.reduction === "mean" ? batchSize(question) : 1);
  },
  penalty(network, lambda, { l2 }) {
    let sum = 0;
    for (const { weights } of network.layers)
      (weights[0] ?? []).forEach((_, i) => weights.forEach((row) => (sum += (row[i] ?? NaN) * (row[i] ?? NaN))));
    return l2 === "half" ? (lambda / 2) * sum : lambda * sum;
  },
  penaltyGradient: (w, lambda, { l2 }) => (l2 === "half" ? lambda * w : 2 * lambda * w),
  biasPenaltyGradient: () => 0,
  finish: (answer) => answer,
};

/** Softmax under cross-entropy as the last layer. */
export function isFused({ question, k }: Pick<At, "question" | "k">): boolean {
  const N = depth(question.network);
  return (
    k === N && question.loss.name === "cross-entropy" && layerOf(question.network, N).activation.name === "softmax"
  );
}

export function stableSoftmax(z: Row): number[] {
  const max = Math.max(...z);
  const exponentials = z.map((zi) => Math.exp(zi - max));
  const sum = exponentials.reduce((total, e) => total + e, 0);
  return exponentials.map((e) => e / sum);
}

function logSoftmaxDivergence(z: Row, d: Row): number {
  const max = Math.max(...z);
  const sum = z.reduce((total, zi) => total + Math.exp(zi - max), 0);
  return d.reduce((Div, di, i) => (di === 0 ? Div : Div - di * ((z[i] ?? NaN) - max - Math.log(sum))), 0);
}

export function logistic(z: number): number {
  const e = Math.exp(-Math.abs(z));
  return z >= 0 ? 1 / (1 + e) : e / (1 + e);
}

function scalarValue(f: ScalarActivation, z: number): number {
  switch (f.name) {
    case "identity":
      return z;
    case "logistic":
      return logistic(z);
    case "tanh":
      return Math.tanh(z);
    case "relu":
      return Math.max(0, z);
    case "leaky-relu":
      return z > 0 ? z : f.slope * z;
    case "softplus":
      return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    case "absolute-value":
      return Math.abs(z);
  }
}

function scalarSlope(f: ScalarActivation, z: number, y: number, kinks: DerivativeAtKink): number {
  const kinked = (left: number, atZero: number): number => (z > 0 ? 1 : z < 0 ? left : z === 0 ? atZero : NaN);
  switch (f.name) {
    case "identity":
      return 1;
    case "logistic":
      return y * (1 - y);
    case "tanh":
      return 1 - y * y;
    case "softplus":
      return logistic(z);
    case "relu":
      return kinked(0, kinks.relu === "any" ? 0 : kinks.relu);
    case "absolute-value":
      return kinked(-1, kinks["absolute-value"] === "any" ? 0 : kinks["absolute-value"]);
    case "leaky-relu": {
      const choice = kinks["leaky-relu"];
      return kinked(f.slope, choice === 1 ? 1 : choice === "average" ? (1 + f.slope) / 2 : f.slope);
    }
  }
}
