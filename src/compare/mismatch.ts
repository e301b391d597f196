import type { Place } from "../model/index.js";

/** One entry outside its range. */
export interface Mismatch extends Place {
  readonly got: number;
  /** The exact value, 40 digits; for a law between answers, what the other answers demand. */
  readonly exact: string;
  readonly range: readonly [number, number];
  /** Distance from the exact value over the range's radius; Infinity for a range of width 0 or a NaN. */
  readonly factor: number;
}
