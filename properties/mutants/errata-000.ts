/** Lines of document 000 typed into a program as they are printed (spec/errata.md). */
import { depth, isScalar, layerOf } from "../../src/model/index.js";
import type { KnownMutant } from "./mutant.js";
import { correct, type At } from "./skeleton.js";

const zeros = (row: readonly number[]): number[] => row.map(() => 0);

/** The first entries of a row; NaN where a loop runs past its end. */
const upTo = (row: readonly number[], length: number): number[] => Array.from({ length }, (_, i) => row[i] ?? NaN);

/** f'(z) by the activation of layer k, if it is a scalar one. */
function slopeOfLayer(k: number, z: number, at: At): number | undefined {
  const f = layerOf(at.question.network, k).activation;
  return isScalar(f) ? correct.slope(f, z, correct.value(f, z, at), at) : undefined;
}

export const errata000Mutants: readonly KnownMutant[] = [
  {
    id: "erratum/e0-01",
    title: "sets the constant unit in layers 1..N only, so that the first layer's biases have no effect",
    equation: "bias-as-weight",
    nearMiss: "near/last-input-first",
    seen: [],
    steps: () => ({
      affine: (W, b, below, at) => correct.affine(W, at.k === 1 ? zeros(b) : b, below, at),
      biasGradient: (dz, _, at) => (at.k === 1 ? zeros(dz) : [...dz]),
    }),
  },
  {
    id: "erratum/e0-02",
    title: "sums over as many inputs as the layer has units",
    equation: "affine",
    nearMiss: "near/column-by-column",
    seen: [],
    steps: () => ({
      affine: (W, b, below, at) =>
        correct.affine(
          W.map((row) => upTo(row, W.length)),
          b,
          upTo(below, W.length),
          at,
        ),
    }),
  },
  {
    id: "erratum/e0-03",
    title: "writes the gradient of every unit of layer 1 into unit 1",
    equation: "activation-gradient",
    nearMiss: "near/units-above-last-first",
    seen: [],
    steps: () => ({
      throughWeights: (W, dz, at) => {
        const dy = correct.throughWeights(W, dz, at);
        return at.k === 2 ? dy.map((_, i) => (i === 0 ? (dy[dy.length - 1] ?? NaN) : 0)) : dy;
      },
    }),
  },
  {
    id: "erratum/e0-04",
    title: "takes the derivative of the hidden activation at the output layer",
    equation: "preactivation-gradient",
    nearMiss: "near/derivative-kept-from-forward",
    seen: [],
    steps: () => ({
      slope: (f, z, y, at) =>
        (at.k > 1 && at.k === depth(at.question.network) ? slopeOfLayer(at.k - 1, z, at) : undefined) ??
        correct.slope(f, z, y, at),
    }),
  },
  {
    id: "erratum/e0-05",
    title: "goes down to layer 0 with the activation's derivative, as if the input were a layer's pre-activation",
    equation: "input-gradient",
    nearMiss: "near/inputs-propagated-last",
    seen: [],
    steps: () => ({
      throughWeights: (W, dz, at) => {
        const dy = correct.throughWeights(W, dz, at);
        const x = at.question.batch.inputs[at.t] ?? [];
        return at.k > 1 ? dy : dy.map((value, i) => value * (slopeOfLayer(1, x[i] ?? NaN, at) ?? 1));
      },
    }),
  },
  {
    id: "erratum/e0-06",
    title: "leaves the gradients by all biases at zero: the loop over the inputs begins at 1",
    equation: "bias-gradient",
    nearMiss: "near/last-input-first",
    seen: [],
    steps: () => ({ biasGradient: zeros }),
  },
  {
    id: "erratum/e0-07",
    title: "exchanges the ranges of the weight gradient's two indices",
    equation: "weight-gradient",
    nearMiss: "near/outer-product-turned",
    seen: [],
    steps: () => ({
      weightGradient: (below, dz) =>
        dz.map((dzj, j) => below.map((yi, i) => (i < dz.length && j < below.length ? yi * dzj : 0))),
      biasGradient: zeros,
    }),
  },
  {
    id: "erratum/e0-08",
    title: "uses dz_j in the weight gradient before the loop has computed it",
    equation: "weight-gradient",
    nearMiss: "near/outer-product-turned",
    seen: [],
    steps: () => ({
      weightGradient: (below, dz) => dz.map((dzj, j) => below.map((yi, i) => (j > i ? 0 : yi * dzj))),
    }),
  },
  {
    id: "erratum/e0-09",
    title: "propagates below vector activations only, and takes weight gradients below scalar ones only",
    equation: "vector-activation-gradient",
    nearMiss: "near/units-above-last-first",
    seen: [],
    steps: () => {
      const isVector = (at: At): boolean => !isScalar(layerOf(at.question.network, at.k).activation);
      return {
        weightGradient: (below, dz, at) =>
          isVector(at) ? dz.map(() => zeros(below)) : correct.weightGradient(below, dz, at),
        biasGradient: (dz, _, at) => (isVector(at) ? zeros(dz) : [...dz]),
        throughWeights: (W, dz, at) =>
          isVector(at) ? correct.throughWeights(W, dz, at) : zeros(correct.throughWeights(W, dz, at)),
      };
    },
  },
];
