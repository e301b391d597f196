/** An answer against itself at the edges: on kinks, where exact answers must keep to the declared convention, and in saturation. */
import type { Mismatch } from "../src/compare/index.js";
import type { Bench, Property, Verdict } from "../src/gate/property.js";
import { placeOf, quantities, type Case, type Quantity } from "../src/model/index.js";
import { allRelations } from "./chain.js";
import { readerOf } from "./chain/reader.js";
import { edgeProperties } from "./edges.js";
import { requires } from "./support/laws.js";
import { judgeRelations } from "./support/relations.js";
import { judged, observe, observed, witness, type Witness } from "./support/witness.js";

/** The cases of a law of agreement, and what it demands of a subject to be asked for them. */
function casesOf(id: string): Pick<Property<Case>, "arbitrary" | "requires"> {
  const law = edgeProperties.find((candidate) => candidate.id === id);
  if (law === undefined) throw new RangeError(`there is no law ${id}`);
  return law;
}

const grid = casesOf("exact/integer-grid");
const saturated = casesOf("saturation/agreement");

/** @param judge - the law, of the subject's answer. */
function judgedAtEdge(question: Case, bench: Bench, judge: (seen: Witness) => Verdict): Promise<Verdict> {
  return judged(async () => judge(await witness(bench, question, "edge")));
}

/** What of the answer is related to other parts of it. */
function relationsOf(question: Case, bench: Bench, seen: Witness): Verdict {
  const reader = readerOf(bench, seen, "edge");
  return judgeRelations(
    question,
    allRelations.flatMap((relate) => relate(reader)),
  );
}

/** Entries that every correct implementation has as a number, and that are none. */
function lostNumbers(seen: Witness, quantity: Quantity): Mismatch[] {
  const { got, ranges } = observe(seen, quantity);
  return got.flatMap((value, position): Mismatch[] => {
    if (Number.isFinite(value) || !(Math.abs(ranges.radius[position] ?? Infinity) < Infinity)) return [];
    return [
      {
        ...placeOf(seen.question, quantity, position),
        got: value,
        exact: String(ranges.exact[position]),
        range: [ranges.lo[position] ?? NaN, ranges.hi[position] ?? NaN],
        factor: Infinity,
      },
    ];
  });
}

/** At the edge some ranges are wide by nature: a case decides when anything in it was bound to be a number. */
function staysFinite(question: Case, bench: Bench, seen: Witness): Verdict {
  const all = observed(bench, quantities);
  const mismatches = all.flatMap((quantity) => lostNumbers(seen, quantity));
  if (mismatches.length > 0) return { kind: "violated", question, mismatches };
  const bound = all.some((quantity) => observe(seen, quantity).ranges.radius.some((radius) => radius < Infinity));
  return bound ? { kind: "holds" } : { kind: "undecided", reason: "any entry may overflow" };
}

export const chainEdgeProperties: readonly Property<Case>[] = [
  {
    id: "chain/kinks",
    title: "at a kink an answer keeps to the declared slope",
    equations: [
      "relu-derivative",
      "leaky-relu-derivative",
      "absolute-value-derivative",
      "unit-step",
      "maxout-jacobian",
      "preactivation-gradient",
    ],
    level: "edge",
    requires: requires({
      all: ["preactivations"],
      some: ["activations", "gradients.preactivations"],
      ...(grid.requires.missing === undefined ? {} : { unless: grid.requires.missing }),
    }),
    arbitrary: grid.arbitrary,
    check: (question, bench) => judgedAtEdge(question, bench, (seen) => relationsOf(question, bench, seen)),
  },
  {
    id: "chain/saturation",
    title: "saturated units stay numbers that follow from each other",
    equations: ["logistic", "tanh", "softplus", "softmax", "log-softmax", "cross-entropy", "binary-cross-entropy"],
    level: "edge",
    requires: requires({
      some: quantities,
      ...(saturated.requires.missing === undefined ? {} : { unless: saturated.requires.missing }),
    }),
    arbitrary: saturated.arbitrary,
    check: (question, bench) =>
      judgedAtEdge(question, bench, (seen) => {
        const related = relationsOf(question, bench, seen);
        return related.kind === "violated" ? related : staysFinite(question, bench, seen);
      }),
  },
];
