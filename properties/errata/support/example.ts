/** What it takes to show that a printed line is wrong: examples whose numbers are compared with the truth. */
import type { ErratumId } from "../../../spec/errata.js";

/** A number that is known to lie between two doubles. */
export interface Span {
  readonly lo: number;
  readonly hi: number;
}

export type Amount = number | Span;

/** One number of an example. */
export interface Entry {
  readonly name: string;
  /** From the printed form; NaN where it reads what does not exist. */
  readonly printed: Amount;
  /** From the corrected form. */
  readonly right: Amount;
  /** From a source that knows neither form. */
  readonly truth: Amount;
}

export interface Example {
  /** The inputs, in words. */
  readonly about: string;
  readonly entries: () => readonly Entry[];
}

/** An erratum as something that can be run. */
export interface ExecutableErratum {
  /** The known mistake of the catalogue that types this line into a program. */
  readonly mutant?: string;
  /** Here the printed form is wrong. */
  readonly shows: readonly [Example, ...Example[]];
  /** Here it passes; empty where no blind spot is known. */
  readonly blindSpot: readonly Example[];
}

/** The executable errata of one document. */
export type Executables = Readonly<Partial<Record<ErratumId, ExecutableErratum>>>;

export const loOf = (amount: Amount): number => (typeof amount === "number" ? amount : amount.lo);
export const hiOf = (amount: Amount): number => (typeof amount === "number" ? amount : amount.hi);

/** Whether the two can be the same number. NaN is none. */
export function agree(a: Amount, b: Amount): boolean {
  return loOf(a) <= hiOf(b) && loOf(b) <= hiOf(a);
}

/** The three versions of a list of numbers. */
export interface Versions {
  readonly printed: readonly Amount[];
  readonly right: readonly Amount[];
  readonly truth: readonly Amount[];
}

/**
 * An example of listed numbers. Where the versions differ in length, their lengths come first.
 *
 * @param names - of the numbers; those without a name get their position.
 */
export function listed(about: string, names: readonly string[], versions: () => Versions): Example {
  return {
    about,
    entries: () => {
      const { printed, right, truth } = versions();
      const sameLength = printed.length === truth.length && right.length === truth.length;
      const lengths = { name: "how many numbers", printed: printed.length, right: right.length, truth: truth.length };
      const numbers = truth.map((amount, i) => ({
        name: names[i] ?? `number ${i + 1}`,
        printed: printed[i] ?? NaN,
        right: right[i] ?? NaN,
        truth: amount,
      }));
      return sameLength ? numbers : [lengths, ...numbers];
    },
  };
}

/** The entries in which the printed form is not the truth. */
export function wrongIn(example: Example): readonly Entry[] {
  return example.entries().filter(({ printed, truth }) => !agree(printed, truth));
}
