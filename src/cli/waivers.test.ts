import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import caseSchema from "../../spec/case.schema.json" with { type: "json" };
import protocolSchema from "../../spec/protocol.schema.json" with { type: "json" };
import reportSchema from "../../spec/report.schema.json" with { type: "json" };
import waiversSchema from "../../spec/waivers.schema.json" with { type: "json" };
import type { Report } from "../gate/index.js";
import { UsageError } from "./errors.js";
import { fileOf, folder, moduleOf, quick } from "./testing/samples.js";
import { gradproof } from "./testing/terminal.js";
import { readWaivers } from "./waivers.js";

const forgetful = moduleOf("forgetful", "() => ({ loss: asked++ })");
const steady = moduleOf("steady", "() => ({ loss: 1 })");
const fileWith = (waivers: unknown): string => fileOf("waivers.json", JSON.stringify(waivers));

const repeatable = { property: "state/repeatable", reason: "the loss is a counter", issue: "https://example.org/7" };

async function gated(module: string, waivers: unknown, ...more: string[]) {
  const file = join(folder, "waived.json");
  const argv = ["gate", "--module", module, ...quick, "--waivers", fileWith(waivers), "--report", `json=${file}`];
  const outcome = await gradproof([...argv, ...more], { today: "2030-06-15" });
  return { ...outcome, report: JSON.parse(readFileSync(file, "utf8")) as Report };
}

describe("gradproof gate --waivers", () => {
  it("a violation that is waived passes, and is in the report with its case and its reason", async () => {
    const { code, stdout, stderr, report } = await gated(forgetful, [repeatable]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("the loss is a counter (https://example.org/7)");
    expect(report.findings).toMatchObject([{ property: "state/repeatable", status: "waived" }]);
    expect(report.findings[0]?.replay).toContain("--replay state/repeatable@1:");
    const ajv = new Ajv2020({ schemas: [caseSchema, protocolSchema] });
    const validate = ajv.compile(reportSchema);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  });

  it("what is said about waivers goes to stderr: out of date, without a property, expired, not asked", async () => {
    const held = await gated(steady, [repeatable]);
    const stale =
      "gradproof: the waiver of state/repeatable is out of date: state/repeatable held, so remove it or narrow it down, which fails the run\n";
    expect([held.code, held.stderr]).toEqual([1, stale]);
    const unknown = await gated(forgetful, [repeatable, { property: "state/repeatible", reason: "x" }]);
    const nothing = "gradproof: the waiver of state/repeatible matches no property, which fails the run\n";
    expect([unknown.code, unknown.stderr]).toEqual([1, nothing]);
    const expired = await gated(forgetful, [{ ...repeatable, expires: "2030-06-14" }]);
    const over = "gradproof: the waiver of state/repeatable expired after 2030-06-14, so it waives nothing\n";
    expect([expired.code, expired.stderr]).toEqual([1, over]);
    const others = await gated(forgetful, [repeatable, { property: "softmax/*", reason: "x" }]);
    const unasked = "gradproof: the waiver of softmax/* is about nothing that this run was asked for\n";
    expect([others.code, others.stderr]).toEqual([0, unasked]);
  });

  it("does not go with a replay", async () => {
    const { code, stderr } = await gradproof(["gate", "--replay", "a/b@1:2", "--waivers", "w.json"]);
    expect(code).toBe(2);
    expect(stderr).toContain("cannot be used with");
  });
});

describe("a file of waivers", () => {
  it.each([
    [{}, ": expected a list of waivers (spec/waivers.schema.json)"],
    [["state/*"], ": waiver 1: expected an object with property, reason, issue, expires"],
    [[repeatable, { ...repeatable, reasn: "x" }], ": waiver 2 has an unknown field 'reasn'; did you mean 'reason'?"],
    [[{ property: "a" }], ": waiver 1 lacks the field 'reason'"],
    [[{ property: "a", reason: "" }], ': waiver 1: reason must be a text that is not empty, got ""'],
    [
      [{ ...repeatable, issue: "#7" }],
      ': waiver 1: issue must be a link that begins with http:// or https://, got "#7"',
    ],
    [[{ ...repeatable, expires: "soon" }], ': waiver 1: expires must be a day such as 2030-12-31, got "soon"'],
  ])("%j is a usage error that names the place", async (waivers, message) => {
    const file = fileWith(waivers);
    const outcome = await gradproof(["gate", "--module", forgetful, ...quick, "--waivers", file]);
    expect(outcome).toEqual({ code: 2, stdout: "", stderr: `gradproof: ${file}${message}\n` });
  });

  it("that is missing, or no JSON, is a usage error", async () => {
    const argv = ["gate", "--module", forgetful, ...quick, "--waivers"];
    expect(await gradproof([...argv, "/no/such"])).toMatchObject({ code: 2 });
    const broken = fileOf("waivers.json", "[{]");
    const { code, stderr } = await gradproof([...argv, broken]);
    expect(code).toBe(2);
    expect(stderr.startsWith(`gradproof: ${broken} is not JSON: `)).toBe(true);
  });

  it("is accepted exactly where the schema accepts it", () => {
    const validate = new Ajv2020().compile(waiversSchema);
    const text = fc.constantFrom(
      "",
      "x",
      "a/*",
      "\n",
      "https://a.b/1",
      "ftp://a",
      "http:// x",
      "2030-01-31",
      "2030-13-01",
    );
    const value = fc.oneof({ weight: 8, arbitrary: text }, fc.constantFrom(null, 1, [], {}));
    const optional = fc.option(value, { nil: undefined, freq: 6 });
    const entry = fc
      .record(
        { property: optional, reason: optional, issue: optional, expires: optional, other: value },
        { requiredKeys: [] },
      )
      .map((given) => JSON.parse(JSON.stringify(given)) as object);
    const verdicts = { true: 0, false: 0 };
    const accepts = (waivers: unknown): boolean => {
      try {
        readWaivers(fileWith(waivers));
        return true;
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
        return false;
      }
    };
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 2 }), (waivers) => {
        const accepted = accepts(waivers);
        verdicts[`${accepted}`] += 1;
        expect(accepted).toBe(validate(waivers));
      }),
      { seed: 1, numRuns: 400 },
    );
    expect(Math.min(verdicts.true, verdicts.false)).toBeGreaterThan(20);
  });
});
