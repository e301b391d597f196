/** What is known about one slip in the five documents. */
export interface Erratum {
  readonly document: "000" | "001" | "002" | "003" | "004";
  /** Document and lines, counted from 1, as in "000 L211, L617". */
  readonly lines: string;
  /**
   * Where it comes from. author: wrong in the source itself. label: a heading, a name or a symbol beside a right formula.
   * gap: incomplete, so that a literal program fails. ocr: noise of recognition. undecided: the text is wrong and its
   * origin cannot be told.
   */
  readonly class: "author" | "label" | "gap" | "ocr" | "undecided";
  /** Whether a program written from the printed text computes a wrong number or fails. */
  readonly mathematical: boolean;
  readonly printed: string;
  readonly correct: string;
  /** Inputs for which the printed form passes; null where none is known. */
  readonly blindSpot: string | null;
  readonly note?: string;
}

/** Keeps the ids as a type. */
export const define = <Id extends string>(table: Readonly<Record<Id, Erratum>>): Readonly<Record<Id, Erratum>> => table;
