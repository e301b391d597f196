/** The report of one run (spec/report.schema.json): a contract, which adapters and continuous integration read. */
import type { EquationId } from "../../spec/equations.js";
import type { Mismatch } from "../compare/index.js";
import type { Case, DeclaredConventions, Description, Quantity } from "../model/index.js";
import type { Property } from "./property.js";
import type { Block, Shard } from "./shards.js";

export type RunVerdict = "pass" | "fail" | "error" | "inconclusive";
export type Status = "held" | "violated" | "skipped" | "inconclusive" | "error" | "waived";

/** Numbers of cases; `cases` is the sum of the others. */
export interface Counts {
  readonly cases: number;
  readonly held: number;
  readonly violated: number;
  readonly undecided: number;
  /** Declined by the subject. */
  readonly skipped: number;
}

/** The smallest case found that shows what is wrong. */
export interface Counterexample {
  readonly case: Case;
  readonly mismatches: readonly Mismatch[];
  /** What is wrong besides the mismatches, or instead of them. */
  readonly message?: string;
}

/** A known mistake, or an undeclared convention, that gives the same wrong answer. */
export interface Diagnosis {
  readonly mutant: string;
  readonly title: string;
  readonly equation: EquationId;
  /**
   * What to declare for the answers to be right. Without deviations among it, it is the declaration that is violated, and not the
   * mathematics.
   */
  readonly declare?: DeclaredConventions;
}

/** Where a mistake shows first, in the order in which a correct program computes. */
export interface Location {
  /** Absent for what belongs to no layer, such as the loss. */
  readonly layer?: number;
  readonly quantity: Quantity;
}

/** What one shard asked about a property, for whoever puts the shards together. */
export interface Part extends Block {
  /** Up to the first violation. */
  readonly counts: Counts;
  /** The first reason of each kind. */
  readonly reasons: { readonly undecided?: string; readonly skipped?: string };
}

/** One property over one run. */
export interface Finding {
  readonly property: string;
  readonly title: string;
  readonly equations: readonly EquationId[];
  readonly level: Property["level"];
  readonly status: Status;
  /** Cases up to the first violation; those tried to make it smaller do not count. */
  readonly cases: number;
  readonly undecided: number;
  /** Why it was skipped, is inconclusive or ended in an error; why it held on fewer cases than were asked. */
  readonly reason: string | null;
  readonly counterexample: Counterexample | null;
  readonly diagnosis: readonly Diagnosis[];
  readonly located: Location | null;
  /** The command that asks the counterexample again. */
  readonly replay: string | null;
  /** In the report of a shard, where the property was asked about. */
  readonly part?: Part;
}

/** A known mistake put to one of the laws, in order to see that the gate still sees. */
export interface Canary {
  readonly mutant: string;
  /** The law that caught it; null when it went uncaught, so that nothing in the report counts. */
  readonly caughtBy: string | null;
}

/** What is to be said about the waivers of a run. */
export interface WaiverCheck {
  /** Each one fails the run. */
  readonly faults: readonly string[];
  readonly notes: readonly string[];
}

export interface Report {
  readonly tool: "gradproof";
  readonly version: string;
  readonly subject: Description;
  readonly seed: number;
  readonly shard: Shard | null;
  readonly verdict: RunVerdict;
  readonly counts: Counts;
  readonly findings: readonly Finding[];
  /** Absent where none was tried, as in a replay. */
  readonly canary?: Canary;
  /** What is to be said about the waivers themselves; absent without them. */
  readonly waivers?: WaiverCheck;
  /** How often all properties were asked about, where time was what limited the run. */
  readonly rounds?: number;
}
