import { byColumn, mapColumns } from "../columns.js";
import { logSoftmax, softmax } from "../functions.js";
import { columnSums, zip } from "../matrix.js";
import type { BatchActivation } from "./batch-activation.js";

/**
 * J = diag(y) - y yᵀ is symmetric, so Jᵀ dy = y ∘ (dy - <dy, y>): D operations instead of D².
 *
 * softmax-jacobian (spec/activations.md), lecture 000 L720-744, 004 L816
 */
export const softmaxActivation: BatchActivation = {
  forward: (Z) => mapColumns(Z, softmax),
  backward: (_Z, Y, dY) => {
    const means = columnSums(zip(Y, dY, (y, dy) => y * dy));
    const centred = byColumn(dY, means, (dy, mean) => dy - mean);
    return zip(Y, centred, (y, c) => y * c);
  },
};

/**
 * J = I - 1 pᵀ with p = softmax(z), so Jᵀ dy = dy - p <dy, 1>. p is taken from z: as e^y it would lose what y rounded off, which
 * grows with |y|.
 *
 * log-softmax, log-softmax-jacobian (spec/activations.md)
 */
export const logSoftmaxActivation: BatchActivation = {
  forward: (Z) => mapColumns(Z, logSoftmax),
  backward: (Z, _Y, dY) => {
    const shares = byColumn(mapColumns(Z, softmax), columnSums(dY), (p, sum) => p * sum);
    return zip(dY, shares, (dy, share) => dy - share);
  },
};
