import type { Conventions, Layer, Network } from "../model/index.js";
import { activationOf } from "./activations.js";
import type { BatchActivation } from "./activations/batch-activation.js";
import { addToColumns, fromRows, multiply, type Matrix } from "./matrix.js";

/** What the forward pass keeps of layer k for the backward pass. One column per example. */
export interface LayerTrace {
  /** W^(k). Shape [D(k)][M(k-1)]. */
  readonly W: Matrix;
  readonly f: BatchActivation;
  /** y^(k-1), the layer's input. Shape [M(k-1)][T]. */
  readonly below: Matrix;
  /** z^(k). Shape [D(k)][T]. */
  readonly Z: Matrix;
  /** y^(k). Shape [M(k)][T]. */
  readonly Y: Matrix;
}

/**
 * The forward pass over a whole batch.
 *
 * vector-affine, activation, input-layer (spec/vector-form.md, spec/forward.md), lecture 002 L117-132, 003 L520-522:
 *   Y^(0) = X;  for k = 1..N:  Z^(k) = W^(k) Y^(k-1) + b^(k),  Y^(k) = f_k(Z^(k))
 *
 * @param X - The batch, one column per example. Shape [M(0)][T].
 * @returns The trace of layers 1..N in this order.
 * @throws ShapeError when a layer's weights or biases do not fit what comes from below.
 */
export function forward(network: Network, X: Matrix, conventions: Conventions): LayerTrace[] {
  let Y = X;
  return network.layers.map((layer) => {
    const trace = layerForward(layer, Y, conventions);
    Y = trace.Y;
    return trace;
  });
}

function layerForward(layer: Layer, below: Matrix, conventions: Conventions): LayerTrace {
  const W = fromRows(layer.weights);
  const f = activationOf(layer.activation, conventions);
  const Z = addToColumns(multiply(W, below), layer.biases);
  return { W, f, below, Z, Y: f.forward(Z) };
}
