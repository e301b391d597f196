/**
 * The parameters of a network in the notations of the five documents. Superscripts and subscripts keep the documents' own
 * numbers: position 0 of an array stays empty where they count from 1.
 */
import { depth, layerOf, width, type Activation, type Network } from "../../../src/model/index.js";

/** Document 000: w[k][i][j], source i = 0..D(k-1), destination j = 1..D(k); row 0 holds the biases. */
export type ByIndex = readonly (readonly (readonly number[])[])[];

/** Document 001: the layers from the output down, L, L-1, ...; w[j][k] leads from unit k to unit j, counted from 0. */
export type FromOutput = readonly { readonly below: number; readonly w: number[][]; readonly b: number[] }[];

/** Document 003: W[l] and b[l] leave layer l, which counts from 1 at the input. */
export interface BySource {
  /** A: the output is layer n_l. B: it is layer n_l + 1. */
  readonly scheme: "A" | "B";
  readonly n_l: number;
  readonly W: readonly (readonly (readonly number[])[])[];
  readonly b: readonly (readonly number[])[];
}

const layerNumbers = (network: Network): number[] => network.layers.map((_, position) => position + 1);

/** W_k[j][i] = w_ij^(k) and b_k[j] = w_0j^(k). */
export function fromIndices(w: ByIndex, activations: readonly Activation[]): Network {
  const units = (row: readonly number[]): number[] => row.slice(1);
  const layers = activations.map((activation, position) => {
    const [biases, ...sources] = w[position + 1];
    return {
      weights: units(biases).map((_, j) => sources.map((from) => from[j + 1])),
      biases: units(biases),
      activation,
    };
  });
  return { layers };
}

export function toOutputFirst(network: Network): FromOutput {
  const L = depth(network);
  return layerNumbers(network).map((k) => {
    const { weights, biases } = layerOf(network, L - k + 1);
    return { below: k - 1, w: weights.map((row) => [...row]), b: [...biases] };
  });
}

export function fromOutputFirst(layers: FromOutput, activations: readonly Activation[]): Network {
  const L = layers.length;
  return {
    layers: activations.map((activation, position) => {
      const { w, b } = layers[L - 1 - position];
      return { weights: w, biases: b, activation };
    }),
  };
}

/** W^(l)_003 = W_l and b^(l)_003 = b_l: parameters keep their number, layers do not. */
export function toSources(network: Network, scheme: BySource["scheme"]): BySource {
  const N = depth(network);
  const W = [[], ...layerNumbers(network).map((l) => layerOf(network, l).weights)];
  const b = [[], ...layerNumbers(network).map((l) => layerOf(network, l).biases)];
  return { scheme, n_l: scheme === "A" ? N + 1 : N, W, b };
}

/** @throws RangeError when n_l does not fit the number of matrices: the schemes have been mixed up. */
export function fromSources({ scheme, n_l, W, b }: BySource, activations: readonly Activation[]): Network {
  const N = scheme === "A" ? n_l - 1 : n_l;
  if (W.length !== N + 1)
    throw new RangeError(`scheme ${scheme} with n_l = ${n_l} has ${N} matrices, not ${W.length - 1}`);
  return {
    layers: activations.map((activation, position) => ({
      weights: W[position + 1],
      biases: b[position + 1],
      activation,
    })),
  };
}

/** Whether every matrix has as many columns as the layer below has units. */
export function conforms(network: Network): boolean {
  return layerNumbers(network).every((k) =>
    layerOf(network, k).weights.every((row) => row.length === width(network, k - 1)),
  );
}
