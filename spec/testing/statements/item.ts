import type { EquationId } from "../../equations.js";

/** Where a statement is checked: a law of the gate, a test by its file and exact title, a test with a worked number. */
export type Shown = `property:${string}` | `test:${string}#${string}` | `golden:${string}#${string}`;

interface Statement {
  /** The formula or statement in short. */
  readonly states: string;
  /** Document and lines, counted from 1, as in "000 L208-217". */
  readonly lecture: readonly string[];
  /** The equation of the chapters that says the same, or of which this is a part or a consequence. */
  readonly equation: EquationId | null;
}

/** One statement or system of the lecture, and what has become of it. */
export type Item = Statement &
  (
    | { readonly status: "implemented"; readonly shownBy: readonly [Shown, ...Shown[]] }
    /** Named only: nothing to implement. */
    | { readonly status: "mentioned"; readonly shownBy: readonly [] }
    /** Not there, or not all of it; `shownBy` checks the part that is. */
    | { readonly status: "open"; readonly missing: string; readonly shownBy: readonly Shown[] }
  );

/** Keeps the ids as a type. */
export const define = <Id extends string>(table: Readonly<Record<Id, Item>>): Readonly<Record<Id, Item>> => table;
