/** Shorthands that the families share: agreement with the reference, and what a law requires of the subject. */
import { compareAnswer } from "../../src/compare/index.js";
import type { Requirements, Verdict } from "../../src/gate/property.js";
import type { ActivationName, Description, LossName, Quantity } from "../../src/model/index.js";
import type { Witness } from "./witness.js";

/** Holds when every entry of the quantities lies in its range and every range is narrow enough to tell. */
export function agrees(witness: Witness, quantities: readonly Quantity[]): Verdict {
  const { mismatches, undecided, entries } = compareAnswer(witness.reference, witness.answer, quantities);
  if (mismatches.length > 0) return { kind: "violated", question: witness.question, mismatches };
  if (undecided > 0) return { kind: "undecided", reason: `${undecided} of ${entries} entries have too wide a range` };
  return { kind: "holds" };
}

/** The first verdict that is not "holds". */
export function all(...verdicts: readonly Verdict[]): Verdict {
  return (
    verdicts.find((verdict) => verdict.kind === "violated") ??
    verdicts.find((verdict) => verdict.kind !== "holds") ?? { kind: "holds" }
  );
}

/** At the edge some ranges are wide by nature: only what lies outside counts, and a case decides when anything in it does. */
export function edgeAgreement(seen: Witness, quantities: readonly Quantity[]): Verdict {
  const verdicts = quantities.map((quantity) => agrees(seen, [quantity]));
  return (
    verdicts.find((verdict) => verdict.kind === "violated") ??
    verdicts.find((verdict) => verdict.kind === "holds") ??
    all(...verdicts)
  );
}

/** Everything that decides whether a subject can be asked for the law. */
export interface Needs {
  /** All of these must be observed. */
  readonly all?: readonly Quantity[];
  /** At least one of these. */
  readonly some?: readonly Quantity[];
  readonly activations?: readonly ActivationName[];
  readonly losses?: readonly LossName[];
  /** Any other reason in words. */
  readonly unless?: (subject: { readonly description: Description; readonly inProcess: boolean }) => string | undefined;
}

export function requires(needs: Needs): Requirements {
  return {
    observes: needs.all ?? [],
    missing: (subject) => {
      const { activations, losses, observes } = subject.description.supports;
      const lacking = (wanted: readonly string[] = [], has: readonly string[]): string | undefined =>
        wanted.find((name) => !has.includes(name));
      const activation = lacking(needs.activations, activations);
      if (activation !== undefined) return `the subject has no ${activation}`;
      const loss = lacking(needs.losses, losses);
      if (loss !== undefined) return `the subject has no ${loss} loss`;
      if (needs.some !== undefined && !needs.some.some((quantity) => observes.includes(quantity))) {
        return `the subject observes none of ${needs.some.join(", ")}`;
      }
      return needs.unless?.(subject);
    },
  };
}

export const parameterGradients = ["gradients.weights", "gradients.biases"] as const satisfies readonly Quantity[];
