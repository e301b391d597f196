/** Correct implementations that look like mistakes, in vector activations and in the losses that go with them. */
import type { Activation } from "../../src/model/index.js";
import { correct, type Steps } from "../mutants/index.js";
import type { Variant } from "./variants.js";

type Row = readonly number[];

const sum = (values: Row): number => values.reduce((total, value) => total + value, 0);
const mean = (values: Row): number => sum(values) / values.length;

/** dDiv/dz through the activation's own backward pass, as if nothing were fused. */
const unfused: Partial<Steps> = {
  fusedGradient: (top, d, at) => {
    const f = at.question.network.layers[at.k - 1]?.activation as Activation;
    return correct.throughActivation(f, top, correct.outputGradient(top.y, d, at), at);
  },
};

/** The variance as the mean square less the square of the mean. */
const onePass = (z: Row, epsilon: number): number => Math.sqrt(mean(z.map((zi) => zi * zi)) - mean(z) ** 2 + epsilon);

export const vectorVariants: readonly Variant[] = [
  {
    title: "the unit step is 0 at 0, declared (beside activation/unit-step-zero-at-zero)",
    steps: {},
    conventions: { unitStepAtZero: 0 },
  },
  {
    title: "the last piece wins a tie and the hinge is 1 at its margin, declared (beside maxout/ties-counted-twice)",
    steps: {},
    conventions: { derivativeAtKink: { maxout: "last", "multiclass-hinge": 1 } },
  },
  {
    title: "ties shared equally, ½ at the margin, declared",
    steps: {},
    conventions: { derivativeAtKink: { maxout: "split", "multiclass-hinge": 0.5 } },
  },
  {
    title: "ties halved along the running maximum, declared",
    steps: {},
    conventions: { derivativeAtKink: { maxout: "average" } },
  },
  {
    title: "the probabilities below a log-softmax as e^y (beside log-softmax/gradient-without-sum)",
    steps: {
      vectorBackward: (f, trace, dy, at) =>
        f.name === "log-softmax"
          ? trace.y.map((yi, i) => (dy[i] ?? NaN) - Math.exp(yi) * sum(dy))
          : correct.vectorBackward(f, trace, dy, at),
    },
  },
  {
    title: "the variance in one pass, as the mean square less the square of the mean",
    steps: {
      vectorValue: (f, z, at) =>
        f.name === "layer-normalization"
          ? z.map((zi) => (zi - mean(z)) / onePass(z, f.epsilon))
          : correct.vectorValue(f, z, at),
    },
  },
  {
    title: "layer normalization step by step backwards, through variance and mean (beside …/variance-held-constant)",
    steps: {
      vectorBackward: (f, trace, dy, at) => {
        if (f.name !== "layer-normalization") return correct.vectorBackward(f, trace, dy, at);
        const { z } = trace;
        const centred = z.map((zi) => zi - mean(z));
        const s = 1 / Math.sqrt(mean(centred.map((c) => c * c)) + f.epsilon);
        const dv = sum(centred.map((c, i) => (dy[i] ?? NaN) * c)) * -0.5 * s ** 3;
        const dm = -sum(dy) * s - (2 * dv * sum(centred)) / z.length;
        return centred.map((c, i) => (dy[i] ?? NaN) * s + (2 * dv * c) / z.length + dm / z.length);
      },
    },
  },
  {
    title: "powers by the library's pow",
    steps: {
      vectorValue: (f, z, at) =>
        f.name === "polynomial"
          ? f.outputs.map((monomials) =>
              sum(monomials.map((m) => m.coefficient * m.powers.reduce((y, p, i) => y * Math.pow(z[i] ?? NaN, p), 1))),
            )
          : correct.vectorValue(f, z, at),
    },
  },
  {
    title:
      "nothing fused: the loss's derivative through the activation's Jacobian (beside binary/derivative-applied-again)",
    steps: unfused,
    coreOnly: true,
  },
  {
    title:
      "binary cross-entropy from the rounded y and 1 - y, the negative logarithm of a sum from rounded probabilities",
    steps: {
      divergence: (top, d, at) => {
        const { name } = at.question.loss;
        if (name === "negative-log-of-sum") return -Math.log(sum(top.y.map((yi, i) => yi * (d[i] ?? NaN))));
        if (name !== "binary-cross-entropy") return correct.divergence(top, d, at);
        return -sum(top.y.map((yi, i) => (d[i] ?? NaN) * Math.log(yi) + (1 - (d[i] ?? NaN)) * Math.log(1 - yi)));
      },
    },
    coreOnly: true,
  },
  {
    title: "binary cross-entropy as (1 - d) z + softplus(-z), its derivative over one denominator",
    steps: {
      divergence: (top, d, at) =>
        at.question.loss.name === "binary-cross-entropy"
          ? sum(top.z.map((zi, i) => (1 - (d[i] ?? NaN)) * zi + Math.max(-zi, 0) + Math.log1p(Math.exp(-Math.abs(zi)))))
          : correct.divergence(top, d, at),
      outputGradient: (y, d, at) =>
        at.question.loss.name === "binary-cross-entropy"
          ? y.map((yi, i) => (yi - (d[i] ?? NaN)) / (yi * (1 - yi)))
          : correct.outputGradient(y, d, at),
    },
    coreOnly: true,
  },
];
