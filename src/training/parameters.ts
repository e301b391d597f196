import { depth, layerOf, preactivationWidth, ShapeError, width, type Gradients, type Network } from "../model/index.js";

/** The derivatives of the loss by all parameters of a network, laid out like the parameters. */
export type ParameterGradients = Required<Pick<Gradients, "weights" | "biases">>;

/**
 * The number of parameters of layer k: every pre-activation has a weight per input and a bias; a maxout unit has several (003 L101-103).
 *
 * @returns D(k) · (M(k-1) + 1).
 * @throws RangeError when there is no layer k.
 */
export function layerParameterCount(network: Network, k: number): number {
  return layerOf(network, k).biases.length * (width(network, k - 1) + 1);
}

/** The number of parameters of all layers together. */
export function parameterCount(network: Network): number {
  return network.layers.reduce((count, _, position) => count + layerParameterCount(network, position + 1), 0);
}

/**
 * All parameters as one vector: W^(1) row by row, b^(1), W^(2), ..., b^(N).
 *
 * The order is that of the stacked gradient in 001 L32, which as printed begins with the last layer in place of the first.
 *
 * @returns Shape [parameterCount(network)].
 * @example flattenParameters(network) // [w_11, w_21, w_12, w_22, b_1, b_2]
 */
export function flattenParameters(network: Network): number[] {
  return network.layers.flatMap(({ weights, biases }) => [...weights.flat(), ...biases]);
}

/** The gradient by all parameters as one vector, in the order of `flattenParameters` (001 L32). */
export function flattenGradients({ weights, biases }: ParameterGradients): number[] {
  return weights.flatMap((matrix, position) => [...matrix.flat(), ...biases[position]]);
}

/**
 * The network with the parameters of a vector in the order of `flattenParameters`, in place of its own.
 *
 * @param network - gives the shapes and the activations.
 * @throws ShapeError when the vector is not as long as the network has parameters.
 */
export function unflattenParameters(network: Network, vector: readonly number[]): Network {
  const { weights, biases } = unflattenGradients(network, vector);
  const layers = network.layers.map(({ activation }, position) => ({
    weights: weights[position],
    biases: biases[position],
    activation,
  }));
  return { layers };
}

/**
 * The gradient that `flattenGradients` turns into the vector.
 *
 * @param network - gives the shapes.
 * @throws ShapeError when the vector is not as long as the network has parameters.
 */
export function unflattenGradients(network: Network, vector: readonly number[]): ParameterGradients {
  const count = parameterCount(network);
  if (vector.length !== count) {
    throw new ShapeError({ what: "the vector of all parameters", expected: `[${count}]`, got: `[${vector.length}]` });
  }
  const weights: number[][][] = [];
  const biases: number[][] = [];
  let begin = 0;
  const take = (length: number): number[] => vector.slice(begin, (begin += length));
  for (let k = 1; k <= depth(network); k++) {
    const units = Array.from({ length: preactivationWidth(network, k) });
    weights.push(units.map(() => take(width(network, k - 1))));
    biases.push(take(units.length));
  }
  return { weights, biases };
}
