import type { LayerTrace } from "./forward.js";
import { rowSums, timesTranspose, transposeTimes, type Matrix } from "./matrix.js";

/** The derivatives by y^(k) and z^(k) of every example's own Div, one column per example. */
export interface SignalGradient {
  /** Shape [M(k)][T]. */
  readonly dY: Matrix;
  /** Shape [D(k)][T]. */
  readonly dZ: Matrix;
}

/** Adds the derivatives by layer k's parameters, summed over the batch. */
export interface LayerGradient extends SignalGradient {
  /** dW^(k). Shape [D(k)][M(k-1)], laid out like W^(k). */
  readonly dW: Matrix;
  /** db^(k). Shape [D(k)]. */
  readonly db: readonly number[];
}

export interface BatchGradient {
  /** Layers 1..N in this order. */
  readonly layers: readonly LayerGradient[];
  /** dx. Shape [M(0)][T]. */
  readonly dX: Matrix;
}

/**
 * The backward pass over a whole batch; nothing is divided by T here.
 *
 * spec/vector-form.md, lecture 002 L349-366, 003 L505-533: for k = N..1
 *   jacobian-product:            dZ^(k)   = J_kᵀ dY^(k)   (for k = N given, so that it may be fused with the loss)
 *   vector-weight-gradient:      dW^(k)   = dZ^(k) (Y^(k-1))ᵀ
 *   vector-bias-gradient:        db^(k)   = Σ_t dz_t^(k)
 *   vector-activation-backward:  dY^(k-1) = (W^(k))ᵀ dZ^(k)
 *
 * @param traces - Layers 1..N, as `forward` returned them.
 * @param output - dY^(N) and dZ^(N).
 * @throws ShapeError when the output gradient has another shape than the last layer.
 */
export function backward(traces: readonly LayerTrace[], output: SignalGradient): BatchGradient {
  const layers: LayerGradient[] = [];
  let dY = output.dY;
  for (const { W, f, below, Z, Y } of traces.toReversed()) {
    const dZ = layers.length === 0 ? output.dZ : f.backward(Z, Y, dY);
    layers.unshift({ dY, dZ, dW: timesTranspose(dZ, below), db: rowSums(dZ) });
    dY = transposeTimes(W, dZ);
  }
  return { layers, dX: dY };
}
