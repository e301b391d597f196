/** One linear layer, softmax, cross-entropy: the graph that document 004 works out, with numbers of 64 digits. */
import { caseOf } from "./nets.js";
import { softmax, total, value, type Value } from "./value.js";
import type { Case } from "../../../src/model/index.js";

export type Row = readonly number[];
export type Rows = readonly Row[];

export interface LinearSoftmax {
  /** W. Shape [C][d]. */
  readonly W: Rows;
  /** Shape [d]. */
  readonly x: Row;
  /** One-hot. Shape [C]. */
  readonly y: Row;
}

/** The same as a question for the oracle: for a one-hot target -log(yᵀp) is the cross-entropy. */
export function questionOf({ W, x, y }: LinearSoftmax): Case {
  return caseOf([[W, W.map(() => 0), "softmax"]], { inputs: [x], targets: [y], loss: "cross-entropy" });
}

/** p = softmax(W x). */
export function probabilities({ W, x }: LinearSoftmax): Value[] {
  return softmax(W.map((row) => total(row.map((w, i) => value(w).times(x[i] ?? NaN)))));
}

/** aᵀp. */
const along = (a: Row, p: readonly Value[]): Value => total(p.map((pi, i) => pi.times(a[i] ?? NaN)));

/** -yᵀ / (aᵀp), a 1 × C gradient; a is y where it is right. */
export function lossGradient({ y }: LinearSoftmax, p: readonly Value[], a: Row): Value[] {
  return y.map((yi) => value(-yi).over(along(a, p)));
}

/** g (diag(p) - p pᵀ). */
export function throughSoftmax(g: readonly Value[], p: readonly Value[]): Value[] {
  const gp = total(g.map((gi, i) => gi.times(p[i] ?? value(NaN))));
  return p.map((pi, i) => pi.times((g[i] ?? value(NaN)).minus(gp)));
}

/** g W: the gradient by x. */
export function throughWeights(g: readonly Value[], W: Rows): Value[] {
  return (W[0] ?? []).map((_, i) => total(g.map((gj, j) => gj.times(W[j]?.[i] ?? NaN))));
}

/** gᵀ xᵀ, row by row. */
export function outer(g: readonly Value[], x: Row): Value[] {
  return g.flatMap((gj) => x.map((xi) => gj.times(xi)));
}
