import { describe, expect, it } from "vitest";
import { mutants, mutantSubject, type Mutant } from "../../../../properties/mutants/index.js";
import { runGate, type Finding, type Property } from "../../../gate/index.js";
import { lawsFor } from "../../laws.js";
import { after, firstViolations, reported } from "./first-violations.js";

const seed = 3;
const runs = 6;
const laws = lawsFor().filter(({ id }) =>
  ["forward/preactivations", "backward/weights", "state/no-memory", "state/inputs-unmutated"].includes(id),
);

/** One that shows at once, one that shows late, two that remember, one that writes into its question, one that only other laws see. */
const chosen = [
  "forward/bias-omitted",
  "backward/zero-weights-skipped",
  "state/accumulators-not-zeroed",
  "forward/hidden-order-dependent",
  "state/inputs-mutated",
  "softmax/not-shifted",
].map((id) => mutants.find((mutant) => mutant.id === id) as Mutant);

/** What the gate says of the first law to be violated: one subject, law by law. */
async function byTheGate(mutant: Mutant): Promise<Finding | undefined> {
  const subject = mutantSubject(mutant);
  for (const law of laws) {
    const { findings } = await runGate({ subject, properties: [law], runs, seed });
    if (findings[0]?.status === "violated") return findings[0];
  }
  return undefined;
}

describe("the first violation of a mistake", () => {
  it("is the gate's own, with the same smallest case", async () => {
    const found = new Map<string, Finding>();
    for await (const violation of firstViolations({ mutants: chosen, laws, runs, seed }))
      found.set(violation.mutant.id, (await reported(violation)).finding);
    for (const mutant of chosen)
      expect([mutant.id, found.get(mutant.id)]).toEqual([mutant.id, await byTheGate(mutant)]);
    expect(found.size).toBeGreaterThan(3);
    expect(found.has("softmax/not-shifted")).toBe(false);
  });

  it("is told with all that has been asked before", async () => {
    const asked: number[] = [];
    for await (const { history, mutant } of firstViolations({ mutants: chosen, laws, runs, seed })) {
      asked.push(history.length);
      expect((await after(history, mutant)).history()).toEqual(history);
    }
    expect(Math.max(...asked)).toBeGreaterThan(runs);
  });

  it("is not sought where a law blames a correct implementation", async () => {
    const [law] = laws as [Property];
    const unjust: Property = {
      ...law,
      check: async (input, bench) => {
        const verdict = await law.check(input, bench);
        const question = {} as Extract<typeof verdict, { kind: "violated" }>["question"];
        return { kind: "violated", question, mismatches: [] };
      },
    };
    await expect(firstViolations({ mutants: chosen, laws: [unjust], runs, seed }).next()).rejects.toThrow(
      "forward/preactivations blames a correct implementation",
    );
  });
});
