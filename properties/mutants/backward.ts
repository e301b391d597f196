/** Mistakes in forward indexing, the delta recursion, weights and biases. */
import { depth } from "../../src/model/index.js";
import type { Mutant } from "./mutant.js";
import { correct } from "./skeleton.js";

const isSquare = (matrix: readonly (readonly unknown[])[]): boolean => matrix.length === (matrix[0] ?? []).length;

const transpose = (matrix: readonly (readonly number[])[]): number[][] =>
  (matrix[0] ?? []).map((_, i) => matrix.map((row) => row[i] ?? NaN));

export const backwardMutants: readonly Mutant[] = [
  {
    id: "forward/bias-omitted",
    title: "leaves the bias out of the weighted sum",
    equation: "bias-as-weight",
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
    steps: () => ({ affine: (W, b, below, at) => correct.affine(isSquare(W) ? transpose(W) : W, b, below, at) }),
  },
  {
    id: "forward/preactivations-clipped",
    title: "clips the pre-activations to [-8, 8]",
    equation: "affine",
    steps: () => ({
      affine: (W, b, below, at) => correct.affine(W, b, below, at).map((z) => Math.max(-8, Math.min(8, z))),
    }),
  },
  {
    id: "forward/hidden-order-dependent",
    title: "subtracts the mean of the earlier examples from the pre-activations",
    equation: "pure-function",
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
    id: "backward/output-gradient-sign",
    title: "takes d - y instead of y - d",
    equation: "squared-error-gradient",
    steps: () => ({ outputGradient: (y, d, at) => correct.outputGradient(y, d, at).map((dy) => -dy) }),
  },
  {
    id: "backward/derivative-missing-below",
    title: "propagates dy instead of dz to the layer below a hidden layer",
    equation: "activation-gradient",
    steps: () => {
      let dyOfLayer: readonly number[] = [];
      return {
        biasGradient: (dz, dy) => {
          dyOfLayer = dy;
          return [...dz];
        },
        throughWeights: (W, dz, at) =>
          correct.throughWeights(
            W,
            at.k < depth(at.question.network) && dyOfLayer.length === dz.length ? dyOfLayer : dz,
            at,
          ),
      };
    },
  },
  {
    id: "backward/weights-from-layer-output",
    title: "multiplies dz by the first entries of itself instead of the layer's input where widths are equal",
    equation: "weight-gradient",
    steps: () => ({
      weightGradient: (below, dz, at) => correct.weightGradient(below.length === dz.length ? dz : below, dz, at),
    }),
  },
  {
    id: "backward/weights-transposed-when-square",
    title: "returns the gradient of square weight matrices transposed",
    equation: "vector-weight-gradient",
    steps: () => ({
      weightGradient: (below, dz, at) => {
        const dW = correct.weightGradient(below, dz, at);
        return isSquare(dW) ? transpose(dW) : dW;
      },
    }),
  },
  {
    id: "backward/weights-slightly-scaled",
    title: "scales one entry of dW by 1 + 1e-12",
    equation: "weight-gradient",
    steps: () => ({
      weightGradient: (below, dz, at) =>
        correct
          .weightGradient(below, dz, at)
          .map((row, j) => row.map((dw, i) => (i === 0 && j === 0 ? dw * (1 + 1e-12) : dw))),
    }),
  },
  {
    id: "backward/back-through-transposed-weights",
    title: "propagates dz through W instead of its transpose where W is square",
    equation: "vector-activation-backward",
    steps: () => ({ throughWeights: (W, dz, at) => correct.throughWeights(isSquare(W) ? transpose(W) : W, dz, at) }),
  },
  {
    id: "backward/equal-terms-merged",
    title: "keeps what the units above send back as a set, so that equal terms count once",
    equation: "multi-branch",
    steps: () => ({
      throughWeights: (W, dz) =>
        (W[0] ?? []).map((_, i) =>
          [...new Set(W.map((row, j) => (row[i] ?? NaN) * (dz[j] ?? NaN)))].reduce((sum, term) => sum + term, 0),
        ),
    }),
  },
  {
    id: "backward/inputs-not-propagated",
    title: "returns zero for the gradient by the inputs",
    equation: "input-gradient",
    steps: () => ({
      throughWeights: (W, dz, at) => correct.throughWeights(W, dz, at).map((dy) => (at.k === 1 ? 0 : dy)),
    }),
  },
  {
    id: "backward/bias-before-activation",
    title: "takes the bias gradient before the activation's derivative: dy instead of dz",
    equation: "bias-gradient",
    steps: () => ({ biasGradient: (dz, dy) => [...(dy.length === dz.length ? dy : dz)] }),
  },
  {
    id: "backward/negative-inputs-skipped",
    title: "leaves the weight gradient at zero where the layer's input is not positive",
    equation: "weight-gradient",
    steps: () => ({
      weightGradient: (below, dz) => dz.map((dzj) => below.map((yi) => (yi > 0 ? yi * dzj : 0))),
    }),
  },
];
