/**
 * The network of the lecture: N layers, layer k feeding layer k+1, layer 0 being the input.
 *
 * Layers are numbered 1..N as in the lecture. `layerOf` is the one place where that number meets a
 * zero-based array; nothing else renumbers.
 */

import type { OwnActivation } from "./own.js";

/** y_j depends on z_j alone: the Jacobian is diagonal. */
export type ScalarActivation =
  | { readonly name: "identity" }
  | { readonly name: "logistic" }
  | { readonly name: "tanh" }
  | { readonly name: "relu" }
  | { readonly name: "leaky-relu"; readonly slope: number }
  | { readonly name: "softplus" }
  | { readonly name: "absolute-value" }
  | { readonly name: "unit-step" };

/** Every one of the M outputs y_j may depend on every one of the D pre-activations z_i: the Jacobian is full. */
export type VectorActivation =
  | { readonly name: "softmax" }
  | { readonly name: "log-softmax" }
  /** y_j is the largest of the pre-activations (j-1)·pieces + 1 .. j·pieces: each unit has so many weight vectors. M = D / pieces. */
  | { readonly name: "maxout"; readonly pieces: number }
  /** y = A z. A has shape [M][D]; it is given, not learned. */
  | { readonly name: "linear-map"; readonly matrix: readonly (readonly number[])[] }
  /** y = (z - mean of z) / √(variance of z + epsilon), the variance being the mean square. M = D. epsilon > 0. */
  | { readonly name: "layer-normalization"; readonly epsilon: number }
  /** y_j = Σ over the monomials of outputs[j-1]. M = the number of outputs. */
  | { readonly name: "polynomial"; readonly outputs: readonly (readonly Monomial[])[] }
  | OwnActivation;

/** coefficient · Π_i z_i^powers[i]; a power 0 leaves z_i out. */
export interface Monomial {
  readonly coefficient: number;
  /** Whole numbers from 0 up. Shape [D]. */
  readonly powers: readonly number[];
}

export type Activation = ScalarActivation | VectorActivation;
/** The activations without parameters: their name is all of them. */
export type PlainActivationName = PlainName<Activation>;
type PlainName<A extends Activation> = A extends Activation ? (keyof A extends "name" ? A["name"] : never) : never;

/** The activations that a subject can declare; a user's own goes by the id it was given. */
export type ActivationName = Exclude<Activation["name"], "own">;

export const scalarActivationNames = [
  "identity",
  "logistic",
  "tanh",
  "relu",
  "leaky-relu",
  "softplus",
  "absolute-value",
  "unit-step",
] as const satisfies readonly ScalarActivation["name"][];

export const vectorActivationNames = [
  "softmax",
  "log-softmax",
  "maxout",
  "linear-map",
  "layer-normalization",
  "polynomial",
] as const satisfies readonly Exclude<VectorActivation["name"], "own">[];

export const activationNames: readonly ActivationName[] = [...scalarActivationNames, ...vectorActivationNames];

/** Whether y_j depends on z_j alone. */
export function isScalar(activation: Activation): activation is ScalarActivation {
  return (scalarActivationNames as readonly string[]).includes(activation.name);
}

/** What has no derivative somewhere: the activations at z = 0 or at a tie, the hinge at its margin. */
export type KinkedName = "relu" | "leaky-relu" | "absolute-value" | "maxout" | "multiclass-hinge";

export interface Layer {
  /** W^(k). Shape [D(k)][M(k-1)]: row = pre-activation, column = output of the layer below. */
  readonly weights: readonly (readonly number[])[];
  /** b^(k). Shape [D(k)]. */
  readonly biases: readonly number[];
  readonly activation: Activation;
}

export interface Network {
  /** Layer 1 first. At least one. */
  readonly layers: readonly Layer[];
}

/** N, the number of layers with weights; the input is layer 0 and not counted. */
export function depth(network: Network): number {
  return network.layers.length;
}

/**
 * Layer k of the network, k = 1..N.
 *
 * @throws RangeError when there is no such layer.
 */
export function layerOf(network: Network, k: number): Layer {
  const layer = network.layers[k - 1];
  if (layer === undefined)
    throw new RangeError(`there is no layer ${k}: the network has layers 1 to ${depth(network)}`);
  return layer;
}

/** M(k), the number of outputs y of layer k, k = 0..N; that of layer 0 is the width of the input. */
export function width(network: Network, k: number): number {
  return k === 0 ? (layerOf(network, 1).weights[0] ?? []).length : outputsOf(layerOf(network, k));
}

/** D(k), the number of pre-activations z of layer k, k = 1..N: another number than its outputs under some vector activations. */
export function preactivationWidth(network: Network, k: number): number {
  return layerOf(network, k).biases.length;
}

/** M, the number of outputs of the layer. */
export function outputsOf({ activation, biases }: Layer): number {
  const D = biases.length;
  switch (activation.name) {
    case "maxout":
      return D / activation.pieces;
    case "linear-map":
      return activation.matrix.length;
    case "polynomial":
      return activation.outputs.length;
    case "own":
      return activation.outputs?.(D) ?? D;
    default:
      return D;
  }
}
