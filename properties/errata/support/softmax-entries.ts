/** Entries of the Jacobian of a softmax, right and as they are printed in document 001. */
import { listed, type Example } from "./example.js";
import { jacobian, softmax, total, value, type Value } from "./value.js";

export type EntryOf = (e: readonly Value[], i: number, j: number) => Value;

const at = (list: readonly Value[], i: number): Value => list[i] ?? value(NaN);
const sigma = (e: readonly Value[], i: number): Value => at(e, i).over(total(e));
const squared = (x: Value): Value => x.times(x);

/** The right entry: (δ_ij e^(x_i) Σ - e^(x_i) e^(x_j)) / Σ². */
const rightEntry: EntryOf = (e, i, j) =>
  (i === j ? at(e, i).times(total(e)) : value(0)).minus(at(e, i).times(at(e, j))).over(squared(total(e)));

/** Some entries of the Jacobian of a softmax, each by a formula in the exponentials. */
export function softmaxEntries(
  about: string,
  x: readonly number[],
  printed: EntryOf,
  chosen: (i: number, j: number) => boolean,
): Example {
  const places = x.flatMap((_, i) => x.map((_unused, j) => [i, j] as const)).filter(([i, j]) => chosen(i, j));
  const names = places.map(([i, j]) => `∂σ_${i + 1}/∂x_${j + 1}`);
  return listed(about, names, () => {
    const e = x.map((xi) => value(xi).exp());
    const J = jacobian(softmax, x, x.length);
    return {
      printed: places.map(([i, j]) => printed(e, i, j).span),
      right: places.map(([i, j]) => rightEntry(e, i, j).span),
      truth: places.map(([i, j]) => J[i]?.[j] ?? NaN),
    };
  });
}

/** (Σ - e^(x_i) e^(x_j)) / Σ². */
export function printedWithoutDelta(e: readonly Value[], i: number, j: number): Value {
  return total(e)
    .minus(at(e, i).times(at(e, j)))
    .over(squared(total(e)));
}

/** (e^(x_i) e^(x_n) - e^(x_i) e^(x_i)) / Σ², with n the last. */
export function printedWithLastExponential(e: readonly Value[], i: number): Value {
  return at(e, i)
    .times(at(e, e.length - 1))
    .minus(squared(at(e, i)))
    .over(squared(total(e)));
}

/** Signs lost, the second row begun with the first component's, the last row reversed. */
export function printedMatrix(e: readonly Value[], i: number, j: number): Value {
  const last = e.length - 1;
  const column = i === last && last > 0 ? last - j : j;
  if (i === 1 && last > 1 && j === 0) return squared(sigma(e, 0));
  return i === column ? sigma(e, i).times(value(1).minus(sigma(e, i))) : sigma(e, i).times(sigma(e, column));
}

/** L80: the derivative of e^(x_i) / Σ, and beside it that of the product. */
export const printedProductRule: EntryOf = (e, i, j) =>
  value(0)
    .minus(sigma(e, i).times(sigma(e, j)))
    .minus(at(e, i).times(at(e, j)));

/** L80: the box added to what it equals. */
export const printedTwice: EntryOf = (e, i, j) => sigma(e, i).times(sigma(e, j)).times(-2);
