import type { Operation } from "./operation.js";
import { column, demandShape, map, tabulate, type Tensor } from "./tensor.js";

/**
 * ln Σ_j e^(s_j) of a column, in two parts: the largest entry m, and ln Σ_j e^(s_j - m). Apart, the large part of one can be taken
 * from that of another before the small ones, whose digits the sum would lose.
 *
 * With p = softmax(s), and c the place of m: ∂m/∂s = e_c, and of the second part p - e_c. Where both parts get the same
 * gradient, that leaves p times it, exactly.
 *
 * Special values: as `softmax`.
 */
export const logSumExp: Operation = {
  name: "ln Σ e^s",
  arity: 1,
  evaluate: ([s]) => inParts(exponentials(s, ones(s))),
  pullback: (gradient, [s]) => [throughParts(gradient, s, ones(s))],
};

/**
 * ln Σ_j d_j e^(s_j) of two columns d and s, in two parts as `logSumExp`: m is the largest s_j among those with d_j ≠ 0. The others
 * do not enter.
 *
 * By s: as there, with d_i e^(s_i - m) / Σ_j d_j e^(s_j - m) for p_i, which does not underflow for the class that counts most. By d:
 * e^(s_i - m) / Σ_j d_j e^(s_j - m).
 *
 * Special values: where all d_j are 0 the value is -Infinity and the gradients are NaN.
 */
export const logSumExpOfTargets: Operation = {
  name: "ln Σ d e^s",
  arity: 2,
  evaluate: ([d, s]) => inParts(exponentials(s, d)),
  pullback: (gradient, [d, s]) => {
    const { top, weight, others } = exponentials(s, d);
    const [, g] = gradient.data;
    return [map(s, (entry) => (Math.exp(entry - top) / (weight + others)) * g), throughParts(gradient, s, d)];
  },
};

/** Σ_j w_j e^(s_j - top) in two parts, the largest exponent's and the rest. */
interface Exponentials {
  /** The largest entry whose weight is not 0; -Infinity where there is none. */
  readonly top: number;
  /** Its place; -1 where there is none. */
  readonly place: number;
  /** Its weight. */
  readonly weight: number;
  /** The sum over the others, which cannot overflow as long as the weights do not. NaN where the largest is infinite. */
  readonly others: number;
}

export function exponentials(s: Tensor, weights: Tensor): Exponentials {
  demandShape("the exponents", s, weights.rows, 1);
  const present = (j: number): boolean => weights.data[j] !== 0;
  const top = s.data.reduce((largest, entry, j) => (present(j) ? Math.max(largest, entry) : largest), -Infinity);
  const place = s.data.findIndex((entry, j) => present(j) && entry === top);
  if (!weights.data.some((_, j) => present(j))) return { top, place, weight: 0, others: 0 };
  const others = s.data.reduce(
    (sum, entry, j) => (j === place || !present(j) ? sum : sum + weights.data[j] * Math.exp(entry - top)),
    top - top,
  );
  return { top, place, weight: weights.data[place] ?? NaN, others };
}

export function ones(s: Tensor): Tensor {
  return tabulate(s.rows, 1, () => 1);
}

/** ln(weight + others): where the weight is 1, others may be far below the roundings of that sum. */
function inParts({ top, weight, others }: Exponentials): Tensor {
  return column([top, weight === 1 ? Math.log1p(others) : Math.log(weight + others)]);
}

function throughParts({ data: [ofTop, ofRest] }: Tensor, s: Tensor, weights: Tensor): Tensor {
  const { top, place, weight, others } = exponentials(s, weights);
  return map(s, (entry, i) => {
    const w = weights.data[i];
    // e^(s_i - top) may overflow where w_i = 0.
    const share = w === 0 ? 0 / (weight + others) : (w * Math.exp(entry - top)) / (weight + others);
    return share * ofRest + (i === place ? ofTop - ofRest : 0);
  });
}
