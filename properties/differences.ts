/** Agreement with finite differences, which know no rule of differentiation. */
import type { Mismatch } from "../src/compare/index.js";
import type { Property, Verdict } from "../src/gate/property.js";
import { placeOf, type Case, type Quantity } from "../src/model/index.js";
import { finiteDifferences } from "../src/oracle/index.js";
import { cases } from "./arbitraries/cases.js";
import { requires } from "./support/laws.js";
import { conventionsOf, derived, judged, observe, observed, witness, type Observed } from "./support/witness.js";

const gradients = ["gradients.weights", "gradients.biases", "gradients.inputs"] as const satisfies readonly Quantity[];

/** Digits of the forward passes: about 24 of the difference are right, far more than a double holds. */
const digits = 36;

/** The entry of each gradient that is differentiated; it moves with the case's numbers, so that all get their turn. */
function sampled(question: Case, size: number): number {
  const sum = question.batch.inputs
    .flat()
    .reduce((total, x) => total + Math.abs(x) * 8, question.network.layers.length);
  return Number.isFinite(sum) ? Math.floor(sum) % size : 0;
}

export const differenceProperties: readonly Property<Case>[] = [
  {
    id: "differences/central",
    title: "gradients are limits of differences",
    equations: ["central-difference", "weight-gradient", "bias-gradient", "input-gradient"],
    level: "core",
    requires: requires({ some: gradients }),
    arbitrary: (description) => cases(description),
    check: (question, bench) =>
      judged(async () => {
        const seen = await witness(bench, question);
        const differentiate = derived(bench, "differences", question, () =>
          finiteDifferences(question, conventionsOf(bench.description, "core"), digits),
        );
        const mismatches: Mismatch[] = [];
        let decided = 0;
        for (const quantity of observed(bench, gradients)) {
          const entries = observe(seen, quantity);
          const position = sampled(question, entries.got.length);
          const place = placeOf(question, quantity, position);
          const difference = derived(bench, `difference ${JSON.stringify(place)}`, question, () =>
            differentiate(place),
          );
          if (difference.kind !== "smooth") continue;
          const outcome = compare(entries, position, difference.nearest, difference.error);
          if (outcome === "unknown") continue;
          decided += 1;
          if (outcome !== "holds") mismatches.push({ ...place, ...outcome });
        }
        return verdictOf(question, mismatches, decided);
      }),
  },
];

/** The subject's entry may differ from the difference by the entry's own radius and the difference's error. */
function compare(
  entries: Observed,
  position: number,
  value: number,
  error: number,
): Omit<Mismatch, "quantity" | "index"> | "holds" | "unknown" {
  const radius = entries.ranges.radius[position] ?? Infinity;
  const allowed = (radius + error) * (1 + 2 ** -40) + Math.abs(value) * 2 ** -53;
  if (allowed === Infinity) return "unknown";
  const got = entries.got[position] ?? NaN;
  if (Math.abs(got - value) <= allowed) return "holds";
  return {
    got,
    exact: String(value),
    range: [value - allowed, value + allowed],
    factor: Math.abs(got - value) / allowed,
  };
}

function verdictOf(question: Case, mismatches: readonly Mismatch[], decided: number): Verdict {
  if (mismatches.length > 0) return { kind: "violated", question, mismatches };
  if (decided === 0) return { kind: "undecided", reason: "every sampled entry stands at a kink" };
  return { kind: "holds" };
}
