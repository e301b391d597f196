/** Correct implementations that look like mistakes: other orders of summation, other forms, other places to divide. */
import { batchSize, type DeclaredConventions } from "../../src/model/index.js";
import { correct, type Steps } from "../mutants/index.js";
import { vectorVariants } from "./vector-variants.js";

export interface Variant {
  readonly title: string;
  readonly steps: Partial<Steps>;
  readonly conventions?: DeclaredConventions;
  /** Its unguarded formulas overflow at the edge: only the core laws bind it. */
  readonly coreOnly?: boolean;
}

const kinks = (
  derivativeAtKink: NonNullable<DeclaredConventions["derivativeAtKink"]>,
): Pick<Variant, "steps" | "conventions"> => ({
  steps: {},
  conventions: { derivativeAtKink },
});

/** Summation in pairs, halves first: another tree over the same terms. */
function pairwise(terms: readonly number[]): number {
  if (terms.length <= 1) return terms[0] ?? 0;
  const half = terms.length >> 1;
  return pairwise(terms.slice(0, half)) + pairwise(terms.slice(half));
}

export const variants: readonly Variant[] = [
  ...vectorVariants,
  {
    title: "sums over the batch, and says so (beside batch/sums-instead-of-averages)",
    steps: {},
    conventions: { reduction: "sum" },
  },
  {
    title: "squared error without the ½, declared (beside loss/squared-error-without-half)",
    steps: {},
    conventions: { squaredError: "full" },
  },
  {
    title: "λ‖W‖² without the ½, declared (beside regularizer/gradient-doubled)",
    steps: {},
    conventions: { l2: "full" },
  },
  { title: "relu'(0) = 1, declared (beside activation/relu-derivative-at-zero)", ...kinks({ relu: 1 }) },
  { title: "relu'(0) = ½, declared", ...kinks({ relu: 0.5 }) },
  {
    title: "any legal subgradient, undertaken",
    ...kinks({
      relu: "any",
      "leaky-relu": "any",
      "absolute-value": "any",
      maxout: "any",
      "multiclass-hinge": "any",
    }),
  },
  { title: "leaky-relu'(0) = 1 and |0|' = -1, declared", ...kinks({ "leaky-relu": 1, "absolute-value": -1 }) },
  {
    title: "weighted sums from the last input to the first, bias last",
    steps: {
      affine: (W, b, below) =>
        W.map((row, j) => row.reduceRight((z, w, i) => z + w * (below[i] ?? NaN), 0) + (b[j] ?? NaN)),
    },
  },
  {
    title: "weighted sums in pairs",
    steps: {
      affine: (W, b, below) => W.map((row, j) => pairwise([...row.map((w, i) => w * (below[i] ?? NaN)), b[j] ?? NaN])),
    },
  },
  {
    title: "the last example first when reducing, and a product with 1/T",
    steps: {
      reduce: (values, _, { question, conventions }) =>
        values.reduceRight((sum, value) => sum + value, 0) *
        (conventions.reduction === "mean" ? 1 / batchSize(question) : 1),
    },
  },
  {
    title: "divides each example by T before adding",
    steps: {
      reduce: (values, _, { question, conventions }) =>
        values.reduce((sum, value) => sum + value / (conventions.reduction === "mean" ? batchSize(question) : 1), 0),
    },
  },
  {
    title: "derivatives from z: 4E/(1 + E)² for tanh, E/(1 + E)² for the logistic",
    steps: {
      slope: (f, z, y, at) => {
        const E = Math.exp(-Math.abs(f.name === "tanh" ? 2 * z : z));
        if (f.name === "tanh") return (4 * E) / ((1 + E) * (1 + E));
        return f.name === "logistic" ? E / ((1 + E) * (1 + E)) : correct.slope(f, z, y, at);
      },
    },
  },
  {
    title: "softplus' from y: 1 - e^-y",
    steps: { slope: (f, z, y, at) => (f.name === "softplus" ? 1 - Math.exp(-y) : correct.slope(f, z, y, at)) },
  },
  {
    title: "the logistic as (1 + tanh(z/2))/2",
    steps: { value: (f, z, at) => (f.name === "logistic" ? (1 + Math.tanh(z / 2)) / 2 : correct.value(f, z, at)) },
  },
  {
    title: "hidden softmax in the short form y (dy - Σ dy y)",
    steps: {
      softmaxBackward: (y, dy) => {
        const mean = y.reduce((sum, yj, j) => sum + yj * (dy[j] ?? NaN), 0);
        return y.map((yi, i) => yi * ((dy[i] ?? NaN) - mean));
      },
    },
  },
  {
    title: "softmax under cross-entropy through the full Jacobian (beside softmax/diagonal-jacobian)",
    steps: {
      fusedGradient: (top, d, at) =>
        at.question.loss.name === "cross-entropy"
          ? correct.softmaxBackward(top.y, correct.outputGradient(top.y, d, at), at)
          : correct.fusedGradient(top, d, at),
    },
    coreOnly: true,
  },
  {
    title: "the textbook's plain formulas: e^z / Σ e^z, 1 / (1 + e^-z), ln(1 + e^z), tanh from exponentials",
    steps: {
      softmax: (z) => {
        const e = z.map(Math.exp);
        const sum = e.reduce((total, value) => total + value, 0);
        return e.map((value) => value / sum);
      },
      value: (f, z, at) => {
        if (f.name === "logistic") return 1 / (1 + Math.exp(-z));
        if (f.name === "softplus") return Math.log(1 + Math.exp(z));
        return f.name === "tanh"
          ? (Math.exp(z) - Math.exp(-z)) / (Math.exp(z) + Math.exp(-z))
          : correct.value(f, z, at);
      },
    },
    coreOnly: true,
  },
];
