/** Mistakes in binary cross-entropy, the hinge and the negative logarithm of a sum. */
import type { LossName } from "../../src/model/index.js";
import type { Mutant } from "./mutant.js";
import { correct, logistic } from "./skeleton.js";
import type { At, Row, Steps, Trace } from "./steps.js";

type Under = Pick<Steps, "divergence" | "outputGradient" | "fusedGradient">;

/** The steps that treat one loss wrongly and the others right. */
function under(loss: LossName, wrong: Partial<Under>): () => Partial<Steps> {
  const is = (at: At): boolean => at.question.loss.name === loss;
  return () => ({
    divergence: (top, d, at) => (is(at) ? (wrong.divergence ?? correct.divergence) : correct.divergence)(top, d, at),
    outputGradient: (y, d, at) =>
      (is(at) ? (wrong.outputGradient ?? correct.outputGradient) : correct.outputGradient)(y, d, at),
    fusedGradient: (top, d, at) =>
      (is(at) ? (wrong.fusedGradient ?? correct.fusedGradient) : correct.fusedGradient)(top, d, at),
  });
}

const sum = (values: Row): number => values.reduce((total, value) => total + value, 0);

/** From z, where the last layer is logistic, so that only the mistake shows. */
const softplusOf = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

const classOf = (d: Row): number => d.indexOf(1);
const rounded = (d: Row): number[] => d.map((di) => (di >= 0.5 ? 1 : 0));

/** max(0, y_j - y_c + room) of every output. */
const margins = ({ y }: Trace, d: Row, room: number): number[] =>
  y.map((yj) => Math.max(0, yj - (y[classOf(d)] ?? NaN) + room));

const binary: readonly Mutant[] = [
  {
    id: "binary/absent-class-forgotten",
    title: "leaves (1 - d) ln(1 - y) out of binary cross-entropy",
    equation: "binary-cross-entropy",
    steps: under("binary-cross-entropy", {
      divergence: ({ z }, d) => sum(z.map((zi, i) => (d[i] ?? NaN) * softplusOf(-zi))),
    }),
  },
  {
    id: "binary/derivative-applied-again",
    title: "multiplies y - d by the logistic's derivative, which binary cross-entropy has cancelled",
    equation: "logistic-cross-entropy-gradient",
    steps: under("binary-cross-entropy", {
      fusedGradient: ({ z, y }, d) => y.map((yi, i) => (yi - (d[i] ?? NaN)) * logistic(z[i] ?? NaN) * (1 - yi)),
    }),
  },
  {
    id: "binary/averaged-over-outputs",
    title: "divides binary cross-entropy by the number of outputs",
    equation: "binary-cross-entropy",
    steps: under("binary-cross-entropy", { divergence: (top, d, at) => correct.divergence(top, d, at) / d.length }),
  },
  {
    id: "binary/targets-thresholded",
    title: "rounds soft targets to 0 or 1 under binary cross-entropy",
    equation: "binary-cross-entropy",
    steps: under("binary-cross-entropy", {
      divergence: (top, d, at) => correct.divergence(top, rounded(d), at),
      outputGradient: (y, d, at) => correct.outputGradient(y, rounded(d), at),
      fusedGradient: (top, d, at) => correct.fusedGradient(top, rounded(d), at),
    }),
  },
  {
    id: "binary/log-of-zero",
    title: "takes the logarithms of y and 1 - y, which are infinite once the logistic saturates",
    equation: "binary-cross-entropy",
    steps: under("binary-cross-entropy", {
      divergence: ({ y }, d) =>
        sum(y.map((yi, i) => -((d[i] ?? NaN) * Math.log(yi) + (1 - (d[i] ?? NaN)) * Math.log(1 - yi)))),
    }),
  },
  {
    id: "binary/gradient-sign-of-absent-class",
    title: "subtracts (1 - d) / (1 - y) in the derivative of binary cross-entropy",
    equation: "binary-cross-entropy-gradient",
    steps: under("binary-cross-entropy", {
      outputGradient: (y, d) => y.map((yi, i) => -(d[i] ?? NaN) / yi - (1 - (d[i] ?? NaN)) / (1 - yi)),
    }),
  },
];

const hinge: readonly Mutant[] = [
  {
    id: "hinge/class-counted",
    title: "counts the class itself among the margins of the hinge: 1 too much",
    equation: "multiclass-hinge",
    steps: under("multiclass-hinge", { divergence: (top, d) => sum(margins(top, d, 1)) }),
  },
  {
    id: "hinge/class-entry-missing",
    title: "leaves the class's own entry out of the hinge's gradient",
    equation: "multiclass-hinge-gradient",
    steps: under("multiclass-hinge", {
      outputGradient: (y, d, at) => correct.outputGradient(y, d, at).map((dy, j) => (j === classOf(d) ? 0 : dy)),
    }),
  },
  {
    id: "hinge/without-margin",
    title: "takes max(0, y_j - y_c) without the margin of 1",
    equation: "multiclass-hinge",
    steps: under("multiclass-hinge", { divergence: (top, d) => sum(margins(top, d, 0)) }),
  },
  {
    id: "hinge/largest-margin-only",
    title: "takes the largest margin in place of their sum",
    equation: "multiclass-hinge",
    steps: under("multiclass-hinge", {
      divergence: (top, d) => Math.max(0, ...margins(top, d, 1).filter((_, j) => j !== classOf(d))),
    }),
  },
  {
    id: "hinge/one-against-the-rest",
    title: "takes a hinge for each class against all others, which sees a shift of the scores",
    equation: "multiclass-hinge",
    steps: under("multiclass-hinge", {
      divergence: ({ y }, d) => sum(y.map((yj, j) => Math.max(0, 1 + (j === classOf(d) ? -yj : yj)))),
    }),
  },
];

const negativeLog: readonly Mutant[] = [
  {
    id: "negative-log/gradient-of-cross-entropy",
    title: "takes the gradient of -Σ d ln y for -ln Σ d y, the same for one-hot targets alone",
    equation: "negative-log-of-sum-gradient",
    steps: under("negative-log-of-sum", {
      outputGradient: (y, d) => y.map((yi, i) => (d[i] === 0 ? 0 : -(d[i] ?? NaN) / yi)),
      fusedGradient: ({ y }, d) => y.map((yi, i) => yi * sum(d) - (d[i] ?? NaN)),
    }),
  },
  {
    id: "negative-log/base-two",
    title: "takes the logarithm to base 2",
    equation: "negative-log-of-sum",
    steps: under("negative-log-of-sum", { divergence: (top, d, at) => correct.divergence(top, d, at) / Math.LN2 }),
  },
  {
    id: "negative-log/loss-of-cross-entropy",
    title: "takes -Σ d ln y for -ln Σ d y",
    equation: "negative-log-of-sum",
    steps: under("negative-log-of-sum", {
      divergence: ({ y }, d) => sum(y.map((yi, i) => (d[i] === 0 ? 0 : -(d[i] ?? NaN) * Math.log(yi)))),
    }),
  },
];

export const lossMutants: readonly Mutant[] = [...binary, ...hinge, ...negativeLog];
