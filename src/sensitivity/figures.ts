/** What long studies of the repository have measured (spec/figures, mutation/score.json), beside the kill matrix. */

/** Verdicts on one correct implementation. */
export interface Tally {
  readonly cases: number;
  readonly held: number;
  readonly undecided: number;
  readonly violated: number;
}

export interface FalseAlarms {
  readonly seed: number;
  /** Cases per law and implementation. */
  readonly runs: number;
  readonly implementations: readonly (Tally & { readonly precision: string; readonly implementation: string })[];
  /** Cases of all implementations by the id of the law. */
  readonly laws: Readonly<Record<string, Pick<Tally, "cases" | "undecided">>>;
}

/** A mistake, the law that found it first, and the name that it was given first. */
export interface Named {
  readonly mutant: string;
  readonly law: string;
  readonly name: string;
}

/** What became of the mistakes that were caught. Each is in one list, or was named first by its own name. */
export interface Naming {
  readonly rightFirst: number;
  /** Rightly named as conventions: with the line declared, the mistake is none. */
  readonly asConvention: readonly Named[];
  /** By the name of another mistake that answers every question alike. */
  readonly sameFunction: readonly Named[];
  /** By the name of another mistake, as a part of what is wrong. */
  readonly inPart: readonly Named[];
  readonly none: readonly Omit<Named, "name">[];
  readonly wrong: readonly Named[];
  /** By the diagnosis, beside those of the gate. */
  readonly questionsAsked: { readonly median: number; readonly max: number };
}

export interface DiagnosisRate {
  readonly seed: number;
  /** Cases per law. */
  readonly runs: number;
  readonly mutants: number;
  readonly caught: number;
  /** Those that no law has caught. */
  readonly unseen: readonly string[];
  readonly known: Naming;
  /** With the mistake struck off the list of suspects: the right answer is no name, or that of the same function. */
  readonly unknown: Naming;
}

export interface Spread {
  readonly median: number;
  readonly worst: number;
}

/** Of the smallest cases of all mistakes that were caught. */
export interface Smallness {
  readonly seeds: readonly number[];
  /** Cases per law. */
  readonly runs: number;
  readonly cases: number;
  readonly numbers: Spread;
  /** Significant decimal digits of the number that has most of them. */
  readonly digits: Spread;
}

/** Mutation testing of one folder of this repository. */
export interface MutationScore {
  readonly mutants: number;
  readonly killed: number;
  readonly timeout: number;
  readonly survived: number;
  readonly noCoverage: number;
  readonly equivalent: number;
  /** Killed, of those that are not equivalent, in percent. */
  readonly score: number;
  /** Parts of the folder that were not run. */
  readonly partialWithout?: readonly string[];
  /** Files that are other than when they were mutated. */
  readonly changedSince?: readonly string[];
}

/** Each is there when its study has run. */
export interface Figures {
  readonly falseAlarms?: FalseAlarms;
  readonly diagnosis?: DiagnosisRate;
  readonly smallness?: Smallness;
  /** By folder of src; one that was not run has only `notRun`. */
  readonly mutation?: Readonly<Record<string, MutationScore | { readonly notRun: readonly string[] }>>;
}
