import { describe, expect, it } from "vitest";
import { mutants, mutantSubject, type Mutant } from "../../properties/mutants/index.js";
import { propertiesWith } from "../../properties/index.js";
import { runGate, seedOf, type Property } from "../gate/index.js";
import type { Subject } from "../subject/index.js";
import { backpropagate } from "../scalar/index.js";
import { classOf } from "./classes.js";
import { drawn, killMatrix, type Suspect } from "./study.js";
import { sameBits } from "./transcript.js";

const gate = propertiesWith({ name: "scalar", backpropagate });
const lawOf = (id: string): Property => {
  const law = gate.find((candidate) => candidate.id === id);
  if (law === undefined) throw new Error(`no law ${id}`);
  return law;
};

const suspectOf = (mutant: Mutant): Suspect => ({ ...mutant, subject: () => mutantSubject(mutant) });
const some = mutants.filter(({ id }) =>
  [
    "batch/sums-instead-of-averages",
    "state/noise",
    "state/buffer-reused",
    "state/accumulators-not-zeroed",
    "state/inputs-mutated",
    "loss/squared-error-without-half",
  ].includes(id),
);
const none: Mutant = { id: "none/none", title: "makes no mistake", equation: "pure-function", steps: () => ({}) };
const control = (): Subject => mutantSubject(none);
const plan = { runs: 8, seed: 5 };
let clock = 0;
const now = (): number => (clock += 1);

/** The same without transcripts. */
async function directly(law: Property, mutant: Mutant): Promise<{ killed: boolean; cases: number }> {
  const subject = mutantSubject(mutant);
  const { description, inProcess } = subject;
  const inputs = drawn(law, description, { runs: plan.runs, seed: seedOf(plan.seed, law.id) });
  for (const [position, input] of inputs.entries()) {
    const verdict = await law.check(input, { description, inProcess, ask: (question) => subject.run(question) });
    if (verdict.kind === "violated") return { killed: true, cases: position + 1 };
  }
  return { killed: false, cases: inputs.length };
}

describe("the study", () => {
  it("asks what the gate asks", async () => {
    const law = lawOf("batch/union");
    const asked: unknown[] = [];
    const spying: Property = {
      ...law,
      check: (input) => {
        asked.push(input);
        return Promise.resolve({ kind: "holds" });
      },
    };
    await runGate({ subject: control(), properties: [spying], ...plan });
    const inputs = drawn(law, control().description, { runs: plan.runs, seed: seedOf(plan.seed, law.id) });
    expect(inputs).toEqual(asked);
  });

  it("comes to the verdicts of the laws, also where it does not ask them", async () => {
    const laws = ["forward/loss", "batch/union", "softmax/shift", "state/no-memory", "state/kept-answer"].map(lawOf);
    const { rows } = await killMatrix({ ...plan, laws, now, control, mutants: [...some, none].map(suspectOf) });
    for (const [m, mutant] of [...some, none].entries()) {
      for (const [l, law] of laws.entries()) {
        const { killed, cases } = await directly(law, mutant);
        expect([mutant.id, law.id, rows[m]?.cells[l]]).toMatchObject([mutant.id, law.id, { killed, cases }]);
      }
    }
  });

  it("stops when a law blames a correct implementation", async () => {
    const strict: Property = {
      ...lawOf("forward/loss"),
      check: async (input, bench) => {
        const { question } = input as { question: never };
        await Promise.resolve(bench);
        return { kind: "violated", question, mismatches: [] };
      },
    };
    const study = killMatrix({ ...plan, laws: [strict], now, control, mutants: [] });
    await expect(study).rejects.toThrow("forward/loss blames a correct implementation in case 1");
  });
});

describe("same bits", () => {
  it("are the same doubles in the same places", () => {
    expect(sameBits({ a: [1, NaN] }, { a: [1, NaN] })).toBe(true);
    for (const other of [{ a: [1, 2] }, { a: [1] }, { b: [1, NaN] }, { a: { 0: 1, 1: NaN } }, [1, NaN], null, 1])
      expect(sameBits({ a: [1, NaN] }, other)).toBe(false);
    expect(sameBits([0], [-0])).toBe(false);
  });
});

describe("the classes of laws", () => {
  it("no family of relations among answers is forgotten, and none is counted that takes exact values", () => {
    const exact = gate.filter(({ id }) => classOf(id) === "exact values").map(({ id }) => id.split("/")[0]);
    expect([...new Set(exact)].sort()).toEqual([
      "backward",
      "deviations",
      "differences",
      "exact",
      "forward",
      "saturation",
      "scale",
      "softmax",
    ]);
    expect(classOf("softmax/extreme-logits")).toBe("exact values");
    expect(classOf("softmax/shift")).toBe("answers alone");
    expect(classOf("peer/answers")).toBe("second implementation");
    expect(classOf("unheard/of")).toBe("exact values");
  });
});
