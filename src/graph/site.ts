/** Where an activation stands in the graph. */
export interface Site {
  /** The layer. */
  readonly k: number;
  /** The node that is read. Shape D × 1. */
  readonly z: string;
  /** D. */
  readonly D: number;
  /** The node that is defined. Shape M × 1. */
  readonly y: string;
}
