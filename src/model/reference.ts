import type { Case } from "./case.js";
import type { Quantity } from "./quantities.js";

/**
 * The acceptable range of each entry of one quantity, in the order of `entriesOf`: entry i of a correct
 * implementation lies in [lo[i], hi[i]].
 */
export interface Ranges {
  readonly lo: readonly number[];
  readonly hi: readonly number[];
  /** The double nearest to the exact value. */
  readonly exact: readonly number[];
  /**
   * Half the range's width, rounded up; Infinity where nothing can be said, because some correct
   * implementations overflow on the way.
   */
  readonly radius: readonly number[];
}

/** The oracle's result for a case. */
export interface Reference {
  readonly case: Case;
  ranges(quantity: Quantity): Ranges;
  /** The exact value of entry `position`, with 40 significant digits, all of them proved. */
  digits(quantity: Quantity, position: number): string;
}
