/** The right form of every step: same operations in the same order as the per-index implementation. */
import { batchSize, isScalar, type Conventions, type ScalarActivation } from "../../src/model/index.js";
import { divergence, fusedGradient, outputGradient } from "./correct-losses.js";
import { softmaxBackward, stableSoftmax, vectorBackward, vectorValue } from "./correct-vector.js";
import type { Steps } from "./steps.js";

export const correct: Steps = {
  accept: (question) => {
    if (batchSize(question) === 0) throw new RangeError("a batch needs at least one example");
  },
  read: (question) => question,
  affine: (W, b, below) =>
    W.map((row, j) => {
      let z = 0 + (b[j] ?? NaN) * 1;
      row.forEach((w, i) => (z += w * (below[i] ?? NaN)));
      return z;
    }),
  value: (f, z, { conventions }) => scalarValue(f, z, conventions),
  slope: (f, z, y, { conventions }) => scalarSlope(f, z, y, conventions),
  softmax: stableSoftmax,
  softmaxBackward,
  vectorValue,
  vectorBackward: (f, trace, dy, { conventions }) => vectorBackward(f, trace, dy, conventions.derivativeAtKink),
  divergence,
  outputGradient,
  fusedGradient,
  throughActivation(f, trace, dy, at) {
    const { z, y } = trace;
    if (isScalar(f)) return z.map((zi, i) => this.slope(f, zi, y[i] ?? NaN, at) * (dy[i] ?? NaN));
    return f.name === "softmax" ? this.softmaxBackward(y, dy, at) : this.vectorBackward(f, trace, dy, at);
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

export function logistic(z: number): number {
  const e = Math.exp(-Math.abs(z));
  return z >= 0 ? 1 / (1 + e) : e / (1 + e);
}

/** Whether softplus is declared to be z here. */
function isLinear(z: number, { deviations }: Conventions): boolean {
  return z > (deviations["softplus-linear-above"]?.threshold ?? Infinity);
}

function scalarValue(f: ScalarActivation, z: number, conventions: Conventions): number {
  const { unitStepAtZero } = conventions;
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
      if (isLinear(z, conventions)) return z;
      return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    case "absolute-value":
      return Math.abs(z);
    case "unit-step":
      return bySide(z, 0, 1, unitStepAtZero === "any" ? 1 : unitStepAtZero);
  }
}

function scalarSlope(f: ScalarActivation, z: number, y: number, conventions: Conventions): number {
  const { derivativeAtKink: kinks } = conventions;
  const kinked = (left: number, atZero: number): number => bySide(z, left, 1, atZero);
  switch (f.name) {
    case "identity":
      return 1;
    case "logistic":
      return y * (1 - y);
    case "tanh":
      return 1 - y * y;
    case "softplus":
      return isLinear(z, conventions) ? 1 : logistic(z);
    case "relu":
      return kinked(0, kinks.relu === "any" ? 0 : kinks.relu);
    case "absolute-value":
      return kinked(-1, kinks["absolute-value"] === "any" ? 0 : kinks["absolute-value"]);
    case "unit-step":
      return bySide(z, 0, 0, 0);
    case "leaky-relu": {
      const choice = kinks["leaky-relu"];
      return kinked(f.slope, choice === 1 ? 1 : choice === "average" ? (1 + f.slope) / 2 : f.slope);
    }
  }
}

/** What stands on z's side of 0; NaN on neither. */
function bySide(z: number, left: number, right: number, atZero: number): number {
  return z > 0 ? right : z < 0 ? left : z === 0 ? atZero : NaN;
}
