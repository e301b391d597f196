/**
 * Laws between answers: Σ c · entry = 0 over entries of several answers. Each entry may be off by its own radius and the
 * exact entries obey the law, so the sum may be off by Σ |c| · radius and no more. Where all radii are 0 the law demands
 * equality to the last bit.
 */
import type { Mismatch } from "../../src/compare/index.js";
import { decisive } from "../../src/compare/index.js";
import type { Verdict } from "../../src/gate/property.js";
import { placeOf, type Case } from "../../src/model/index.js";
import { exactSum } from "../../src/oracle/index.js";
import type { Observed } from "./witness.js";

export interface Term {
  readonly coefficient: number;
  readonly from: Observed;
  /** In the order of `entriesOf`. */
  readonly position: number;
}

/** One instance of a law: the terms add up to 0. The first term's entry is the one that a violation names. */
export interface Instance {
  readonly terms: readonly [Term, ...Term[]];
}

/** Judges all instances of a law about the question. */
export function judgeLinear(question: Case, instances: readonly Instance[]): Verdict {
  const mismatches: Mismatch[] = [];
  let undecided = 0;
  for (const instance of instances) {
    const outcome = judgeInstance(question, instance);
    if (outcome === "undecided") undecided += 1;
    else if (outcome !== "holds") mismatches.push(outcome);
  }
  if (mismatches.length > 0) return { kind: "violated", question, mismatches };
  if (undecided > 0)
    return { kind: "undecided", reason: `${undecided} of ${instances.length} entries have too wide a range` };
  return { kind: "holds" };
}

function judgeInstance(question: Case, { terms }: Instance): Mismatch | "holds" | "undecided" {
  const [first, ...others] = terms;
  const values = terms.map((term) => term.from.got[term.position] ?? NaN);
  const allowed =
    terms.reduce((sum, term) => sum + Math.abs(term.coefficient) * (term.from.ranges.radius[term.position] ?? 0), 0) *
    (1 + 2 ** -40);
  if (allowed === Infinity) return "undecided";
  const off = values.every(Number.isFinite)
    ? Math.abs(exactSum(terms.map((term, i) => [term.coefficient, values[i] ?? NaN])))
    : Infinity;
  if (off <= allowed) return allowed <= decisive * scaleOf(terms) ? "holds" : "undecided";

  const demanded =
    others.length === 0
      ? 0
      : -exactSum(others.map((term, i) => [term.coefficient, values[i + 1] ?? NaN])) / first.coefficient;
  const room = allowed / Math.abs(first.coefficient);
  return {
    ...placeOf(question, first.from.quantity, first.position),
    got: values[0] ?? NaN,
    exact: String(demanded),
    range: [demanded - room, demanded + room],
    factor: allowed === 0 ? Infinity : off / allowed,
  };
}

/** The largest magnitude that takes part: entries of the terms, and their neighbours in the same quantity. */
function scaleOf(terms: readonly Term[]): number {
  let scale = 0;
  for (const term of terms) {
    for (const exact of term.from.ranges.exact) scale = Math.max(scale, Math.abs(term.coefficient * exact));
  }
  return scale;
}

/** a[i] = b[i] for all entries of the quantity, `order` telling where b's entry stands in a. */
export function equalities(
  a: Observed,
  b: Observed,
  order: (position: number) => number = (position) => position,
): Instance[] {
  return b.got.map((_, position) => ({
    terms: [
      { coefficient: 1, from: a, position: order(position) },
      { coefficient: -1, from: b, position },
    ],
  }));
}
