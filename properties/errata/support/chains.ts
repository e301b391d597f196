/** Chains of scalar functions, y_j = f_j(y_{j-1}), and ways to aggregate their derivatives. */
import { listed, type Example } from "./example.js";
import { partial, value, type Value } from "./value.js";

/** A function and its derivative. */
export interface Link {
  readonly f: (y: Value) => Value;
  readonly slope: (y: Value) => Value;
}

export const square: Link = { f: (y) => y.times(y), slope: (y) => y.times(2) };
export const sigmoid: Link = {
  f: (y) => y.logistic(),
  slope: (y) => y.logistic().times(value(1).minus(y.logistic())),
};
export const exponential: Link = { f: (y) => y.exp(), slope: (y) => y.exp() };
export const line = (slope: number, intercept: number): Link => ({
  f: (y) => y.times(slope).plus(intercept),
  slope: () => value(slope),
});

/** The chain after its forward pass. */
export class Pass {
  private readonly links: readonly Link[];
  /** y_0, .., y_n. */
  private readonly y: readonly Value[];

  constructor(links: readonly Link[], x: number) {
    this.links = links;
    this.y = links.reduce<readonly Value[]>((y, { f }, j) => [...y, f(y[j] ?? value(NaN))], [value(x)]);
  }

  get n(): number {
    return this.links.length;
  }

  /** f_j' at y_at; NaN when there is no f_j. The record of the forward pass has it at y_{j-1}. */
  slope(j: number, at = j - 1): Value {
    const [link, y] = [this.links[j - 1], this.y[at]];
    return link === undefined || y === undefined ? value(NaN) : link.slope(y);
  }

  /** Π f_j'(y_{j-1}) over the listed j. */
  product(over: readonly number[]): Value {
    return over.reduce((g, j) => g.times(this.slope(j)), value(1));
  }
}

/** from, from - 1, .., to. */
export const downTo = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, from - to + 1) }, (_, i) => from - i);

/** dh/dx of a chain at x, by the printed aggregation and by the record of the forward pass. */
export function derivative(about: string, links: readonly Link[], x: number, printed: (pass: Pass) => Value): Example {
  return listed(about, ["dh/dx"], () => {
    const pass = new Pass(links, x);
    return {
      printed: [printed(pass).span],
      right: [pass.product(downTo(pass.n, 1)).span],
      truth: [partial(([at = value(NaN)]) => links.reduce((y, { f }) => f(y), at), [x], 0)],
    };
  });
}
