/** What the two passes need to know of a loss. */
import type { Ball, Term } from "../ball.js";
import type { ActivatedLayer, Side } from "../layer.js";
import type { Radius } from "../radius.js";

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
  /**
   * Where an entry of dDiv/dY is a sum: an implementation that goes back through each term by itself has divided each by T before it adds
   * them up. Left out where no entry is a sum.
   */
  readonly summed?: (top: ActivatedLayer, d: readonly Ball[]) => Summed;
  /** On which side of each of the loss's own kinks Y stands. */
  readonly sides: (top: ActivatedLayer, d: readonly Ball[]) => readonly Side[];
}

export interface Summed {
  /** Terms of the longest sum. */
  readonly terms: number;
  /** Σ|terms| of each entry of dDiv/dY. Shape [M(N)]. */
  readonly gradient: readonly Radius[];
  /** The same of dDiv/dz^(N), where it comes from dDiv/dY instead of the joint form. Shape [D(N)]. */
  readonly throughActivation?: readonly Radius[];
}

/** Whether a term with this factor takes part: a factor of exactly 0 leaves out whatever is infinite, but NaN stays NaN. */
export function counts(factor: Ball, y: Ball): boolean {
  return !factor.isZero || y.unlimited;
}
