/** Other forms of the losses, and of a loss together with the activation before it. */
import { depth, layerOf, type Activation, type Case } from "../../src/model/index.js";
import { correct } from "../mutants/index.js";
import type { NearMiss } from "./near-miss.js";

type Row = readonly number[];

const sum = (values: Row): number => values.reduce((total, value) => total + value, 0);

export const lossNearMisses: readonly NearMiss[] = [
  {
    id: "near/squared-error-expanded-gradient",
    title: "takes ½ (2 y - 2 d) for the derivative of the squared error",
    steps: () => ({
      outputGradient: (y, d, at) =>
        at.question.loss.name === "squared-error"
          ? y.map((yi, i) => 0.5 * (2 * yi - 2 * (d[i] ?? NaN)))
          : correct.outputGradient(y, d, at),
    }),
  },
  {
    id: "near/cross-entropy-through-jacobian",
    title: "goes back through softmax under cross-entropy by -d/y and the full Jacobian",
    steps: () => ({
      fusedGradient: (top, d, at) =>
        at.question.loss.name === "cross-entropy"
          ? correct.softmaxBackward(top.y, correct.outputGradient(top.y, d, at), at)
          : correct.fusedGradient(top, d, at),
    }),
    coreOnly: true,
  },
  {
    id: "near/cross-entropy-of-probabilities",
    title: "takes -d ln y of the softmax's output",
    steps: () => ({
      divergence: (top, d, at) =>
        at.question.loss.name === "cross-entropy"
          ? sum(d.map((di, i) => -di * Math.log(top.y[i] ?? NaN)))
          : correct.divergence(top, d, at),
    }),
    coreOnly: true,
  },
  {
    id: "near/nothing-fused",
    title: "goes back through every last layer by the loss's derivative and the activation's Jacobian",
    steps: () => ({
      fusedGradient: (top, d, at) => {
        const f = at.question.network.layers[at.k - 1]?.activation as Activation;
        return correct.throughActivation(f, top, correct.outputGradient(top.y, d, at), at);
      },
    }),
    coreOnly: true,
  },
  {
    id: "near/logarithms-of-rounded-outputs",
    title: "takes binary cross-entropy from the rounded y and 1 - y, and -ln Σ d y from rounded probabilities",
    steps: () => ({
      divergence: (top, d, at) => {
        const { name } = at.question.loss;
        if (name === "negative-log-of-sum") return -Math.log(sum(top.y.map((yi, i) => yi * (d[i] ?? NaN))));
        if (name !== "binary-cross-entropy") return correct.divergence(top, d, at);
        return -sum(top.y.map((yi, i) => (d[i] ?? NaN) * Math.log(yi) + (1 - (d[i] ?? NaN)) * Math.log(1 - yi)));
      },
    }),
    coreOnly: true,
  },
  {
    id: "near/binary-over-one-denominator",
    title:
      "takes binary cross-entropy above logistic units as (1 - d) z + softplus(-z), and its derivative over one denominator",
    steps: () => ({
      divergence: (top, d, at) =>
        isBinaryAboveLogistic(at.question)
          ? sum(top.z.map((zi, i) => (1 - (d[i] ?? NaN)) * zi + Math.max(-zi, 0) + Math.log1p(Math.exp(-Math.abs(zi)))))
          : correct.divergence(top, d, at),
      outputGradient: (y, d, at) =>
        isBinaryAboveLogistic(at.question)
          ? y.map((yi, i) => (yi - (d[i] ?? NaN)) / (yi * (1 - yi)))
          : correct.outputGradient(y, d, at),
    }),
    coreOnly: true,
  },
  {
    id: "near/negative-log-unshifted-difference",
    title: "takes the difference of two logarithms of sums, both shifted by the largest logit",
    steps: () => ({
      divergence: (top, d, at) => {
        const { loss, network } = at.question;
        const last = network.layers[at.k - 1]?.activation.name;
        if (loss.name !== "negative-log-of-sum" || last !== "softmax") return correct.divergence(top, d, at);
        const e = top.z.map((zi) => Math.exp(zi - Math.max(...top.z)));
        return Math.log(sum(e)) - Math.log(sum(e.map((value, i) => value * (d[i] ?? NaN))));
      },
    }),
    coreOnly: true,
  },
  {
    id: "near/margins-in-other-order",
    title: "takes a margin as (1 - y_c) + y_j",
    steps: () => ({
      divergence: ({ z, y }, d, at) => {
        if (at.question.loss.name !== "multiclass-hinge") return correct.divergence({ z, y }, d, at);
        const c = d.indexOf(1);
        return sum(y.map((yj, j) => (j === c ? 0 : Math.max(0, 1 - (y[c] ?? NaN) + yj))));
      },
    }),
  },
];

function isBinaryAboveLogistic({ loss, network }: Case): boolean {
  return loss.name === "binary-cross-entropy" && layerOf(network, depth(network)).activation.name === "logistic";
}
