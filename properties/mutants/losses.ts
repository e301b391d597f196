/** Mistakes in binary cross-entropy, the hinge and the negative logarithm of a sum. */
import { under } from "./loss-steps.js";
import type { KnownMutant } from "./mutant.js";
import { correct, logistic } from "./skeleton.js";
import type { Row, Trace } from "./steps.js";

const sum = (values: Row): number => values.reduce((total, value) => total + value, 0);

/** From z, where the last layer is logistic, so that only the mistake shows. */
const softplusOf = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

const classOf = (d: Row): number => d.indexOf(1);
const rounded = (d: Row): number[] => d.map((di) => (di >= 0.5 ? 1 : 0));

/** max(0, y_j - y_c + room) of every output. */
const margins = ({ y }: Trace, d: Row, room: number): number[] =>
  y.map((yj) => Math.max(0, yj - (y[classOf(d)] ?? NaN) + room));

const binary: readonly KnownMutant[] = [
  {
    id: "binary/absent-class-forgotten",
    title: "leaves (1 - d) ln(1 - y) out of binary cross-entropy",
    equation: "binary-cross-entropy",
    nearMiss: "near/binary-over-one-denominator",
    seen: [],
    steps: under("binary-cross-entropy", {
      divergence: ({ z }, d) => sum(z.map((zi, i) => (d[i] ?? NaN) * softplusOf(-zi))),
    }),
  },
  {
    id: "binary/derivative-applied-again",
    title: "multiplies y - d by the logistic's derivative, which binary cross-entropy has cancelled",
    equation: "logistic-cross-entropy-gradient",
    nearMiss: "near/nothing-fused",
    seen: ["skynet PR#1"],
    steps: under("binary-cross-entropy", {
      fusedGradient: ({ z, y }, d) => y.map((yi, i) => (yi - (d[i] ?? NaN)) * logistic(z[i] ?? NaN) * (1 - yi)),
    }),
  },
  {
    id: "binary/averaged-over-outputs",
    title: "divides binary cross-entropy by the number of outputs",
    equation: "binary-cross-entropy",
    nearMiss: "near/divided-before-adding",
    seen: [],
    steps: under("binary-cross-entropy", { divergence: (top, d, at) => correct.divergence(top, d, at) / d.length }),
  },
  {
    id: "binary/targets-thresholded",
    title: "rounds soft targets to 0 or 1 under binary cross-entropy",
    equation: "binary-cross-entropy",
    nearMiss: "near/binary-over-one-denominator",
    seen: [],
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
    nearMiss: "near/logarithms-of-rounded-outputs",
    seen: ["manassharma07/crysx_nn#7"],
    steps: under("binary-cross-entropy", {
      divergence: ({ y }, d) =>
        sum(y.map((yi, i) => -((d[i] ?? NaN) * Math.log(yi) + (1 - (d[i] ?? NaN)) * Math.log(1 - yi)))),
    }),
  },
  {
    id: "binary/gradient-sign-of-absent-class",
    title: "subtracts (1 - d) / (1 - y) in the derivative of binary cross-entropy",
    equation: "binary-cross-entropy-gradient",
    nearMiss: "near/binary-over-one-denominator",
    seen: [],
    steps: under("binary-cross-entropy", {
      outputGradient: (y, d) => y.map((yi, i) => -(d[i] ?? NaN) / yi - (1 - (d[i] ?? NaN)) / (1 - yi)),
    }),
  },
];

