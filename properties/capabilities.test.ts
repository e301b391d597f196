/** Subjects that can do only so much are asked for no more, and judged on that. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runGate, type Report } from "../src/gate/index.js";
import {
  activationNames,
  beyondSupports,
  completeConventions,
  everything,
  lossNames,
  quantities,
  type Case,
  type DeclaredConventions,
  type FullAnswer,
  type Supports,
} from "../src/model/index.js";
import { backpropagate } from "../src/scalar/index.js";
import { inProcessSubject } from "../src/subject/index.js";
import { allProperties } from "./index.js";

interface Partial {
  readonly supports: Supports;
  readonly conventions?: DeclaredConventions;
}

const narrow: Readonly<Record<string, Partial>> = {
  "logistic units and squared error, without a loss, one example at a time": {
    supports: {
      activations: ["logistic"],
      losses: ["squared-error"],
      regularizers: [],
      observes: ["outputs", "gradients.weights", "gradients.biases"],
      batch: 1,
      layers: { max: 2 },
      outputs: { max: 1 },
    },
    conventions: { reduction: "sum" },
  },
  "softmax under cross-entropy alone, one activation for all hidden layers": {
    supports: {
      ...everything,
      specialValues: false,
      pairs: [
        ["softmax", "cross-entropy"],
        ["identity", "squared-error"],
      ],
      hidden: "uniform",
    },
  },
  "no biases": {
    supports: { ...everything, biases: "none", observes: quantities.filter((name) => name !== "gradients.biases") },
  },
  "exactly three layers": { supports: { ...everything, layers: { min: 3, max: 3 } } },
};

/** @param change - makes the answers wrong. */
async function gated(
  { supports, conventions = {} }: Partial,
  runs: number,
  change: (answer: FullAnswer) => FullAnswer = (answer) => answer,
  properties = allProperties,
): Promise<{ readonly report: Report; readonly beyond: readonly string[] }> {
  const beyond: string[] = [];
  const subject = inProcessSubject({
    description: { implementation: { name: "narrow" }, precision: "f64", supports, conventions },
    run: (question: Case) => {
      const more = beyondSupports(question, supports);
      if (more !== undefined) beyond.push(more);
      return change(backpropagate(question, completeConventions(conventions)));
    },
  });
  return { report: await runGate({ subject, properties, runs, seed: 3 }), beyond };
}

describe.each(Object.entries(narrow))("a subject with %s", (_, partial) => {
  it("is asked for nothing else, mostly what it can do, and passes; what is left out is told with its reason", async () => {
    const { report, beyond } = await gated(partial, 4);
    expect(beyond).toEqual([]);
    expect(report.verdict).toBe("pass");
    for (const { status, reason, property } of report.findings) {
      expect(["held", "skipped", "inconclusive"], property).toContain(status);
      if (status !== "held") expect(reason, property).not.toBeNull();
    }
    const { counts } = report;
    expect(counts.held + counts.undecided + counts.skipped).toBe(counts.cases);
    expect(counts.skipped).toBeLessThan(counts.cases / 3);
    expect(report.findings.filter(({ status }) => status === "held").length).toBeGreaterThan(5);
  });

  it("is caught when it is wrong", async () => {
    const backward = allProperties.filter(({ id }) => id.startsWith("backward/"));
    const tooLarge = (answer: FullAnswer): FullAnswer => ({
      ...answer,
      gradients: {
        ...answer.gradients,
        weights: answer.gradients.weights.map((W) => W.map((row) => row.map((dw) => dw * (1 + 2 ** -20)))),
      },
    });
    const { report } = await gated(partial, 6, tooLarge, backward);
    expect(report.verdict).toBe("fail");
  });
});

describe("what is beyond a subject", () => {
  const layer = (name: "relu" | "tanh" | "identity", units: number, inputs: number, bias = 0) => ({
    weights: Array.from({ length: units }, () => new Array<number>(inputs).fill(1)),
    biases: new Array<number>(units).fill(bias),
    activation: { name },
  });
  const question: Case = {
    network: { layers: [layer("relu", 2, 1, 0.5), layer("tanh", 2, 2), layer("identity", 3, 2)] },
    loss: { name: "squared-error" },
    regularizer: null,
    batch: { inputs: [[1], [2]], targets: [new Array<number>(3).fill(0), new Array<number>(3).fill(1)] },
  };

  it.each<[Partial["supports"], string | undefined]>([
    [everything, undefined],
    [{ ...everything, layers: { max: 2 } }, "it takes 1 to 2 layers, and this network has 3"],
    [{ ...everything, layers: { min: 4 } }, "it takes at least 4 layers, and this network has 3"],
    [{ ...everything, layers: { min: 2, max: 2 } }, "it takes exactly 2 layers, and this network has 3"],
    [{ ...everything, pairs: [["softmax", "cross-entropy"]] }, "it does not take squared-error above identity"],
    [{ ...everything, pairs: [["identity", "squared-error"]] }, undefined],
    [{ ...everything, hidden: "uniform" }, "it takes one activation for all layers below the last"],
    [{ ...everything, outputs: { max: 2 } }, "it takes at most 2 outputs, and this network has 3"],
    [{ ...everything, outputs: { max: 3 } }, undefined],
    [{ ...everything, batch: 1 }, "it takes one example at a time, and this batch has 2"],
    [{ ...everything, biases: "none" }, "it has no biases"],
    [{ ...everything, batch: "any", biases: "vector", hidden: "any" }, undefined],
  ])("%# is said in words", (supports, reason) => {
    expect(beyondSupports(question, supports)).toBe(reason);
  });
});

describe("whatever a subject can do", () => {
  const some = <T>(list: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...list], { minLength: 1 });
  const supports = fc.record<Supports>(
    {
      activations: some(activationNames),
      losses: some(lossNames),
      regularizers: fc.constantFrom([], ["l2"] as const),
      observes: fc.constant(quantities),
      pairs: some(activationNames.flatMap((activation) => lossNames.map((loss) => [activation, loss] as const))),
      hidden: fc.constantFrom("any", "uniform"),
      biases: fc.constantFrom("vector", "none"),
      batch: fc.constantFrom<("any" | 1)[]>("any", 1),
      layers: fc.constantFrom({ max: 1 }, { max: 2 }, { min: 2 }, { min: 5 }),
      outputs: fc.constantFrom({ max: 1 }, { max: 2 }),
    },
    { requiredKeys: ["activations", "losses", "regularizers", "observes"] },
  );

  it.each(allProperties.map((law) => [law.id, law] as const))("%s has questions, or says what is missing", (_, law) => {
    fc.assert(
      fc.property(supports, (narrowed) => {
        const description = { implementation: { name: "narrow" }, precision: "f64", supports: narrowed } as const;
        const missing = law.requires.missing?.({ description, inProcess: true });
        if (missing === undefined) fc.sample(law.arbitrary(description), { seed: 1, numRuns: 1 });
        else expect(missing).not.toBe("");
      }),
      { seed: 1, numRuns: 15 },
    );
  });
});
