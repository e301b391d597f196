import type { conventionChoices, kinkChoices } from "../../../src/model/index.js";

/** What a subject declares, or a test (its file and exact title) which shows that nothing needs declaring. */
export type Settled =
  | { readonly convention: keyof typeof conventionChoices }
  | { readonly kink: keyof typeof kinkChoices }
  | { readonly test: `${string}.test.ts#${string}` };

/** A difference between documents that is no mistake, and how it is settled. */
export interface Difference {
  /** Where the documents differ. */
  readonly words: string;
  /** Document and lines, counted from 1, one for each side at least. */
  readonly lecture: readonly [string, string, ...string[]];
  /** What becomes of it. */
  readonly outcome: string;
  readonly by: readonly [Settled, ...Settled[]];
}

export const convention = (name: keyof typeof conventionChoices): Settled => ({ convention: name });
export const kink = (name: keyof typeof kinkChoices): Settled => ({ kink: name });
export const test = (reference: `${string}.test.ts#${string}`): Settled => ({ test: reference });
/** A test of `properties/differences-of-*.test.ts`. */
export const shown = (file: "notation" | "formula" | "loop", title: string): Settled =>
  test(`properties/differences-of-${file}.test.ts#${title}`);
