/** A declared deviation is held to exactly what it says: who keeps it passes every law, and who keeps another one does not. */
import { describe, expect, it } from "vitest";
import {
  completeConventions,
  everything,
  precisionNames,
  quantities,
  type Case,
  type Conventions,
  type Deviations,
  type FullAnswer,
  type PrecisionName,
} from "../src/model/index.js";
import { backpropagate as graph } from "../src/graph/index.js";
import { backpropagate as scalar } from "../src/scalar/index.js";
import { memo } from "../src/sensitivity/index.js";
import type { Subject } from "../src/subject/index.js";
import { backpropagate as vectorized } from "../src/vectorized/index.js";
import { pass } from "./mutants/index.js";
import { deviatedSteps, type Writing } from "./testing/deviated.js";
import { rounded } from "./testing/rounded.js";
import { lawOf, laws, subjectOf, trial } from "./testing/trial.js";

/** The full counts: GRADPROOF_STUDY=1 npx vitest run properties/deviations.test.ts */
const study = process.env["GRADPROOF_STUDY"] === "1";
const patience = study ? 3_600_000 : 60_000;
/** What the gate asks by default. */
const budget = 100;

const implementations = { scalar, vectorized, graph } as const;

/** As libraries have them, and with parameters so large that ordinary numbers meet them as well. */
const declarations: Readonly<Record<string, Deviations>> = {
  "softplus linear above 20": { "softplus-linear-above": { threshold: 20 } },
  "softplus linear above 1": { "softplus-linear-above": { threshold: 1 } },
  "clipped at 1e-7": { "probabilities-clipped": { epsilon: 1e-7 } },
  "clipped at 1/4": { "probabilities-clipped": { epsilon: 0.25 } },
  "1e-8 added": { "epsilon-in-logarithm": { epsilon: 1e-8 } },
  "1/8 added": { "epsilon-in-logarithm": { epsilon: 0.125 } },
  "clipped at 1e-7 and 1e-7 added": {
    "probabilities-clipped": { epsilon: 1e-7 },
    "epsilon-in-logarithm": { epsilon: 1e-7 },
  },
};

/** A subject that keeps some deviations and declares others. */
const keeping = (
  run: (question: Case, conventions: Conventions) => FullAnswer,
  kept: Deviations,
  declared: Deviations = kept,
): Subject =>
  subjectOf((question) => run(question, completeConventions({ deviations: kept })), {
    conventions: { deviations: declared },
  });

const askable = (subject: Subject) => laws.filter(({ requires }) => requires.missing?.(subject) === undefined);

describe.each(Object.entries(declarations))("%s, declared", (_, deviations) => {
  // Many cases would fill the memory.
  const known = study ? undefined : memo();
  it.each(Object.entries(implementations))("%s passes every law", { timeout: patience }, async (name, run) => {
    const subject = keeping(run, deviations);
    let [cases, held] = [0, 0];
    for (const law of askable(subject)) {
      const { verdicts, violated } = await trial(law, subject, study ? 100 : 1, 7, known);
      expect(violated, law.id).toBeUndefined();
      cases += verdicts.length;
      held += verdicts.filter(({ kind }) => kind === "holds").length;
    }
    expect(held).toBeGreaterThan(0.8 * cases);
    if (study) console.log(`${name}: no alarm in ${cases} cases, ${held} of them decided`);
  });
});

const name = (deviations: Deviations): string => JSON.stringify(deviations);
const softplus = (threshold: number): Deviations => ({ "softplus-linear-above": { threshold } });
const clipped = (epsilon: number): Deviations => ({ "probabilities-clipped": { epsilon } });
const added = (epsilon: number): Deviations => ({ "epsilon-in-logarithm": { epsilon } });

/** What is kept, and what is declared instead. */
const others: readonly (readonly [kept: Deviations, declared: Deviations])[] = [
  ...[20, 19, 20.25, 30, 1].flatMap((t) => (t === 20 ? [] : [[softplus(t), softplus(20)] as const])),
  [clipped(1e-8), clipped(1e-7)],
  [clipped(1.5e-7), clipped(1e-7)],
  [clipped(1e-15), clipped(1e-12)],
  [added(1e-8), added(1e-7)],
  [added(1.01e-7), added(1e-7)],
  [added(1e-15), added(1e-12)],
  [clipped(1e-7), added(1e-7)],
  [added(1e-7), clipped(1e-7)],
  [{ ...clipped(1e-7), ...added(1e-7) }, clipped(1e-7)],
  // By default, and where what is declared is not done.
  ...[softplus(20), clipped(1e-7), clipped(1e-15), added(1e-7), added(1e-15)].flatMap((kept) => [
    [kept, {}] as const,
    [{}, kept] as const,
  ]),
];

const writings: readonly Writing[] = ["plain", "normalized", "masked"];

/** In the shortest formats a logarithm decides little. */
const deciding: readonly PrecisionName[] = ["f64", "f32"];

describe.each(study ? precisionNames : deciding)(
  "as libraries write it, every operation rounded to %s,",
  (precision) => {
    const rows = writings.flatMap((writing) =>
      Object.entries(declarations).map(([title, deviations]) => [writing, title, deviations] as const),
    );
    it.each(rows)("%s passes with %s", { timeout: patience }, async (writing, _, deviations) => {
      const steps = deviatedSteps(precision, writing);
      const subject = subjectOf((question, conventions) => pass(steps, question, conventions), {
        precision,
        conventions: { deviations },
        // Whoever divides by the sum takes the derivative of another function of y, the same one of z.
        supports: {
          ...everything,
          observes: quantities.filter((quantity) => writing !== "normalized" || quantity !== "gradients.activations"),
        },
      });
      let [cases, held] = [0, 0];
      for (const id of ["deviations/as-declared", "forward/loss", "backward/preactivations", "saturation/agreement"]) {
        const { verdicts, violated } = await trial(lawOf(id), subject, study ? 1000 : 5);
        expect(violated, id).toBeUndefined();
        cases += verdicts.length;
        held += verdicts.filter(({ kind }) => kind === "holds").length;
      }
      if (deciding.includes(precision)) expect(held).toBeGreaterThan(0.7 * cases);
      if (study) console.log(`${precision}, ${writing}: no alarm in ${cases} cases, ${held} of them decided`);
    });
  },
);

const asDeclared = lawOf("deviations/as-declared");

describe("where libraries deviate", () => {
  it.each(precisionNames)(
    "a correct %s implementation that does not passes",
    { timeout: patience },
    async (precision) => {
      const { violated } = await trial(asDeclared, subjectOf(rounded(precision), { precision }), study ? 2000 : 20);
      expect(violated).toBeUndefined();
    },
  );
});

describe("caught by the default budget:", () => {
  it.each(others.map(([kept, declared]) => [name(kept), name(declared), kept, declared] as const))(
    "%s where %s is declared",
    { timeout: patience },
    async (_, __, kept, declared) => {
      const subject = keeping(vectorized, kept, declared);
      for (const seed of study ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] : [1]) {
        const { verdicts, violated } = await trial(asDeclared, subject, budget, seed);
        expect(violated, `seed ${seed}`).toBeDefined();
        if (study) console.log(`${name(kept)} for ${name(declared)}, seed ${seed}: after ${verdicts.length} cases`);
      }
    },
  );
});
