/** Mistakes in the gradients by weights and biases. */
import { depth, layerOf } from "../../src/model/index.js";
import { isSquare, transpose } from "./matrices.js";
import type { KnownMutant } from "./mutant.js";
import { correct, type Steps } from "./skeleton.js";

type Row = readonly number[];

/** The gradient by the weights may depend on what the layer itself returns. */
function fromOutput(gradient: (below: Row, y: Row, dz: Row) => number[][]): Partial<Steps> {
  let own: Row = [];
  return {
    throughActivation: (f, trace, dy, at) => {
      own = trace.y;
      return correct.throughActivation(f, trace, dy, at);
    },
    fusedGradient: (top, d, at) => {
      own = top.y;
      return correct.fusedGradient(top, d, at);
    },
    weightGradient: (below, dz) => gradient(below, own, dz),
  };
}

const clipped = (value: number): number => Math.max(-1, Math.min(1, value));

export const parameterMutants: readonly KnownMutant[] = [
  {
    id: "backward/weights-from-layer-output",
    title: "multiplies dz by the first entries of itself instead of the layer's input where widths are equal",
    equation: "weight-gradient",
    nearMiss: "near/outer-product-turned",
    seen: [],
    steps: () => ({
      weightGradient: (below, dz, at) => correct.weightGradient(below.length === dz.length ? dz : below, dz, at),
    }),
  },
  {
    id: "backward/weights-transposed-when-square",
    title: "returns the gradient of square weight matrices transposed",
    equation: "vector-weight-gradient",
    nearMiss: "near/gradients-transposed-declared",
    seen: ["rA9#95"],
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
    nearMiss: "near/pairwise-sums",
    seen: [],
    steps: () => ({
      weightGradient: (below, dz, at) =>
        correct
          .weightGradient(below, dz, at)
          .map((row, j) => row.map((dw, i) => (i === 0 && j === 0 ? dw * (1 + 1e-12) : dw))),
    }),
  },
  {
    id: "backward/bias-before-activation",
    title: "takes the bias gradient before the activation's derivative: dy instead of dz",
    equation: "bias-gradient",
    nearMiss: "near/nothing-fused",
    seen: [],
    steps: () => ({ biasGradient: (dz, dy) => [...(dy.length === dz.length ? dy : dz)] }),
  },
  {
    id: "backward/negative-inputs-skipped",
    title: "leaves the weight gradient at zero where the layer's input is not positive",
    equation: "weight-gradient",
    nearMiss: "near/zero-terms-skipped",
    seen: [],
    steps: () => ({
      weightGradient: (below, dz) => dz.map((dzj) => below.map((yi) => (yi > 0 ? yi * dzj : 0))),
    }),
  },
  {
    id: "backward/weights-from-own-output",
    title: "multiplies dz by the layer's output instead of its input where both are equally wide",
    equation: "weight-gradient",
    nearMiss: "near/outer-product-turned",
    seen: ["gHashTag/trinity PR#571"],
    steps: () =>
      fromOutput((below, y, dz) =>
        dz.map((dzj) => (y.length === below.length ? y : below).map((value) => value * dzj)),
      ),
  },
  {
    id: "backward/last-unit-skipped",
    title: "leaves the weight gradient of the output layer's last unit at zero",
    equation: "weight-gradient",
    nearMiss: "near/zero-terms-skipped",
    seen: [],
    steps: () => ({
      weightGradient: (below, dz, at) =>
        correct
          .weightGradient(below, dz, at)
          .map((row, j) => (at.k === depth(at.question.network) && j === dz.length - 1 ? row.map(() => 0) : row)),
    }),
  },
  {
    id: "backward/rows-share-an-array",
    title: "fills the weight gradient with one array, so that every row is the last",
    equation: "weight-gradient",
    nearMiss: "near/outer-product-turned",
    seen: [],
    steps: () => ({
      weightGradient: (below, dz) => dz.map(() => below.map((yi) => yi * (dz[dz.length - 1] ?? NaN))),
    }),
  },
  {
    id: "backward/zero-weights-skipped",
    title: "leaves the weight gradient at zero where the weight is 0, as if there were no connection",
    equation: "weight-gradient",
    nearMiss: "near/zero-terms-skipped",
    seen: [],
    steps: () => ({
      weightGradient: (below, dz, at) => {
        const W = layerOf(at.question.network, at.k).weights;
        return correct.weightGradient(below, dz, at).map((row, j) => row.map((dw, i) => (W[j]?.[i] === 0 ? 0 : dw)));
      },
    }),
  },
  {
    id: "backward/bias-value-as-gradient",
    title: "returns the bias itself in place of its gradient",
    equation: "bias-gradient",
    nearMiss: "near/last-input-first",
    seen: ["apache/systemds PR#2330"],
    steps: () => ({
      biasGradient: (_dz, _dy, at) => [...layerOf(at.question.network, at.k).biases],
    }),
  },
  {
    id: "backward/gradients-clipped",
    title: "clips what the weights and biases of an example get to [-1, 1]",
    equation: "weight-gradient",
    nearMiss: "near/outer-product-turned",
    seen: [],
    steps: () => ({
      weightGradient: (below, dz, at) => correct.weightGradient(below, dz, at).map((row) => row.map(clipped)),
      biasGradient: (dz) => dz.map(clipped),
    }),
  },
];
