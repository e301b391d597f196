/** How often the diagnosis names the mistake, when each known mistake is treated as an unknown black box. */
import { describe, expect, it } from "vitest";
import { instantiate, mutants, mutantSubject, type Mutant } from "../../properties/mutants/index.js";
import { runGate, type Finding } from "../gate/index.js";
import { completeConventions, defaultConventions, type Case } from "../model/index.js";
import { diagnoser, watched } from "./diagnose.js";
import { lawsFor } from "./laws.js";
import { diagnosisRate } from "./testing/studies/diagnosis-rate.js";
import { write } from "./testing/studies/write.js";

/** All of them: GRADPROOF_STUDY=1 npx vitest run src/cli/diagnosis-rate.test.ts writes spec/figures/diagnosis.json. */
const isStudy = process.env["GRADPROOF_STUDY"] === "1";

const seed = 1;

const mutantOf = (id: string): Mutant => {
  const mutant = mutants.find((candidate) => candidate.id === id);
  if (mutant === undefined) throw new Error(`no mutant ${id}`);
  return mutant;
};

/** The first finding of the gate that is a violation; only the laws named, if any are. */
async function firstViolation(mutant: Mutant, runs: number, only?: string): Promise<Finding | undefined> {
  const subject = watched(mutantSubject(mutant));
  const diagnose = diagnoser(subject);
  for (const law of lawsFor().filter(({ id }) => only === undefined || id === only)) {
    const { findings } = await runGate({ subject, properties: [law], runs, seed, diagnose });
    const [finding] = findings;
    if (finding?.status === "violated") return finding;
  }
  return undefined;
}

const namesIn = (finding: Finding | undefined): string[] => (finding?.diagnosis ?? []).map(({ mutant }) => mutant);

/** A mistake, and a law that finds it. */
const sample = [
  ["backward/bias-before-activation", "backward/biases"],
  ["regularizer/biases-decayed", "backward/biases"],
  ["forward/last-input-ignored", "forward/preactivations"],
  ["state/accumulators-not-zeroed", "state/no-memory"],
  ["forward/hidden-order-dependent", "state/repeatable"],
] as const;

describe("a known mistake, treated as an unknown black box,", () => {
  it.each(sample)("%s is named first by %s", async (id, law) => {
    expect(namesIn(await firstViolation(mutantOf(id), 40, law))[0]).toBe(id);
  });

  it("is named as a convention where it is one, and by no other name where its own is struck off", async () => {
    const chosen = ["activation/relu-derivative-at-zero", "forward/bias-omitted", "softmax/not-shifted"];
    const laws = lawsFor().filter(({ id }) => ["forward/preactivations", "exact/integer-grid"].includes(id));
    const rate = await diagnosisRate({ mutants: chosen.map(mutantOf), laws, runs: 40, seed });
    const convention = {
      mutant: "activation/relu-derivative-at-zero",
      law: "exact/integer-grid",
      name: "convention/derivativeAtKink:relu:1",
    };
    const { questionsAsked, ...known } = rate.known;
    expect(rate).toMatchObject({ mutants: 3, caught: 2, unseen: ["softmax/not-shifted"] });
    expect(known).toEqual({
      rightFirst: 1,
      asConvention: [convention],
      sameFunction: [],
      inPart: [],
      none: [],
      wrong: [],
    });
    expect(questionsAsked.max).toBeGreaterThan(10);
    expect(rate.unknown).toMatchObject({
      rightFirst: 0,
      asConvention: [convention],
      none: [{ mutant: "forward/bias-omitted", law: "forward/preactivations" }],
      wrong: [],
    });
  });

  it.runIf(isStudy)("is named first in 95 % of all, and by a wrong name in 1 % at most", { timeout: 1e8 }, async () => {
    const rate = await diagnosisRate({ mutants, laws: lawsFor(), runs: 100, seed });
    const { caught, known, unknown } = rate;
    write("diagnosis", rate);
    expect(caught).toBe(mutants.length);
    expect((caught - known.none.length - known.wrong.length) / caught).toBeGreaterThanOrEqual(0.95);
    for (const { wrong } of [known, unknown]) expect(wrong.length / caught).toBeLessThanOrEqual(0.01);
  });
});

describe("the names of a subject in another precision", () => {
  it("are found although its numbers are rounded and those of the suspects are not", async () => {
    const mutant = mutantOf("activation/tanh-derivative-not-squared");
    const run = instantiate(mutant);
    const rounded = (value: unknown): unknown => {
      if (typeof value === "number") return Math.fround(value);
      if (Array.isArray(value)) return value.map(rounded);
      return Object.fromEntries(Object.entries(value as object).map(([key, part]) => [key, rounded(part)]));
    };
    const plain = mutantSubject(mutant);
    const subject = {
      ...plain,
      description: { ...plain.description, precision: "f32" as const },
      run: (question: Case) =>
        Promise.resolve({
          answer: rounded(run(question, completeConventions(defaultConventions))) as ReturnType<typeof run>,
        }),
    };
    const laws = lawsFor().filter(({ id }) => id === "backward/preactivations");
    const { findings } = await runGate({ subject, properties: laws, runs: 40, seed, diagnose: diagnoser(subject) });
    expect(namesIn(findings[0])[0]).toBe(mutant.id);
    expect(findings[0]?.diagnosis[0]?.title).toBe(mutant.title);
  });
});
