/** Lines of documents 002, 003 and 004 typed into a program as they are printed (spec/errata.md). */
import { depth, isScalar, layerOf } from "../../src/model/index.js";
import type { KnownMutant } from "./mutant.js";
import { correct } from "./skeleton.js";

export const errata002To004Mutants: readonly KnownMutant[] = [
  {
    id: "erratum/e2-01",
    title: "gives a layer as many biases as the next layer has units, so that the last ones are missing",
    equation: "vector-affine",
    nearMiss: "near/last-input-first",
    seen: [],
    steps: () => ({
      affine: (W, b, below, at) => {
        const above = Math.min(at.k + 1, depth(at.question.network));
        const length = layerOf(at.question.network, above).biases.length;
        return correct.affine(
          W,
          b.map((bias, j) => (j < length ? bias : 0)),
          below,
          at,
        );
      },
    }),
  },
  {
    id: "erratum/e2-02",
    title: "takes every activation's derivative at the output: f'(y) instead of f'(z)",
    equation: "jacobian-product",
    nearMiss: "near/derivatives-of-preactivation",
    seen: [],
    steps: () => ({ slope: (f, _, y, at) => correct.slope(f, y, correct.value(f, y, at), at) }),
  },
  {
    id: "erratum/e2-03",
    title: "goes back through the weights of the layer below where they have the same shape",
    equation: "vector-activation-backward",
    nearMiss: "near/column-by-column",
    seen: [],
    steps: () => ({
      throughWeights: (W, dz, at) => {
        const below = at.k > 1 ? layerOf(at.question.network, at.k - 1).weights : W;
        const fits = below.length === W.length && below[0]?.length === W[0]?.length;
        return correct.throughWeights(fits ? below : W, dz, at);
      },
    }),
  },
  {
    id: "erratum/e3-01",
    title: "feeds the network's input to every layer that is wide enough for it",
    equation: "affine",
    nearMiss: "near/own-copy-overwritten",
    seen: [],
    steps: () => ({
      affine: (W, b, below, at) => {
        const x = at.question.batch.inputs[at.t] ?? [];
        return correct.affine(W, b, x.length === below.length ? x : below, at);
      },
    }),
  },
  {
    id: "erratum/e3-05",
    title: "skips the delta of the second layer below the output",
    equation: "preactivation-gradient",
    nearMiss: "near/derivative-kept-from-forward",
    seen: [],
    steps: () => ({
      throughActivation: (f, trace, dy, at) =>
        at.k === depth(at.question.network) - 2 ? trace.z.map(() => 0) : correct.throughActivation(f, trace, dy, at),
    }),
  },
  {
    id: "erratum/e3-06",
    title: "takes y - d for the output delta under squared error, whatever the output's activation",
    equation: "preactivation-gradient",
    nearMiss: "near/nothing-fused",
    seen: [],
    steps: () => ({
      throughActivation: (f, trace, dy, at) => {
        const { network, loss } = at.question;
        const applies = isScalar(f) && at.k === depth(network) && loss.name === "squared-error";
        return applies ? [...dy] : correct.throughActivation(f, trace, dy, at);
      },
    }),
  },
  {
    id: "erratum/e3-07",
    title: "counts the penalty twice: in every example's loss and again for the batch",
    equation: "l2-penalty",
    nearMiss: "near/penalty-in-every-example",
    seen: [],
    steps: () => ({
      penalty: (network, lambda, conventions) => 2 * correct.penalty(network, lambda, conventions),
      penaltyGradient: (w, lambda, conventions) => 2 * correct.penaltyGradient(w, lambda, conventions),
    }),
  },
  {
    id: "erratum/e3-08",
    title: "leaves the last layer out of the penalty, but not out of its gradient",
    equation: "l2-penalty",
    nearMiss: "near/penalty-layer-by-layer",
    seen: [],
    steps: () => ({
      penalty: (network, lambda, conventions) =>
        correct.penalty({ layers: network.layers.slice(0, -1) }, lambda, conventions),
    }),
  },
  {
    id: "erratum/e4-24",
    title: "penalizes the diagonal of the weights alone, in the loss",
    equation: "l2-penalty",
    nearMiss: "near/penalty-layer-by-layer",
    seen: [],
    steps: () => ({
      penalty: (network, lambda, conventions) => {
        const layers = network.layers.map((layer) => ({
          ...layer,
          weights: layer.weights.map((row, j) => row.map((w, i) => (i === j ? w : 0))),
        }));
        return correct.penalty({ layers }, lambda, conventions);
      },
    }),
  },
];
