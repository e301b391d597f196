import { describe, expect, it } from "vitest";
import { laws, subjectOf, trial } from "../../properties/testing/trial.js";
import { backpropagate } from "./index.js";

const runs = 8;

describe("backpropagation by graph", () => {
  it.each(laws.map((law) => [law.id, law] as const))("obeys %s", async (_, law) => {
    const { verdicts, violated } = await trial(law, subjectOf(backpropagate), runs);
    expect(violated).toBeUndefined();
    expect(verdicts.filter(({ kind }) => kind === "holds").length).toBeGreaterThan(runs / 2);
  });
});
