import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import caseSchema from "../../spec/case.schema.json" with { type: "json" };
import protocolSchema from "../../spec/protocol.schema.json" with { type: "json" };
import reportSchema from "../../spec/report.schema.json" with { type: "json" };
import { mutants } from "../../properties/mutants/index.js";
import type { Property, Report } from "../gate/index.js";
import { canaries } from "./canaries.js";
import { releaseCanary } from "./canary.js";
import { duration } from "./values.js";
import { gate } from "./gate.js";
import { defaultTimeout } from "./gate-flags.js";
import { lawsFor } from "./laws.js";
import { moduleOf, quick } from "./testing/samples.js";
import { fakeIo, gradproof } from "./testing/terminal.js";

const laws = lawsFor();

/** Laws that hold whatever is answered. */
const blind = (chosen: readonly Property[]): Property[] =>
  chosen.map((law) => ({ ...law, check: async () => ({ kind: "holds" }) }));

describe("the canaries", () => {
  it("belong to laws that exist, and are mistakes that exist", () => {
    const [lawIds, mutantIds] = [laws.map(({ id }) => id), mutants.map(({ id }) => id)];
    expect(Object.keys(canaries).filter((id) => !lawIds.includes(id))).toEqual([]);
    expect(Object.values(canaries).filter((id) => !mutantIds.includes(id))).toEqual([]);
  });

  it.each(Object.entries(canaries))("the law %s catches %s, whatever the seed", async (id, mutant) => {
    const law = laws.filter((candidate) => candidate.id === id);
    for (const seed of [1, 2, 3]) expect(await releaseCanary(law, seed)).toEqual({ mutant, caughtBy: id });
  });

  it("are chosen by the seed, among those of the laws that are asked", async () => {
    const some = laws.filter(({ id }) => id.startsWith("forward/"));
    const caught = await Promise.all(Array.from({ length: 12 }, (_, seed) => releaseCanary(some, seed)));
    expect(new Set(caught.map((canary) => canary?.caughtBy))).toEqual(new Set(some.map(({ id }) => id)));
    expect(await releaseCanary(some, 5)).toEqual(caught[5]);
  });

  it("are absent where no law has one", async () => {
    expect(await releaseCanary([], 1)).toBeUndefined();
    expect(await releaseCanary([{ ...(laws[0] as Property), id: "some/law" }], 1)).toBeUndefined();
  });

  it("go uncaught by laws that see nothing", async () => {
    const canary = await releaseCanary(blind(laws), 1);
    expect(canary?.caughtBy).toBeNull();
  });
});

describe("gradproof gate with a canary", () => {
  const validate = new Ajv2020({ schemas: [caseSchema, protocolSchema] }).compile(reportSchema);

  it("tells in the report what was caught", async () => {
    const { code, stdout, stderr } = await gradproof(["gate", "--builtin", "scalar", ...quick, "--report", "json"]);
    const report = JSON.parse(stdout) as Report;
    expect([code, stderr]).toEqual([0, ""]);
    expect(report.canary).toEqual({ mutant: "state/noise", caughtBy: "state/repeatable" });
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    const text = (await gradproof(["gate", "--builtin", "scalar", ...quick])).stdout;
    expect(text).toContain("\ncanary       state/noise was caught by state/repeatable\n");
  });

  it("tries none in a replay", async () => {
    const argv = ["gate", "--builtin", "scalar", "--replay", "forward/loss@1:0", "--report", "json"];
    expect(JSON.parse((await gradproof(argv)).stdout)).not.toHaveProperty("canary");
  });

  it.each(["json", "text"] as const)("declares itself broken when it catches nothing: %s", async (format) => {
    const { io, written } = fakeIo();
    const flags = {
      builtin: "scalar",
      runs: 2,
      seed: 1,
      timeout: duration(defaultTimeout),
      report: [{ format }],
    } as const;
    expect(await gate(flags, io, blind(laws))).toBe(4);
    expect(written.stderr).toMatch(/^gradproof: the gate itself is broken, .* did not catch the known mistake \S+\n$/);
    if (format === "text") {
      expect(written.stdout).toMatch(/^canary +\S+ was NOT caught$/m);
      expect(written.stdout).toMatch(/^INCONCLUSIVE The gate itself is broken/m);
      return;
    }
    const report = JSON.parse(written.stdout) as Report;
    expect([report.verdict, report.canary?.caughtBy]).toEqual(["inconclusive", null]);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  });

  it("says so even of a subject that was found wrong", async () => {
    const forgetful = moduleOf("forgetful-canary", "() => ({ loss: asked++ })");
    const { io } = fakeIo();
    const flags = { module: forgetful, runs: 5, seed: 1, timeout: duration(defaultTimeout) };
    const mixed = laws.map((law) => (law.id === "state/repeatable" ? law : (blind([law])[0] as Property)));
    expect(await gate(flags, io, mixed)).toBe(4);
  });
});
