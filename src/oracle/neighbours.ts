/** The doubles beside a double. */

const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/** The next double below x. */
export function nextDown(x: number): number {
  return -nextUp(-x);
}

/** The next double above x. */
export function nextUp(x: number): number {
  if (Number.isNaN(x) || x === Infinity) return x;
  if (x === 0) return Number.MIN_VALUE;
  double[0] = x;
  bits[0] = (bits[0] as bigint) + (x > 0 ? 1n : -1n);
  return double[0];
}

/** Whether the last bit of its significand is 0. */
export function isEven(x: number): boolean {
  double[0] = x;
  return ((bits[0] as bigint) & 1n) === 0n;
}
