import { expect } from "vitest";
import { precisions, unitRoundoff } from "../../model/index.js";

/** The largest relative error of n roundings one after another: n u / (1 - n u), u = 2^-53. */
export function gamma(n: number): number {
  const u = unitRoundoff(precisions.f64);
  return (n * u) / (1 - n * u);
}

/** The roundings, of half a unit in the last place each, that one exp, ln, log1p or tanh counts for. */
export const primitive = 2 * precisions.f64.primitiveUlps;

/** Demands that `got` differs from `exact` by what `roundings` of a number of size `scale` can do, and no more. */
export function expectWithin(got: number, exact: number, roundings: number, scale = Math.abs(exact)): void {
  const bound = gamma(roundings) * scale;
  expect(Math.abs(got - exact) <= bound, `${got} is further than ${bound} from ${exact}`).toBe(true);
}
