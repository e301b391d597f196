/** At a kink the legal derivatives are a set: every member passes where it is declared, and nothing outside ever does. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  completeConventions,
  everything,
  kinkChoices,
  type Case,
  type DeclaredConventions,
  type KinkedName,
  type ScalarActivation,
  type Supports,
} from "../src/model/index.js";
import { correct, pass, type Steps } from "./mutants/index.js";
import { lawOf, laws, subjectOf, trial } from "./testing/trial.js";

/** The full counts: GRADPROOF_STUDY=1 npx vitest run properties/kinks.test.ts */
const study = process.env["GRADPROOF_STUDY"] === "1";
const patience = study ? 1_200_000 : 60_000;
/** What the gate asks by default. */
const budget = 100;
const seeds = Array.from({ length: study ? 20 : 1 }, (_, i) => i + 1);

const grid = lawOf("exact/integer-grid");
/** Each tied piece alone may have any share; only this law holds them to one share together. */
const equalPieces = lawOf("maxout/equal-pieces");

/** Networks in which nothing but this kink can decide. */
function only(name: KinkedName): Supports {
  return name === "multiclass-hinge"
    ? { ...everything, activations: ["identity"], losses: [name] }
    : { ...everything, activations: [name], losses: ["squared-error"] };
}

const declaring = (name: KinkedName, choice: unknown): DeclaredConventions => ({
  derivativeAtKink: { [name]: choice },
});

const choices = (Object.keys(kinkChoices) as KinkedName[]).flatMap((name) =>
  kinkChoices[name].map((choice) => [name, choice] as const),
);

describe("a correct integer network never raises an alarm", () => {
  it.each(choices)("%s with %s at the kink, declared", { timeout: patience }, async (name, choice) => {
    const subject = subjectOf((question, conventions) => pass(correct, question, conventions), {
      conventions: declaring(name, choice),
      supports: only(name),
    });
    const { verdicts, violated } = await trial(grid, subject, study ? 1000 : 20);
    expect(violated).toBeUndefined();
    // With an interval in place of a number, a case with a unit at its kink decides less.
    const decided = verdicts.filter(({ kind }) => kind === "holds").length;
    if (choice !== "any") expect(decided).toBeGreaterThan(0.9 * verdicts.length);
    if (study) console.log(`${name} ${choice}: ${decided} of ${verdicts.length} decided, no alarm`);
  });

  it.each(kinkChoices.relu)("relu with %s at 0 under every other law", { timeout: patience }, async (relu) => {
    const subject = subjectOf((question, conventions) => pass(correct, question, conventions), {
      conventions: { derivativeAtKink: { relu } },
      supports: { ...everything, activations: ["relu", "identity"] },
    });
    for (const law of laws.filter(({ requires }) => requires.missing?.(subject) === undefined))
      expect((await trial(law, subject, study ? 40 : 1)).violated, law.id).toBeUndefined();
  });
});

/** The derivative of one scalar activation at 0. */
const atZero = (name: ScalarActivation["name"], wrong: number): Partial<Steps> => ({
  slope: (f, z, y, at) => (f.name === name && z === 0 ? wrong : correct.slope(f, z, y, at)),
});

/** The derivative of each term of the hinge at its margin. */
const atMargin = (wrong: number): Partial<Steps> => ({
  outputGradient: (y, d, at) => {
    if (at.question.loss.name !== "multiclass-hinge") return correct.outputGradient(y, d, at);
    const c = d.indexOf(1);
    const slopes = y.map((yj, j) => {
      const margin = yj - (y[c] ?? NaN) + 1;
      return j === c ? 0 : margin === 0 ? wrong : margin > 0 ? 1 : 0;
    });
    return slopes.map((slope, j) => (j === c ? 0 - slopes.reduce((sum, value) => sum + value, 0) : slope));
  },
});

/** What each of the tied pieces of a maxout unit gets of dy, from the first to the last. */
const onTies = (share: (place: number, tied: number) => number): Partial<Steps> => ({
  vectorBackward: (f, trace, dy, at) => {
    if (f.name !== "maxout") return correct.vectorBackward(f, trace, dy, at);
    return trace.z.map((zi, i) => {
      const unit = Math.floor(i / f.pieces);
      const pieces = trace.z.slice(unit * f.pieces, (unit + 1) * f.pieces);
      const largest = Math.max(...pieces);
      const tied = pieces.filter((piece) => piece === largest).length;
      const place = pieces.slice(0, i % f.pieces).filter((piece) => piece === largest).length;
      const part = zi !== largest ? 0 : tied === 1 ? 1 : share(place, tied);
      return (dy[unit] ?? NaN) * part;
    });
  },
});

