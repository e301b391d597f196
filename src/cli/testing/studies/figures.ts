/** Figures of a list of numbers. */

/** The upper one of the two in the middle where their number is even; NaN when there is none. */
export function median(values: readonly number[]): number {
  const inOrder = [...values].sort((a, b) => a - b);
  return inOrder[Math.floor(inOrder.length / 2)] ?? NaN;
}
