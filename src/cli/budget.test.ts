import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import caseSchema from "../../spec/case.schema.json" with { type: "json" };
import protocolSchema from "../../spec/protocol.schema.json" with { type: "json" };
import reportSchema from "../../spec/report.schema.json" with { type: "json" };
import type { Report } from "../gate/index.js";
import { folder, quick } from "./testing/samples.js";
import { gradproof } from "./testing/terminal.js";

const argv = ["gate", "--builtin", "scalar", ...quick];

async function soaked(budget: string, tick: number): Promise<{ readonly code: number; readonly report: Report }> {
  const file = join(folder, "soaked.json");
  const { code } = await gradproof([...argv, "--budget", budget, "--report", `json=${file}`], { tick });
  return { code, report: JSON.parse(readFileSync(file, "utf8")) as Report };
}

describe("gradproof gate --budget", () => {
  it("asks on until the time is used up, and the report says how often", async () => {
    const { code, report } = await soaked("1m", 4000);
    const validate = new Ajv2020({ schemas: [caseSchema, protocolSchema] }).compile(reportSchema);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect([code, report.verdict, report.shard]).toEqual([0, "pass", null]);
    expect(report.rounds).toBeGreaterThan(1);
    expect(report.counts.cases).toBe(5 * (report.rounds ?? NaN));
  });

  it("makes one round at least, which is the run without a budget", async () => {
    const { report } = await soaked("1ms", 4000);
    const { rounds, ...rest } = report;
    const plain = await gradproof([...argv, "--report", "json"]);
    expect([rounds, rest]).toEqual([1, JSON.parse(plain.stdout)]);
  });

  it.each(["--shard 1/2", "--replay a/b@1:2", "--case x"])("does not go with %s", async (flag) => {
    const outcome = await gradproof(["gate", "--builtin", "scalar", "--budget", "1s", ...flag.split(" ")]);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain("cannot be used with");
  });

  it("takes a duration", async () => {
    const { code, stderr } = await gradproof([...argv, "--budget", "10"]);
    expect([code, stderr.includes("Expected a duration such as")]).toEqual([2, true]);
  });
});
