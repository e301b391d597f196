/**
 * The network of the lecture: N layers, layer k feeding layer k+1, layer 0 being the input.
 *
 * Layers are numbered 1..N as in the lecture. `layerOf` is the one place where that number meets a
 * zero-based array; nothing else renumbers.
 */

/** y_j depends on z_j alone: the Jacobian is diagonal. */
export type ScalarActivation =
  | { readonly name: "identity" }
  | { readonly name: "logistic" }
  | { readonly name: "tanh" }
  | { readonly name: "relu" }
  | { readonly name: "leaky-relu"; readonly slope: number }
  | { readonly name: "softplus" }
  | { readonly name: "absolute-value" };

/** Every y_j may depend on every z_i: the Jacobian is full. */
export type VectorActivation = { readonly name: "softmax" };

export type Activation = ScalarActivation | VectorActivation;
export type ActivationName = Activation["name"];

export const scalarActivationNames = [
  "identity",
  "logistic",
  "tanh",
  "relu",
  "leaky-relu",
  "softplus",
  "absolute-value",
] as const satisfies readonly ScalarActivation["name"][];

export const vectorActivationNames = ["softmax"] as const satisfies readonly VectorActivation["name"][];

export const activationNames: readonly ActivationName[] = [...scalarActivationNames, ...vectorActivationNames];

/** Activations whose derivative jumps at z = 0. */
export type KinkedActivationName = "relu" | "leaky-relu" | "absolute-value";

export interface Layer {
  /** W^(k). Shape [D(k)][D(k-1)]: row = output unit, column = input unit. */
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

/** D(k), the number of units of layer k, k = 0..N; D(0) is the width of the input. */
export function width(network: Network, k: number): number {
  return k === 0 ? (layerOf(network, 1).weights[0] ?? []).length : layerOf(network, k).biases.length;
}
