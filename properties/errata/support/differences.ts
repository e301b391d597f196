/** Derivatives of functions of integers, exact where the function is quadratic in each variable. */

/** (f(x + 1) - f(x - 1)) / 2 in the i-th variable: exact in integers for a quadratic. */
export function difference(f: (x: readonly number[]) => number, x: readonly number[], i: number): number {
  const at = (by: number): number => f(x.map((xj, j) => (j === i ? xj + by : xj)));
  return (at(1) - at(-1)) / 2;
}

/** All of them. */
export function differences(f: (x: readonly number[]) => number, x: readonly number[]): number[] {
  return x.map((_, i) => difference(f, x, i));
}
