/**
 * Backpropagation as document 003 writes it (L505-634): examples are columns, W^(l) leaves layer l, layer 1 is the input, and
 * each layer below the head has a column δ^(l). Typed from those pages, loops and numbers as they stand there; position 0 of
 * an array stays empty.
 */
import type { BySource } from "./dialects.js";

type Columns = readonly (readonly number[])[];

/** f and f' of one activation. */
export interface Elementwise {
  readonly f: (z: number) => number;
  readonly slope: (z: number) => number;
}

/** What δ of the output layer is: (a - y) . f'(z), or a - y for an identity or a softmax head. */
export type Head = { readonly kind: "elementwise" } | { readonly kind: "identity" } | { readonly kind: "softmax" };

export interface ColumnGradient {
  /** a^(l), l = 1..last. */
  readonly a: readonly Columns[];
  /** δ^(l), l = 2..last. */
  readonly delta: readonly Columns[];
  readonly gradW: readonly Columns[];
  readonly gradb: readonly (readonly number[])[];
}

const product = (A: Columns, B: Columns): number[][] =>
  A.map((row) => B[0].map((_, t) => row.reduce((sum, a, i) => sum + a * B[i][t], 0)));
const transposed = (A: Columns): number[][] => A[0].map((_, i) => A.map((row) => row[i]));
const zip = (A: Columns, B: Columns, f: (a: number, b: number) => number): number[][] =>
  A.map((row, i) => row.map((a, t) => f(a, B[i][t])));

/** e^z / Σ e^z in every column. */
function softmax(Z: Columns): number[][] {
  const E = Z.map((row) => row.map((z, t) => Math.exp(z - Math.max(...Z.map((other) => other[t])))));
  return E.map((row) => row.map((e, t) => e / E.reduce((sum, other) => sum + other[t], 0)));
}

/**
 * @param X - s_1 × m. @param Y - targets, s_last × m. @param alpha - weight of ½‖W‖².
 */
export function columnGradient(
  { scheme, n_l, W, b }: BySource,
  { f, slope }: Elementwise,
  head: Head,
  X: Columns,
  Y: Columns,
  alpha: number,
): ColumnGradient {
  const last = scheme === "A" ? n_l : n_l + 1;
  const m = X[0].length;
  const [a, z, delta, gradW]: Columns[][] = [[[], X], [[]], [[]], [[]]];
  const gradb: number[][] = [[]];
  for (let l = 1; l < last; l++) {
    z[l + 1] = product(W[l], a[l]).map((row, i) => row.map((sum) => sum + b[l][i]));
    const straight = l + 1 === last && head.kind === "identity";
    const vector = l + 1 === last && head.kind === "softmax";
    a[l + 1] = vector ? softmax(z[l + 1]) : z[l + 1].map((row) => row.map((entry) => (straight ? entry : f(entry))));
  }
  const error = zip(a[last], Y, (output, y) => output - y);
  delta[last] = head.kind === "elementwise" ? zip(error, z[last], (e, entry) => e * slope(entry)) : error;
  for (let l = last - 1; l >= 2; l--) {
    delta[l] = zip(product(transposed(W[l]), delta[l + 1]), z[l], (sum, entry) => sum * slope(entry));
  }
  for (let l = last - 1; l >= 1; l--) {
    gradW[l] = zip(product(delta[l + 1], transposed(a[l])), W[l], (sum, w) => sum / m + alpha * w);
    gradb[l] = delta[l + 1].map((row) => row.reduce((sum, d) => sum + d, 0) / m);
  }
  return { a, delta, gradW, gradb };
}

/** The other layout of the lecture (003 L549-570): the softmax layer's own step first, then the loop from the layer below. */
export function explicitSoftmaxStep(
  { W }: BySource,
  { slope }: Elementwise,
  { a, delta }: ColumnGradient,
  z: Columns,
  Y: Columns,
): { readonly gradW: Columns; readonly below: Columns } {
  const last = delta.length - 1;
  const error = zip(a[last], Y, (output, y) => output - y);
  // ∂J/∂W = (a - y) aᵀ; ∂J/∂a = Wᵀ (a - y); δ = ∂J/∂a . f'(z)
  const below = zip(product(transposed(W[last - 1]), error), z, (sum, entry) => sum * slope(entry));
  return { gradW: product(error, transposed(a[last - 1])), below };
}
