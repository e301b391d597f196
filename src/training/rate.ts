/** η, or η^k as a function of k, the number of updates made before (000 L32, L62). Unit: w² per unit of loss. */
export type LearningRate = number | ((k: number) => number);

/**
 * η^k, the step size of update k = 0, 1, 2, ...
 *
 * @throws RangeError when it is not a positive finite number: a step of 0 would be taken for convergence.
 */
export function rateAt(rate: LearningRate, k: number): number {
  const eta = typeof rate === "number" ? rate : rate(k);
  if (eta > 0 && eta < Infinity) return eta;
  throw new RangeError(`the learning rate of update ${k} must be positive and finite, got ${eta}`);
}
