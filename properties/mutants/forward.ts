/** Mistakes in the weighted sum and what it is given. */
import { isScalar, layerOf, type ScalarActivation } from "../../src/model/index.js";
import { isSquare, transpose } from "./matrices.js";
import type { KnownMutant } from "./mutant.js";
import { correct, type At } from "./skeleton.js";

const zeros = (row: readonly number[]): number[] => row.map(() => 0);

const withoutFirst = (row: readonly number[]): number[] => row.map((value, i) => (i === 0 ? 0 : value));

/** Layer 1's activation, where it is a scalar one. */
function firstActivation(f: ScalarActivation, at: At): ScalarActivation {
  const first = layerOf(at.question.network, 1).activation;
  return isScalar(first) ? first : f;
}

export const forwardMutants: readonly KnownMutant[] = [
  {
    id: "forward/bias-omitted",
    title: "leaves the bias out of the weighted sum",
    equation: "bias-as-weight",
    nearMiss: "near/last-input-first",
    seen: [],
    steps: () => ({
      affine: (W, b, below, at) =>
        correct.affine(
          W,
          b.map(() => 0),
          below,
          at,
        ),
    }),
  },
  {
    id: "forward/last-input-ignored",
    title: "stops the weighted sum one input early",
    equation: "affine",
    nearMiss: "near/zero-terms-skipped",
    seen: [],
    steps: () => ({
      affine: (W, b, below, at) =>
        correct.affine(
          W.map((row) => (row.length > 1 ? row.slice(0, -1) : row)),
          b,
          below,
          at,
        ),
    }),
  },
  {
    id: "forward/weights-transposed-when-square",
    title: "reads square weight matrices transposed in the forward pass",
    equation: "vector-affine",
    nearMiss: "near/weights-in-out-declared",
    seen: [],
    steps: () => ({ affine: (W, b, below, at) => correct.affine(isSquare(W) ? transpose(W) : W, b, below, at) }),
  },
  {
    id: "forward/preactivations-clipped",
    title: "clips the pre-activations to [-8, 8]",
    equation: "affine",
    nearMiss: "near/softplus-beyond-forty",
    seen: [],
    steps: () => ({
      affine: (W, b, below, at) => correct.affine(W, b, below, at).map((z) => Math.max(-8, Math.min(8, z))),
    }),
  },
  {
    id: "forward/hidden-order-dependent",
    title: "subtracts the mean of the earlier examples from the pre-activations",
    equation: "pure-function",
    nearMiss: "near/last-example-first",
    seen: [],
    steps: () => {
      let seen = 0;
      let mean = 0;
      return {
        affine: (W, b, below, at) => {
          const z = correct.affine(W, b, below, at).map((value) => value - 0.01 * mean);
          seen += 1;
          mean += ((z[0] ?? 0) - mean) / seen;
          return z;
        },
      };
    },
  },
  {
    id: "forward/bias-omitted-throughout",
    title: "leaves the bias out forward and returns zero for its gradient",
    equation: "bias-as-weight",
    nearMiss: "near/last-input-first",
    seen: [],
    steps: () => ({
      affine: (W, b, below, at) => correct.affine(W, zeros(b), below, at),
      biasGradient: zeros,
    }),
  },
  {
    id: "forward/bias-of-last-input",
    title: "adds the bias with the index of the last input, wrapped around, to every unit",
    equation: "bias-as-weight",
    nearMiss: "near/column-by-column",
    seen: [],
    steps: () => ({
      affine: (W, b, below, at) =>
        correct.affine(
          W,
          b.map(() => b[(below.length - 1) % b.length] ?? NaN),
          below,
          at,
        ),
    }),
  },
  {
    id: "forward/first-input-ignored",
    title: "begins at the second input, forward and backward",
    equation: "affine",
    nearMiss: "near/zero-terms-skipped",
    seen: [],
    steps: () => ({
      affine: (W, b, below, at) => correct.affine(W.map(withoutFirst), b, below, at),
      weightGradient: (below, dz, at) => correct.weightGradient(withoutFirst(below), dz, at),
      throughWeights: (W, dz, at) => correct.throughWeights(W.map(withoutFirst), dz, at),
    }),
  },
  {
    id: "forward/first-activation-throughout",
    title: "takes the first layer's activation in every scalar layer, forward and backward",
    equation: "activation",
    nearMiss: "near/derivative-kept-from-forward",
    seen: [],
    steps: () => ({
      value: (f, z, at) => correct.value(firstActivation(f, at), z, at),
      slope: (f, z, y, at) => correct.slope(firstActivation(f, at), z, y, at),
    }),
  },
];
