/** No law ever blames the built-in implementations, in double or in single precision, whatever the order of their sums. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { completeConventions, everything, type Case, type Conventions, type FullAnswer } from "../src/model/index.js";
import { seedOf } from "../src/gate/index.js";
import { backpropagate as graph } from "../src/graph/index.js";
import { backpropagate as scalar } from "../src/scalar/index.js";
import { benchOf, drawn, memo } from "../src/sensitivity/index.js";
import { backpropagate as vectorized } from "../src/vectorized/index.js";
import { reversed } from "./testing/reversed.js";
import { inSinglePrecision } from "./testing/single.js";
import { laws, lawOf, subjectOf, trial } from "./testing/trial.js";

/** Some 470,000 cases, and their figures: GRADPROOF_STUDY=1 npx vitest run properties/false-alarms.test.ts */
const study = process.env["GRADPROOF_STUDY"] === "1";
const runs = study ? 600 : 2;
const seed = 1;
const conventions = completeConventions();

type Backpropagate = (question: Case, conventions: Conventions) => FullAnswer;

/** Each also with its sums in another order. */
function inBothOrders(forms: Readonly<Record<string, Backpropagate>>): (readonly [string, Backpropagate])[] {
  return Object.entries(forms).flatMap(([name, run]) => [
    [name, run],
    [`${name}, permuted`, reversed(run)],
  ]);
}

const single = (folder: "scalar" | "vectorized" | "graph"): Backpropagate => inSinglePrecision(folder) as Backpropagate;

/** As one that computes in double precision and rounds each number once. */
const roundedOnce = (question: Case): FullAnswer => {
  const round = (value: unknown): unknown =>
    typeof value === "number"
      ? Math.fround(value)
      : Array.isArray(value)
        ? value.map(round)
        : Object.fromEntries(Object.entries(value as object).map(([key, part]) => [key, round(part)]));
  return round(scalar(question, conventions)) as FullAnswer;
};

const forms = {
  f64: inBothOrders({ scalar, vectorized, graph }),
  f32: inBothOrders({
    scalar: single("scalar"),
    vectorized: single("vectorized"),
    graph: single("graph"),
    "scalar in f64, each number rounded once": roundedOnce,
  }),
} as const;

interface Counted {
  readonly precision: string;
  readonly implementation: string;
  cases: number;
  held: number;
  undecided: number;
  violated: number;
}

const figures: Counted[] = [];
/** By precision and law. */
const byLaw = new Map<string, { readonly cases: number; readonly undecided: number }>();

describe.each(["f64", "f32"] as const)("in %s", (precision) => {
  const subjects = forms[precision].map(([implementation, run]) => ({
    subject: subjectOf(run, { precision }),
    counted: { precision, implementation, cases: 0, held: 0, undecided: 0, violated: 0 } satisfies Counted,
  }));
  figures.push(...subjects.map(({ counted }) => counted));

  it.each(laws.map((law) => [law.id, law] as const))(
    "%s is never violated",
    { timeout: study ? 1e7 : 60_000 },
    async (id, law) => {
      const description = { implementation: { name: "any" }, precision, supports: everything };
      const inputs = drawn(law, description, { runs, seed: seedOf(seed, id) });
      const ofLaw = { cases: 0, undecided: 0 };
      const alarms: object[] = [];
      for (const input of inputs) {
        const known = memo();
        for (const { subject, counted } of subjects) {
          const verdict = await law.check(input, benchOf(subject, known));
          expect(verdict.kind).not.toBe("skipped");
          counted.cases += 1;
          counted[verdict.kind === "holds" ? "held" : verdict.kind === "violated" ? "violated" : "undecided"] += 1;
          ofLaw.cases += 1;
          if (verdict.kind === "undecided") ofLaw.undecided += 1;
          if (verdict.kind === "violated") alarms.push({ by: counted.implementation, verdict });
        }
      }
      byLaw.set(`${precision} ${id}`, ofLaw);
      expect(alarms).toEqual([]);
    },
  );
});

describe("the forms", () => {
  it.each(forms.f32)("%s in f32 is violated as f64", async (_, run) => {
    for (const law of ["forward/activations", "backward/weights"])
      expect((await trial(lawOf(law), subjectOf(run), 40)).violated, law).toBeDefined();
  });

  it("differ from each other in some bits", async () => {
    const law = lawOf("backward/weights");
    const questions = drawn(law, subjectOf(scalar).description, { runs: 100, seed }) as Case[];
    for (const precision of ["f64", "f32"] as const) {
      // Those that are rounded once at the end show nothing of their order.
      const answers = forms[precision]
        .filter(([, run]) => run !== roundedOnce)
        .map(([, run]) => JSON.stringify(questions.map((question) => run(question, conventions).gradients.weights)));
      expect(new Set(answers).size).toBe(answers.length);
    }
  });

  it.runIf(study)("were asked at least 100,000 cases", () => {
    const cases = figures.reduce((sum, counted) => sum + counted.cases, 0);
    expect(cases).toBeGreaterThanOrEqual(100_000);
    const folder = join(import.meta.dirname, "../spec/figures");
    mkdirSync(folder, { recursive: true });
    const laws = Object.fromEntries(byLaw);
    writeFileSync(
      join(folder, "false-alarms.json"),
      `${JSON.stringify({ seed, runs, cases, implementations: figures, laws }, null, 2)}\n`,
    );
  });
});
