import { exponentials, ones } from "./log-sum-exp.js";
import type { Operation } from "./operation.js";
import { demandShape, map, multiply, single, tabulate, transpose, type Tensor } from "./tensor.js";

/**
 * p = softmax(s), of a column: p_i = e^(s_i) / Σ_j e^(s_j), 000 L700, 004 L119.
 *
 * ∂p_i/∂s_j = p_i (1 - p_i) for i = j, else -p_i p_j: diag(p) - p pᵀ, 004 L810-816.
 *
 * Special values: NaN or +Infinity in s makes every p NaN; finite s never do.
 */
export const softmax: Operation = {
  name: "softmax",
  arity: 1,
  evaluate: ([s]) => probabilities(s),
  pullback: (gradient, _parents, p) => [multiply(transpose(softmaxJacobian(p)), gradient)],
};

/** diag(p) - p pᵀ. Shape C × C, row = entry of p. */
export function softmaxJacobian({ data: p, rows: C }: Tensor): Tensor {
  return tabulate(C, C, (i, j) => (i === j ? p[i] * (1 - p[i]) : -p[i] * p[j]));
}

/**
 * ln softmax(s), of a column, from s: where p_i has underflowed, ln p_i is still known. The activation log-softmax, and what
 * cross-entropy takes a softmax from.
 *
 * log-softmax, log-softmax-jacobian (spec/activations.md)
 *
 * ∂ln p_i/∂s_j = δ_ij - p_j, so that a gradient g goes back as g_i - p_i Σ_m g_m: no division by a p_i. For g = -d, that is
 * cross-entropy, this is softmax-cross-entropy-gradient: p_i Σ_m d_m - d_i.
 *
 * Special values: as `softmax`; -Infinity where s_i lies so far below the largest that their difference overflows.
 */
export const logSoftmax: Operation = {
  name: "logarithm of softmax",
  arity: 1,
  evaluate: ([s]) => {
    const { top, others } = shifted(s);
    const logSum = Math.log1p(others);
    return map(s, (entry) => entry - top - logSum);
  },
  pullback: (gradient, [s]) => {
    const p = probabilities(s);
    const sum = gradient.data.reduce((partial, g) => partial + g, 0);
    return [map(gradient, (g, i) => g - p.data[i] * sum)];
  },
};

function probabilities(s: Tensor): Tensor {
  const { top, others } = shifted(s);
  return map(s, (entry) => Math.exp(entry - top) / (1 + others));
}

/** The largest entry adds 1 to the sum, and no exponential can overflow. */
function shifted(s: Tensor): { readonly top: number; readonly others: number } {
  demandColumn(s);
  return exponentials(s, ones(s));
}

function demandColumn(s: Tensor): void {
  demandShape("the argument of softmax", s, s.rows, 1);
}

/**
 * -ln(yᵀ p) of two columns y, p (004 L119, L791-794): ∂/∂p = -y / (yᵀ p), and ∂/∂y = -p / (yᵀ p).
 *
 * negative-log-of-sum, negative-log-of-sum-gradient (spec/losses.md)
 *
 * Special values: where y_i = 0 nothing is added to the sum, even at p_i = Infinity; a NaN stays one. A sum of 0 has the value
 * Infinity, and gradients that are infinite or NaN.
 */
export const negativeLogOfSum: Operation = {
  name: "-ln(yᵀp)",
  arity: 2,
  evaluate: ([y, p]) => single(-Math.log(inner(y, p))),
  pullback: ({ data: [g] }, [y, p]) => {
    const sum = inner(y, p);
    return [map(p, (entry) => (-entry / sum) * g), map(y, (entry) => (-entry / sum) * g)];
  },
};

/** yᵀ p of two columns y, p: ∂/∂p = y, and ∂/∂y = p. Where y_i = 0 nothing is added, even at p_i = Infinity; a NaN stays one. */
export const targetSum: Operation = {
  name: "yᵀp",
  arity: 2,
  evaluate: ([y, p]) => single(inner(y, p)),
  pullback: ({ data: [g] }, [y, p]) => [map(p, (entry) => entry * g), map(y, (entry) => entry * g)],
};

/**
 * -Σ d_i ln y_i of two columns d, y (003 L641-644): ∂/∂y_i = -d_i / y_i, and ∂/∂d_i = -ln y_i.
 * Where d_i = 0 nothing is added to value or gradient of y, even at y_i = 0; a NaN stays one.
 */
export const crossEntropy: Operation = {
  name: "cross-entropy",
  arity: 2,
  evaluate: ([d, y]) => single(negativeSum(d, y, Math.log)),
  pullback: ({ data: [g] }, [d, y]) => [
    map(y, (entry) => -Math.log(entry) * g),
    map(y, (entry, i) => (isAbsent(d.data[i], entry) ? 0 : (-d.data[i] / entry) * g)),
  ],
};

/** -dᵀ l of two columns d and l = ln y: cross-entropy from the logarithms. Where d_i = 0, l_i may be -Infinity. */
export const crossEntropyOfLogarithms: Operation = {
  name: "-dᵀ ln y",
  arity: 2,
  evaluate: ([d, l]) => single(negativeSum(d, l, (logarithm) => logarithm)),
  pullback: ({ data: [g] }, [d, l]) => [map(l, (entry) => -entry * g), map(d, (entry) => -entry * g)],
};

/** -Σ d_i f(value_i) over the entries that are not absent. */
function negativeSum(d: Tensor, values: Tensor, f: (value: number) => number): number {
  demandPair(d, values);
  return d.data.reduce((sum, weight, i) => {
    const value = values.data[i];
    return isAbsent(weight, value) ? sum : sum - weight * f(value);
  }, 0);
}

function isAbsent(weight: number, value: number): boolean {
  return weight === 0 && !Number.isNaN(value);
}

/** yᵀ p over the entries that are not absent. */
function inner(y: Tensor, p: Tensor): number {
  demandPair(y, p);
  return y.data.reduce((sum, weight, i) => (isAbsent(weight, p.data[i]) ? sum : sum + weight * p.data[i]), 0);
}

function demandPair(A: Tensor, B: Tensor): void {
  demandShape("the first column", A, A.rows, 1);
  demandShape("the second column", B, A.rows, 1);
}
