import type { Figures } from "./figures.js";
import { survivors, type KillMatrix, type Row } from "./matrix.js";
import type { Visible } from "./smallest.js";

/** What the study found. */
export interface Sensitivity {
  readonly matrix: KillMatrix;
  /** Empty when no law of agreement was asked for. */
  readonly visible: readonly Visible[];
  /** By the id of a mutant: why no law can catch it, for no answer differs from a correct one. */
  readonly equivalents: Readonly<Record<string, string>>;
  /** Of studies that take longer, measured before. */
  readonly figures?: Figures;
}

/** Mutants that no law catches, with no proof that none can. */
export function missed({ matrix, equivalents }: Sensitivity): readonly Row[] {
  return survivors(matrix).filter(({ id }) => equivalents[id] === undefined);
}

/** Mutants that were caught although there is said to be a proof that they cannot be. */
export function disproved({ matrix, equivalents }: Sensitivity): readonly Row[] {
  const surviving = new Set(survivors(matrix));
  return matrix.rows.filter((row) => equivalents[row.id] !== undefined && !surviving.has(row));
}

/** Every mutant that can be caught was caught. */
export function isComplete(found: Sensitivity): boolean {
  return missed(found).length === 0 && disproved(found).length === 0;
}
