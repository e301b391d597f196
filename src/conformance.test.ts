import { describe, expect, it } from "vitest";
import { conformance } from "./conformance.js";
import { scalar } from "./index.js";
import { inProcessSubject, type InProcess, type Subject } from "./subject/index.js";
import { allProperties } from "../properties/index.js";
import { describeConformance } from "./vitest.js";

/** Gradients by the weights a little too large. */
const wrong: InProcess = {
  description: scalar.description,
  run: async (question) => {
    const answer = await scalar.run(question);
    if (!("gradients" in answer)) return answer;
    const weights = answer.gradients?.weights?.map((W) => W.map((row) => row.map((dw) => dw * (1 + 2 ** -20))));
    return { ...answer, gradients: { ...answer.gradients, ...(weights === undefined ? {} : { weights }) } };
  },
};

describe("conformance", () => {
  it("has a test for each law, by its name", () => {
    const { tests } = conformance(scalar);
    expect(tests.map(({ name }) => name)).toEqual(allProperties.map(({ id, title }) => `${id}: ${title}`));
  });

  it("takes the laws that are wanted", () => {
    const names = (options: Parameters<typeof conformance>[1]): string[] =>
      conformance(scalar, options).tests.map(({ name }) => name.split(":")[0] as string);
    expect(names({ property: ["backward/weights", "batch/*"] })).toContain("backward/weights");
    expect(names({ property: ["backward/weights"] })).toEqual(["backward/weights"]);
    expect(names({ level: "edge" }).every((id) => allProperties.find((law) => law.id === id)?.level === "edge")).toBe(
      true,
    );
    expect(() => names({ property: ["backwards"] })).toThrow("no property is named 'backwards'");
  });

  it("throws the whole finding where a law is violated", async () => {
    const [test] = conformance(wrong, { property: ["backward/weights"], runs: 20 }).tests;
    await expect(test?.run()).rejects.toThrow(/VIOLATED backward\/weights[^]*exact[^]*smallest case[^]*by hand/);
  });

  it("says why a law was not judged", async () => {
    const blind: InProcess = {
      ...scalar,
      description: { ...scalar.description, supports: { ...scalar.description.supports, observes: ["loss"] } },
    };
    const [test] = conformance(blind, { property: ["backward/weights"] }).tests;
    expect(await test?.run()).toEqual({ held: false, reason: "the subject does not observe gradients.weights" });
  });

  it("makes the subject once, when it is first needed, and closes it", async () => {
    const calls: string[] = [];
    const make = (): Promise<Subject> => {
      calls.push("made");
      const subject = inProcessSubject(scalar);
      return Promise.resolve({
        ...subject,
        close: () => {
          calls.push("closed");
          return subject.close();
        },
      });
    };
    const { tests, close } = conformance(make, { property: ["forward/*"], runs: 2 });
    await conformance(make).close();
    expect(calls).toEqual([]);
    for (const { run } of tests) expect(await run()).toEqual({ held: true });
    await close();
    expect(calls).toEqual(["made", "closed"]);
  });
});

// In use: the built-in implementation, few cases of a few laws.
describeConformance(scalar, { runs: 3, property: ["forward/*"] });
