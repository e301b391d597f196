/** Other orders of summation, other places to divide, other ways through the same products. */
import { batchSize, type Case } from "../../src/model/index.js";
import { correct } from "../mutants/index.js";
import type { NearMiss } from "./near-miss.js";

type Row = readonly number[];

/** Summation in pairs, halves first: another tree over the same terms. */
function pairwise(terms: Row): number {
  if (terms.length <= 1) return terms[0] ?? 0;
  const half = terms.length >> 1;
  return pairwise(terms.slice(0, half)) + pairwise(terms.slice(half));
}

/** Summation that carries what each addition loses. */
function compensated(terms: Row): number {
  let sum = 0;
  let lost = 0;
  for (const term of terms) {
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  return Number.isFinite(lost) ? sum + lost : sum;
}

/** The product, 0 where a factor is 0. */
const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);

const terms = (W: readonly Row[], b: Row, below: Row): number[][] =>
  W.map((row, j) => [...row.map((w, i) => w * (below[i] ?? NaN)), b[j] ?? NaN]);

const affineSums: readonly NearMiss[] = [
  {
    id: "near/last-input-first",
    title: "adds the weighted sums from the last input to the first, and the bias last",
    steps: () => ({
      affine: (W, b, below) =>
        W.map((row, j) => row.reduceRight((z, w, i) => z + w * (below[i] ?? NaN), 0) + (b[j] ?? NaN)),
    }),
  },
  {
    id: "near/pairwise-sums",
    title: "adds the weighted sums in pairs",
    steps: () => ({ affine: (W, b, below) => terms(W, b, below).map(pairwise) }),
  },
  {
    id: "near/compensated-sums",
    title: "carries what each addition of a sum loses and adds it at the end",
    steps: () => ({
      affine: (W, b, below) => terms(W, b, below).map(compensated),
      reduce: (values, _, { question, conventions }) =>
        compensated(values) / (conventions.reduction === "mean" ? batchSize(question) : 1),
    }),
  },
  {
    id: "near/column-by-column",
    title: "goes through the weights column by column forward, and row by row on the way back",
    steps: () => ({
      affine(W, b, below) {
        const z = [...b];
        below.forEach((y, i) => z.forEach((zj, j) => (z[j] = zj + (W[j]?.[i] ?? NaN) * y)));
        return z;
      },
      throughWeights(W, dz) {
        const dy = (W[0] ?? []).map(() => 0);
        W.forEach((row, j) => row.forEach((w, i) => (dy[i] = (dy[i] ?? NaN) + w * (dz[j] ?? NaN))));
        return dy;
      },
    }),
  },
  {
    id: "near/zero-terms-skipped",
    title: "skips terms with a factor of 0, forward and backward",
    steps: () => ({
      affine: (W, b, below) => W.map((row, j) => row.reduce((z, w, i) => z + times(w, below[i] ?? NaN), b[j] ?? NaN)),
      weightGradient: (below, dz) => dz.map((dzj) => below.map((yi) => times(yi, dzj))),
    }),
  },
];

const backwardSums: readonly NearMiss[] = [
  {
    id: "near/units-above-last-first",
    title: "adds what the units above send back from the last to the first",
    steps: () => ({
      throughWeights: (W, dz) =>
        (W[0] ?? []).map((_, i) => W.reduceRight((dy, row, j) => dy + (row[i] ?? NaN) * (dz[j] ?? NaN), 0)),
    }),
  },
  {
    id: "near/outer-product-turned",
    title: "takes the outer product of input and dz, and transposes it",
    steps: () => ({
      weightGradient: (below, dz) => {
        const turned = below.map((yi) => dz.map((dzj) => yi * dzj));
        return dz.map((_, j) => turned.map((column) => column[j] ?? NaN));
      },
    }),
  },
  {
    id: "near/inputs-propagated-last",
    title: "leaves the gradient by the inputs for the end, when dz of layer 1 has been divided by T",
    steps: () => ({
      throughWeights: (W, dz, at) => (at.k > 1 ? correct.throughWeights(W, dz, at) : (W[0] ?? []).map(() => 0)),
      finish: (answer, { network }) => {
        const W = network.layers[0]?.weights ?? [];
        const inputs = (answer.gradients.preactivations[0] ?? []).map((dz) =>
          (W[0] ?? []).map((_, i) => W.reduce((dx, row, j) => dx + (row[i] ?? NaN) * (dz[j] ?? NaN), 0)),
        );
        return { ...answer, gradients: { ...answer.gradients, inputs } };
      },
    }),
  },
];

/** Places of the examples that are equal to example t, targets included. */
function equalTo(question: Case, t: number): number[] {
  const { inputs, targets } = question.batch;
  const text = (place: number): string => JSON.stringify([inputs[place], targets[place]]);
  return inputs.flatMap((_, place) => (text(place) === text(t) ? [place] : []));
}

const reductions: readonly NearMiss[] = [
  {
    id: "near/last-example-first",
    title: "adds the last example first, and multiplies by 1/T",
    steps: () => ({
      reduce: (values, _, { question, conventions }) =>
        values.reduceRight((sum, value) => sum + value, 0) *
        (conventions.reduction === "mean" ? 1 / batchSize(question) : 1),
    }),
  },
  {
    id: "near/divided-before-adding",
    title: "divides each example by T before adding",
    steps: () => ({
      reduce: (values, _, { question, conventions }) =>
        values.reduce((sum, value) => sum + value / (conventions.reduction === "mean" ? batchSize(question) : 1), 0),
    }),
  },
  {
    id: "near/duplicates-multiplied",
    title: "takes equal examples once, times how often they occur",
    steps: () => ({
      reduce: (values, what, at) => {
        const kept = values.map((value, t) => {
          const places = equalTo(at.question, t);
          return places[0] === t ? value * places.length : 0;
        });
        return correct.reduce(kept, what, at);
      },
    }),
  },
];

const penalties: readonly NearMiss[] = [
  {
    id: "near/penalty-in-every-example",
    title: "adds λ/T of the penalty to each example's loss and gradient",
    steps: () => {
      let T = 1;
      const spread = (whole: (share: number) => number, lambda: number): number =>
        Array.from({ length: T }, () => whole(lambda / T)).reduce((sum, share) => sum + share, 0);
      return {
        read: (question) => {
          T = batchSize(question);
          return question;
        },
        penalty: (network, lambda, conventions) =>
          spread((share) => correct.penalty(network, share, conventions), lambda),
        penaltyGradient: (w, lambda, conventions) =>
          spread((share) => correct.penaltyGradient(w, share, conventions), lambda),
      };
    },
  },
  {
    id: "near/penalty-layer-by-layer",
    title: "adds the penalty up layer by layer, from the last to the first",
    steps: () => ({
      penalty: (network, lambda, conventions) =>
        network.layers.reduceRight((sum, layer) => sum + correct.penalty({ layers: [layer] }, lambda, conventions), 0),
    }),
  },
];

export const sumNearMisses: readonly NearMiss[] = [...affineSums, ...backwardSums, ...reductions, ...penalties];