/** No convention has any of these. */
const outside: readonly (readonly [string, KinkedName, Partial<Steps>])[] = [
  ["relu'(0) = 2", "relu", atZero("relu", 2)],
  ["relu'(0) = -1", "relu", atZero("relu", -1)],
  ["|0|' = 2", "absolute-value", atZero("absolute-value", 2)],
  ["|0|' = -2", "absolute-value", atZero("absolute-value", -2)],
  ["leaky-relu'(0) = 0 with a slope above 0", "leaky-relu", atZero("leaky-relu", 0)],
  ["leaky-relu'(0) = 2", "leaky-relu", atZero("leaky-relu", 2)],
  ["leaky-relu'(0) = -1", "leaky-relu", atZero("leaky-relu", -1)],
  ["2 at the hinge's margin", "multiclass-hinge", atMargin(2)],
  ["-1 at the hinge's margin", "multiclass-hinge", atMargin(-1)],
  ["every tied piece gets all", "maxout", onTies(() => 1)],
  ["no tied piece gets anything", "maxout", onTies(() => 0)],
  ["tied pieces get 2 and -1", "maxout", onTies((place) => (place === 0 ? 2 : place === 1 ? -1 : 0))],
];

/** Members of the set that were not declared: 0, or the first piece, is. */
const undeclared: readonly (readonly [string, KinkedName, Partial<Steps>])[] = [
  ["relu'(0) = 1", "relu", atZero("relu", 1)],
  ["relu'(0) = ½", "relu", atZero("relu", 0.5)],
  ["|0|' = 1", "absolute-value", atZero("absolute-value", 1)],
  ["|0|' = -1", "absolute-value", atZero("absolute-value", -1)],
  ["leaky-relu'(0) = 1", "leaky-relu", atZero("leaky-relu", 1)],
  ["1 at the hinge's margin", "multiclass-hinge", atMargin(1)],
  ["the last tied piece gets all", "maxout", onTies((place, tied) => (place === tied - 1 ? 1 : 0))],
  ["tied pieces share equally", "maxout", onTies((_, tied) => 1 / tied)],
];

/** How many seeds catch it with the default budget of each law, and after how many cases at most. */
async function caught(
  steps: Partial<Steps>,
  conventions: DeclaredConventions,
): Promise<{ readonly by: number; readonly within: number }> {
  const subject = subjectOf((question, declared) => pass({ ...correct, ...steps }, question, declared), {
    conventions,
  });
  let [by, within] = [0, 0];
  for (const seed of seeds) {
    for (const law of [grid, equalPieces]) {
      const { verdicts, violated } = await trial(law, subject, budget, seed);
      if (violated === undefined) continue;
      [by, within] = [by + 1, Math.max(within, verdicts.length)];
      break;
    }
  }
  return { by, within };
}

describe("a derivative outside the set is caught by every run of the default budget", () => {
  it.each(
    outside.flatMap(([title, name, steps]) =>
      (["declared", "any"] as const).map((c) => [title, c, name, steps] as const),
    ),
  )("%s where the convention is %s", { timeout: patience }, async (title, convention, name, steps) => {
    const result = await caught(steps, convention === "any" ? declaring(name, "any") : {});
    if (study) console.log(`${title}, ${convention}: ${result.by} of ${seeds.length} seeds, within ${result.within}`);
    expect(result.by).toBe(seeds.length);
  });
});

/** Whether a unit stands exactly at its kink, and something depends on its derivative there. */
function hits(question: Case, kinked: ScalarActivation["name"]): boolean {
  const { preactivations, gradients } = pass(correct, question, completeConventions());
  return question.network.layers.some(({ activation }, k) =>
    (preactivations[k] ?? []).some((z, t) =>
      z.some((zj, j) => activation.name === kinked && zj === 0 && gradients.activations[k]?.[t]?.[j] !== 0),
    ),
  );
}

describe("a derivative outside the set is caught in every case that hits the kink", () => {
  const scalar = outside.flatMap(([title, name, steps]) =>
    name === "maxout" || name === "multiclass-hinge" ? [] : [[title, name, steps] as const],
  );

  it.each(
    scalar.flatMap(([title, name, steps]) =>
      (["declared", "any"] as const).map((c) => [title, c, name, steps] as const),
    ),
  )("%s where the convention is %s", { timeout: patience }, async (title, convention, name, steps) => {
    const subject = subjectOf((question, declared) => pass({ ...correct, ...steps }, question, declared), {
      conventions: convention === "any" ? declaring(name, "any") : {},
      supports: only(name),
    });
    const bench = { ...subject, ask: (question: Case) => subject.run(question) };
    const questions = fc.sample(grid.arbitrary(subject.description), {
      seed: 11,
      numRuns: study ? 1000 : 25,
    }) as Case[];
    const hitting = questions.filter((question) => hits(question, name));
    const missed: Case[] = [];
    for (const question of hitting) if ((await grid.check(question, bench)).kind !== "violated") missed.push(question);
    if (study)
      console.log(`${title}, ${convention}: ${hitting.length - missed.length} of ${hitting.length} cases that hit`);
    expect(hitting.length).toBeGreaterThan(questions.length / 10);
    expect(missed).toEqual([]);
  });
});

describe("a derivative of the set that was not declared", () => {
  it.each(undeclared)(
    "%s is caught by every run of the default budget",
    { timeout: patience },
    async (title, _, steps) => {
      const result = await caught(steps, {});
      if (study) console.log(`${title}: ${result.by} of ${seeds.length} seeds, within ${result.within}`);
      expect(result.by).toBe(seeds.length);
    },
  );

  it.each(undeclared)("%s passes where any is undertaken", { timeout: patience }, async (_, name, steps) => {
    expect((await caught(steps, declaring(name, "any"))).by).toBe(0);
  });
});
