import type * as fc from "fast-check";
import type { EquationId } from "../../spec/equations.js";
import type { Mismatch } from "../compare/index.js";
import type { Case, Description, Quantity } from "../model/index.js";
import type { Reply } from "../subject/index.js";

/** Whether the law held for one generated input. */
export type Verdict =
  | { readonly kind: "holds" }
  /** Some entries lie outside their range, or `reason` says what else is wrong. `question` is the case that shows it. */
  | {
      readonly kind: "violated";
      readonly question: Case;
      readonly mismatches: readonly Mismatch[];
      readonly reason?: string;
    }
  /** The ranges are too wide for a wrong answer to be seen. */
  | { readonly kind: "undecided"; readonly reason: string }
  /** The subject declined. */
  | { readonly kind: "skipped"; readonly reason: string };

/** What was derived about a question before. */
export interface Memo {
  /**
   * @param what - names all that the result depends on beside the question.
   * @returns the result of `make`, or of an earlier one for the same question, bit for bit.
   */
  remember<T>(what: string, question: Case, make: () => T): T;
}

/** How a property reaches the subject. */
export interface Bench {
  readonly description: Description;
  /**
   * Asks the subject; layouts are already translated into the model's.
   *
   * @throws SubjectError (src/subject) when the subject cannot be run or breaks the protocol: the gate's business.
   */
  ask(question: Case): Promise<Reply>;
  /** Present when the subject runs in this process, so that aliasing and mutation can be observed. */
  readonly inProcess: boolean;
  /** Present where many subjects are asked the same, so that what does not depend on their answers is derived once. */
  readonly memo?: Memo;
}

/** What the subject must be able to do for the property to make sense. */
export interface Requirements {
  readonly observes: readonly Quantity[];
  /** A reason in words when some other thing is missing, such as an activation; undefined when nothing is. */
  readonly missing?: (bench: { readonly description: Description; readonly inProcess: boolean }) => string | undefined;
}

/** One law, as a value: the command line, vitest and a user's own runner serve the same one. */
export interface Property<Input = unknown> {
  /** family/name; keeps its meaning for ever. */
  readonly id: string;
  /** States a fact, in a sentence. */
  readonly title: string;
  readonly equations: readonly EquationId[];
  /** core: ordinary numbers, which every implementation must survive. edge: saturation, kinks, extremes. */
  readonly level: "core" | "edge";
  readonly requires: Requirements;
  /** Inputs within what the subject supports. */
  arbitrary(description: Description): fc.Arbitrary<Input>;
  check(input: Input, bench: Bench): Promise<Verdict>;
}
