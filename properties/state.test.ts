/** What only a sequence of questions to one instance brings to light. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkCase, completeConventions, everything, type Case, type Description } from "../src/model/index.js";
import { backpropagate as scalar } from "../src/scalar/index.js";
import { mutants, mutantSubject } from "./mutants/index.js";
import { lawOf, laws, subjectOf, trial } from "./testing/trial.js";

const law = lawOf("state/sequence");
const mutantNamed = (id: string) => {
  const mutant = mutants.find((candidate) => candidate.id === id);
  if (mutant === undefined) throw new Error(`no mutant ${id}`);
  return mutant;
};

/** The state that an implementation keeps until its weights are others. */
function remembering(keyOf: (question: Case) => string): ReturnType<typeof subjectOf> {
  const known = new Map<string, ReturnType<typeof scalar>>();
  return subjectOf((question, conventions) => {
    const key = keyOf(question);
    const answer = known.get(key) ?? scalar(question, conventions);
    known.set(key, answer);
    return answer;
  });
}

describe("state/sequence", () => {
  it("is the only law that sees two buffers used by turns", { timeout: 120_000 }, async () => {
    const mutant = mutantNamed("state/buffers-in-turn");
    expect((await trial(law, mutantSubject(mutant), 100)).violated).toBeDefined();
    for (const other of laws.filter(({ id }) => id !== law.id))
      expect((await trial(other, mutantSubject(mutant), 6)).violated, other.id).toBeUndefined();
  });

  it.each([
    "state/batch-of-first-question",
    "state/accumulators-not-zeroed",
    "state/one-behind",
    "state/stale-activations",
    "state/targets-mutated",
    "state/buffer-reused",
  ])("catches %s alone", async (id) => {
    expect((await trial(law, mutantSubject(mutantNamed(id)), 100)).violated).toBeDefined();
  });

  it("catches what is remembered until the weights change", async () => {
    const subject = remembering(({ network, batch }) => JSON.stringify([network, batch.inputs.length]));
    expect((await trial(law, subject, 100)).violated).toBeDefined();
  });

  it("lets an implementation remember whole questions", async () => {
    expect(
      (
        await trial(
          law,
          remembering((question) => JSON.stringify(question)),
          30,
        )
      ).violated,
    ).toBeUndefined();
  });

  it("shrinks to as few steps as the mistake needs", async () => {
    const subject = mutantSubject(mutantNamed("state/buffers-in-turn"));
    const bench = { description: subject.description, inProcess: true, ask: (question: Case) => subject.run(question) };
    const { counterexample } = await fc.check(
      fc.asyncProperty(law.arbitrary(subject.description), async (input) => {
        const { kind } = await law.check(input, bench);
        return kind !== "violated";
      }),
      { seed: 3, numRuns: 100 },
    );
    const [smallest] = counterexample ?? [];
    expect((smallest as { steps: unknown[] }).steps.length).toBeLessThanOrEqual(3);
  });

  it("asks only valid questions about the same shapes, smaller batches and larger ones", async () => {
    const description: Description = { implementation: { name: "x" }, precision: "f64", supports: everything };
    const sizes = new Set<number>();
    const recording = subjectOf((question) => {
      checkCase(question);
      sizes.add(question.batch.inputs.length);
      return scalar(question, completeConventions());
    });
    expect(recording.description.supports).toEqual(description.supports);
    expect((await trial(law, recording, 40)).violated).toBeUndefined();
    expect([...sizes]).toEqual(expect.arrayContaining([1, 2, 4, 8]));
  });
});