const hinge: readonly KnownMutant[] = [
  {
    id: "hinge/class-counted",
    title: "counts the class itself among the margins of the hinge: 1 too much",
    equation: "multiclass-hinge",
    nearMiss: "near/margins-in-other-order",
    seen: [],
    steps: under("multiclass-hinge", { divergence: (top, d) => sum(margins(top, d, 1)) }),
  },
  {
    id: "hinge/class-entry-missing",
    title: "leaves the class's own entry out of the hinge's gradient",
    equation: "multiclass-hinge-gradient",
    nearMiss: "near/margins-in-other-order",
    seen: [],
    steps: under("multiclass-hinge", {
      outputGradient: (y, d, at) => correct.outputGradient(y, d, at).map((dy, j) => (j === classOf(d) ? 0 : dy)),
    }),
  },
  {
    id: "hinge/without-margin",
    title: "takes max(0, y_j - y_c) without the margin of 1",
    equation: "multiclass-hinge",
    nearMiss: "near/margins-in-other-order",
    seen: [],
    steps: under("multiclass-hinge", { divergence: (top, d) => sum(margins(top, d, 0)) }),
  },
  {
    id: "hinge/largest-margin-only",
    title: "takes the largest margin in place of their sum",
    equation: "multiclass-hinge",
    nearMiss: "near/margins-in-other-order",
    seen: [],
    steps: under("multiclass-hinge", {
      divergence: (top, d) => Math.max(0, ...margins(top, d, 1).filter((_, j) => j !== classOf(d))),
    }),
  },
  {
    id: "hinge/one-against-the-rest",
    title: "takes a hinge for each class against all others, which sees a shift of the scores",
    equation: "multiclass-hinge",
    nearMiss: "near/margins-in-other-order",
    seen: [],
    steps: under("multiclass-hinge", {
      divergence: ({ y }, d) => sum(y.map((yj, j) => Math.max(0, 1 + (j === classOf(d) ? -yj : yj)))),
    }),
  },
  {
    id: "hinge/squared",
    title: "squares the margins of the hinge",
    equation: "multiclass-hinge",
    nearMiss: "near/margins-in-other-order",
    seen: [],
    steps: under("multiclass-hinge", {
      divergence: (top, d) => sum(margins(top, d, 1).map((margin, j) => (j === classOf(d) ? 0 : margin * margin))),
    }),
  },
  {
    id: "hinge/gradient-of-every-margin",
    title: "takes 1 for the derivative of every margin, the met ones included",
    equation: "multiclass-hinge-gradient",
    nearMiss: "near/margins-in-other-order",
    seen: [],
    steps: under("multiclass-hinge", {
      outputGradient: (y, d) => y.map((_, j) => (j === classOf(d) ? 1 - y.length : 1)),
    }),
  },
];

const negativeLog: readonly KnownMutant[] = [
  {
    id: "negative-log/gradient-of-cross-entropy",
    title: "takes the gradient of -Σ d ln y for -ln Σ d y, the same for one-hot targets alone",
    equation: "negative-log-of-sum-gradient",
    nearMiss: "near/nothing-fused",
    seen: [],
    steps: under("negative-log-of-sum", {
      outputGradient: (y, d) => y.map((yi, i) => (d[i] === 0 ? 0 : -(d[i] ?? NaN) / yi)),
      fusedGradient: ({ y }, d) => y.map((yi, i) => yi * sum(d) - (d[i] ?? NaN)),
    }),
  },
  {
    id: "negative-log/base-two",
    title: "takes the logarithm to base 2",
    equation: "negative-log-of-sum",
    nearMiss: "near/negative-log-unshifted-difference",
    seen: [],
    steps: under("negative-log-of-sum", { divergence: (top, d, at) => correct.divergence(top, d, at) / Math.LN2 }),
  },
  {
    id: "negative-log/loss-of-cross-entropy",
    title: "takes -Σ d ln y for -ln Σ d y",
    equation: "negative-log-of-sum",
    nearMiss: "near/logarithms-of-rounded-outputs",
    seen: [],
    steps: under("negative-log-of-sum", {
      divergence: ({ y }, d) => sum(y.map((yi, i) => (d[i] === 0 ? 0 : -(d[i] ?? NaN) * Math.log(yi)))),
    }),
  },
];

export const lossMutants: readonly KnownMutant[] = [...binary, ...hinge, ...negativeLog];
