/** What the two passes need to know of a loss. */
import type { Ball, Term } from "../ball.js";
import type { ActivatedLayer, Side } from "../layer.js";

/** Div of one example, given what the last layer computed and the target d of shape [M(N)]. */
export interface Divergence {
  /** Products whose sum is Div, or twice Div. */
  readonly terms: (top: ActivatedLayer, d: readonly Ball[]) => Term[];
  /** Whether the sum is to be halved, once, at the end. */
  readonly half: boolean;
  /** dDiv/dY. Shape [M(N)]. */
  readonly gradient: (top: ActivatedLayer, d: readonly Ball[]) => Ball[];
  /** dDiv/dz^(N) of shape [D(N)], where the last activation and the loss have a joint form; undefined where they have none. */
  readonly fused: (top: ActivatedLayer, d: readonly Ball[]) => Ball[] | undefined;
  /** On which side of each of the loss's own kinks Y stands. */
  readonly sides: (top: ActivatedLayer, d: readonly Ball[]) => readonly Side[];
}

/** Whether a term with this factor takes part: a factor of exactly 0 leaves out whatever is infinite, but NaN stays NaN. */
export function counts(factor: Ball, y: Ball): boolean {
  return !factor.isZero || y.unlimited;
}
