import { describe, expect, it } from "vitest";
import { equations } from "../spec/equations.js";
import { quantities, type Description } from "../src/model/index.js";
import { backpropagate as graph } from "../src/graph/index.js";
import { backpropagate as scalar } from "../src/scalar/index.js";
import { memo } from "../src/sensitivity/index.js";
import { backpropagate as vectorized } from "../src/vectorized/index.js";
import { allProperties } from "./index.js";
import { mutants } from "./mutants/index.js";
import { nearMisses, nearMissSubject } from "./near-misses/index.js";
import { laws, subjectOf, trial } from "./testing/trial.js";

const runs = 8;
/** What is derived about the cases of the built-in implementations and of the near misses. */
const known = memo();

describe("the laws", () => {
  it("have unique ids of the form family/name and titles that state a fact", () => {
    expect(new Set(laws.map((law) => law.id)).size).toBe(laws.length);
    for (const law of laws) {
      expect(law.id).toMatch(/^[a-z-]+\/[a-z-]+$/);
      expect(law.title).not.toMatch(/\bshould\b|\.$/);
      expect(law.equations.length).toBeGreaterThan(0);
    }
  });

  it("leave no equation of the specification without a law", () => {
    const covered = new Set(allProperties.flatMap((law) => law.equations));
    // Training is asked of nobody under test (spec/training.md).
    const asked = Object.entries(equations).filter(([, { chapter }]) => chapter !== "training");
    expect(asked.map(([id]) => id).filter((id) => !covered.has(id as never))).toEqual([]);
  });
});

describe.each([
  ["scalar", scalar],
  ["vectorized", vectorized],
  ["graph", graph],
] as const)("the %s implementation", (_, backpropagate) => {
  it.each(laws.map((law) => [law.id, law] as const))("obeys %s", async (_id, law) => {
    const { verdicts, violated } = await trial(law, subjectOf(backpropagate), runs, 7, known);
    expect(violated).toBeUndefined();
    expect(verdicts.filter((verdict) => verdict.kind === "holds").length).toBeGreaterThan(runs / 2);
  });
});

describe("a correct implementation that looks like a wrong one", () => {
  it("has an id of its own, and is the near miss of a known mistake or says why it stands alone", () => {
    expect(new Set(nearMisses.map(({ id }) => id)).size).toBe(nearMisses.length);
    const neighbours = new Set(mutants.map(({ nearMiss }) => nearMiss));
    for (const { id, title, aloneBecause } of nearMisses) {
      expect(id).toMatch(/^near\/[a-z-]+$/);
      expect(title).not.toMatch(/\bshould\b|\.$/);
      expect(neighbours.has(id), id).toBe(aloneBecause === undefined);
    }
  });

  /** GRADPROOF_STUDY=1 asks many. */
  const cases = process.env["GRADPROOF_STUDY"] === "1" ? 400 : 1;
  it.each(nearMisses.map((nearMiss) => [nearMiss.id, nearMiss] as const))("passes: %s", async (_, nearMiss) => {
    const subject = nearMissSubject(nearMiss);
    for (const law of laws.filter(({ level }) => nearMiss.coreOnly !== true || level === "core")) {
      const { violated } = await trial(law, subject, cases, 11, known);
      expect(violated, law.id).toBeUndefined();
    }
  });
});

describe("what a subject lacks", () => {
  const bench = (supports: Partial<Description["supports"]>, inProcess = true) => ({
    description: {
      implementation: { name: "partial" },
      precision: "f64",
      supports: {
        activations: ["relu"],
        losses: ["squared-error"],
        regularizers: [],
        observes: quantities,
        ...supports,
      },
    } satisfies Description,
    inProcess,
  });
  const missing = (id: string, of: ReturnType<typeof bench>) =>
    laws.find((law) => law.id === id)?.requires.missing?.(of);

  it("is told in words", () => {
    expect(missing("softmax/shift", bench({}))).toBe("the subject has no softmax");
    expect(
      missing("softmax/gradient-sums-to-zero", bench({ activations: ["softmax"], losses: ["cross-entropy"] })),
    ).toBe("the subject has no squared-error loss");
    expect(missing("differences/central", bench({ observes: ["loss"] }))).toBe(
      "the subject observes none of gradients.weights, gradients.biases, gradients.inputs",
    );
    expect(missing("state/kept-answer", bench({}, false))).toBe("a process shares no memory with the gate");
    expect(missing("saturation/agreement", bench({}))).toBe(
      "the subject has none of logistic, tanh, softplus, softmax, log-softmax",
    );
    expect(missing("exact/integer-grid", bench({ losses: ["cross-entropy"] }))).toBe("the subject has no loss for it");
    expect(missing("activation/diagonal-jacobian", bench({ activations: ["softmax"] }))).toBe(
      "the subject has no scalar activation",
    );
    expect(missing("forward/loss", bench({ losses: ["binary-cross-entropy"] }))).toBe("the subject has no loss for it");
    expect(
      missing("softmax/shift", bench({ activations: ["softmax", "logistic"], losses: ["binary-cross-entropy"] })),
    ).toBe("the subject has no loss for it");
    expect(missing("hinge/shift", bench({ activations: ["identity"] }))).toBe(
      "the subject has no multiclass-hinge loss",
    );
    expect(missing("maxout/relu", bench({}))).toBe("the subject has no maxout");
    expect(missing("exact/integer-grid", bench({}))).toBeUndefined();
  });
});
