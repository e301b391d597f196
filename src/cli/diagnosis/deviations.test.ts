/** A deviation that is not declared is named as one, with the line to declare. */
import { describe, expect, it } from "vitest";
import { mutants, mutantSubject, pass } from "../../../properties/mutants/index.js";
import { deviatedSteps } from "../../../properties/testing/deviated.js";
import { runGate, type Finding } from "../../gate/index.js";
import {
  completeConventions,
  everything,
  quantities,
  type Case,
  type Deviations,
  type Description,
  type Supports,
} from "../../model/index.js";
import { certify } from "../../oracle/index.js";
import { inProcessSubject, type Subject } from "../../subject/index.js";
import { backpropagate } from "../../vectorized/index.js";
import { diagnoser } from "../diagnose.js";
import { handCalculation } from "../hand-calculation/index.js";
import { lawsFor } from "../laws.js";
import { otherDeviations } from "./deviations.js";

/** Every deviation by every law that finds it: GRADPROOF_STUDY=1 npx vitest run src/cli/diagnosis/deviations.test.ts */
const study = process.env["GRADPROOF_STUDY"] === "1";
const patience = study ? 1_200_000 : 60_000;

/** A subject that keeps some deviations and declares others. */
function keeping(kept: Deviations, declared: Deviations, supports: Supports = everything): Subject {
  const description: Description = {
    implementation: { name: "under test" },
    precision: "f64",
    supports,
    conventions: { deviations: declared },
  };
  const conventions = completeConventions({ deviations: kept });
  return inProcessSubject({ description, run: (question) => backpropagate(question, conventions) });
}

async function findings(subject: Subject, law: (id: string) => boolean): Promise<readonly Finding[]> {
  const properties = lawsFor().filter(({ id, level }) => level === "edge" && law(id));
  const report = await runGate({ subject, properties, runs: 100, seed: 1, diagnose: diagnoser(subject) });
  return report.findings.filter(({ status }) => status === "violated");
}

const isAsDeclared = (id: string): boolean => id === "deviations/as-declared";
const undeclared = otherDeviations(completeConventions()).map((each) => [`${each.name}:${each.value}`, each] as const);

describe("a deviation that is not declared is named first, with the line to declare:", () => {
  it.each(undeclared)("%s", { timeout: patience }, async (id, { apply }) => {
    const deviations = apply({});
    const found = await findings(keeping(deviations, {}), study ? () => true : isAsDeclared);
    expect(found.length).toBeGreaterThan(0);
    for (const { property, diagnosis } of found) {
      expect(diagnosis[0]?.mutant, property).toBe(`deviation/${id}`);
      expect(diagnosis[0]?.title).toContain(`to be declared as "conventions": ${JSON.stringify({ deviations })}`);
      expect(diagnosis[0]?.declare).toEqual({ deviations });
      expect(diagnosis[0]?.equation).toBe(id.split(":")[0]);
    }
  });
});

const softplus = (threshold: number): Deviations => ({ "softplus-linear-above": { threshold } });
const clipped = (epsilon: number): Deviations => ({ "probabilities-clipped": { epsilon } });
const added = (epsilon: number): Deviations => ({ "epsilon-in-logarithm": { epsilon } });

describe("a deviation that is declared and not kept", () => {
  it.each([
    [clipped(1e-8), clipped(1e-7), "deviation/probabilities-clipped:1e-8", ", but 1e-7 is declared"],
    [added(1e-8), added(1e-7), "deviation/epsilon-in-logarithm:1e-8", ", but 1e-7 is declared"],
    [softplus(20), softplus(30), "deviation/softplus-linear-above:20", ", but 30 is declared"],
    [{}, softplus(20), "deviation/softplus-linear-above:none", "no longer returns z for softplus above 20"],
  ] as const)("%o for %o is named %s", { timeout: patience }, async (kept, declared, id, words) => {
    const [{ diagnosis }] = (await findings(keeping(kept, declared), isAsDeclared)) as [Finding];
    expect(diagnosis[0]?.mutant).toBe(id);
    expect(diagnosis[0]?.title).toContain(words);
    expect(diagnosis[0]?.declare).toEqual({ deviations: kept });
  });

  it("leaves the other declarations alone", async () => {
    const [kept, declared] = [{ ...softplus(20), ...clipped(1e-7) }, softplus(20)];
    const [{ diagnosis }] = (await findings(keeping(kept, declared), isAsDeclared)) as [Finding];
    expect(diagnosis[0]?.mutant).toBe("deviation/probabilities-clipped:1e-7");
    expect(diagnosis[0]?.declare).toEqual({ deviations: kept });
  });
});

describe("a deviation in single precision, as libraries write it,", () => {
  it.each([
    ["plain", clipped(1e-7)],
    ["plain", added(1e-7)],
    ["normalized", clipped(1e-7)],
    ["masked", added(1e-7)],
  ] as const)("%s, is named: %o", { timeout: patience }, async (writing, deviations) => {
    const steps = deviatedSteps("f32", writing);
    const conventions = completeConventions({ deviations });
    const observes = quantities.filter((quantity) => quantity !== "gradients.activations");
    const subject = inProcessSubject({
      description: {
        implementation: { name: "under test" },
        precision: "f32",
        supports: { ...everything, losses: ["squared-error", "cross-entropy"], observes },
      },
      run: (question) => pass(steps, question, conventions),
    });
    const [{ diagnosis }] = (await findings(subject, isAsDeclared)) as [Finding];
    expect(diagnosis[0]?.declare).toEqual({ deviations });
  });
});

describe("two deviations at once", () => {
  it("are named together", { timeout: patience }, async () => {
    const deviations = { ...clipped(1e-7), ...added(1e-7) };
    const subject = keeping(deviations, {}, { ...everything, losses: ["cross-entropy"] });
    const [{ diagnosis }] = (await findings(subject, isAsDeclared)) as [Finding];
    expect(diagnosis[0]?.declare).toEqual({ deviations });
  });
});

describe("nothing is calculated by hand", () => {
  const question: Case = {
    network: { layers: [{ weights: [[0]], biases: [21], activation: { name: "softplus" } }] },
    loss: { name: "cross-entropy" },
    regularizer: null,
    batch: { inputs: [[1]], targets: [[1]] },
  };
  const linesFor = (deviations: Deviations): string[] => {
    const { lo, hi } = certify(question, completeConventions({ deviations }), "f64").ranges("loss");
    const range = [lo[0] as number, hi[0] as number] as const;
    const mismatch = { quantity: "loss", index: [], got: 0, exact: "", range, factor: Infinity } as const;
    return handCalculation({ case: question, mismatches: [mismatch] }, { deviations });
  };

  it("of a function that is declared to deviate, whose steps would be those of another", () => {
    expect(linesFor({}).length).toBeGreaterThan(0);
    for (const deviations of [softplus(20), clipped(1e-7), added(1e-7)]) expect(linesFor(deviations)).toEqual([]);
  });
});

describe("a mistake that looks like a deviation keeps its own name:", () => {
  it.each(["activation/softplus-threshold", "softmax/probabilities-clipped", "loss/cross-entropy-epsilon"])(
    "%s",
    { timeout: patience },
    async (id) => {
      const mutant = mutants.find((candidate) => candidate.id === id);
      if (mutant === undefined) throw new Error(`no mutant ${id}`);
      const [{ diagnosis }] = (await findings(mutantSubject(mutant), isAsDeclared)) as [Finding];
      expect(diagnosis.map((named) => named.mutant)).toEqual([id]);
    },
  );
});
