import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import caseSchema from "../../spec/case.schema.json" with { type: "json" };
import protocolSchema from "../../spec/protocol.schema.json" with { type: "json" };
import reportSchema from "../../spec/report.schema.json" with { type: "json" };
import type { Report } from "../gate/index.js";
import { fileOf, folder, moduleOf } from "./testing/samples.js";
import { gradproof } from "./testing/terminal.js";

const options = ["--property", "state/*", "--property", "forward/loss", "--runs", "6", "--seed", "1"];
/** A loss that is never right, and never the same. */
const forgetful = moduleOf("forgetful", "() => ({ loss: 1000 + asked++ })");

const validate = new Ajv2020({ schemas: [caseSchema, protocolSchema] }).compile(reportSchema);

let files = 0;

async function gated(argv: readonly string[], env: Record<string, string> = {}) {
  const file = join(folder, `shard-${++files}.json`);
  const outcome = await gradproof(["gate", ...argv, ...options, "--report", `json=${file}`], { env });
  return { ...outcome, file };
}

async function sharded(argv: readonly string[], count: number, ...more: string[]): Promise<string[]> {
  const shards = [];
  for (let index = 1; index <= count; index++)
    shards.push((await gated([...argv, "--shard", `${index}/${count}`, ...more])).file);
  return shards;
}

const reportIn = (file: string): Report => JSON.parse(readFileSync(file, "utf8")) as Report;

describe("gradproof merge", () => {
  it("shards of a subject that passes give the report of the whole run, byte for byte", async () => {
    const whole = await gated(["--builtin", "scalar"]);
    const shards = await sharded(["--builtin", "scalar"], 4);
    for (const [position, file] of shards.entries()) {
      expect(validate(reportIn(file)), JSON.stringify(validate.errors)).toBe(true);
      expect(reportIn(file).shard).toEqual({ index: position + 1, count: 4 });
    }
    const merged = await gradproof(["merge", ...[...shards].reverse(), "--report", "json"]);
    expect(merged).toEqual({ code: 0, stdout: readFileSync(whole.file, "utf8"), stderr: "" });
  });

  it("a violation in a shard fails the run, in each format, with a command that asks it again", async () => {
    const shards = await sharded(["--module", forgetful], 3);
    const file = join(folder, "merged.json");
    const merged = await gradproof(["merge", ...shards, "--report", `json=${file}`]);
    expect([merged.code, merged.stderr]).toEqual([1, ""]);
    expect(merged.stdout).toContain("VIOLATED state/repeatable");
    const report = reportIn(file);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report.shard).toBeNull();
    const command = report.findings.find(({ status }) => status === "violated")?.replay?.split(" ") ?? [];
    expect((await gradproof(command.slice(1))).code).toBe(1);
    for (const format of ["text", "junit", "markdown", "html", "gradescope"]) {
      const { code, stdout } = await gradproof(["merge", ...shards, "--report", format]);
      expect([code, stdout.includes("state/repeatable")]).toEqual([1, true]);
    }
  });

  it("waivers can be given to the shards, to the merging, or to both", async () => {
    const known = ["state/repeatable", "state/kept-answer", "state/no-memory", "state/sequence", "forward/loss"];
    const whole = await gated(["--module", forgetful]);
    const violated = reportIn(whole.file).findings.filter(({ status }) => status === "violated");
    const waivers = fileOf(
      "waivers.json",
      JSON.stringify(violated.map(({ property }) => ({ property, reason: "it counts" }))),
    );
    expect(known).toEqual(expect.arrayContaining(violated.map(({ property }) => property)));
    const bare = await sharded(["--module", forgetful], 2);
    const waived = await sharded(["--module", forgetful], 2, "--waivers", waivers);
    const outcomes = [
      await gradproof(["merge", ...bare, "--waivers", waivers]),
      await gradproof(["merge", ...waived]),
      await gradproof(["merge", ...waived, "--waivers", waivers]),
    ];
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0]);
    const stale = fileOf("waivers.json", JSON.stringify([{ property: "state/inputs-unmutated", reason: "x" }]));
    const { code, stderr } = await gradproof(["merge", ...waived, "--waivers", stale]);
    expect(code).toBe(1);
    expect(stderr).toContain("state/inputs-unmutated held");
  });

  it("reports that do not belong together exit with 3 and the names of the files", async () => {
    const [one, two] = (await sharded(["--builtin", "graph"], 2)) as [string, string];
    expect(await gradproof(["merge", one])).toEqual({
      code: 3,
      stdout: "",
      stderr: `gradproof: 1 of 2 shards are missing: 2; given: ${one}\n`,
    });
    const other = { ...reportIn(two), seed: 2 };
    const changed = fileOf("changed.json", JSON.stringify(other));
    const { code, stderr } = await gradproof(["merge", one, changed]);
    expect([code, stderr]).toEqual([3, `gradproof: ${one} and ${changed} disagree on the seed: 1 and 2\n`]);
  });

  it.each([
    ["", "is not JSON: "],
    ["[]", `is no report of gradproof: it lacks "tool": "gradproof"`],
    [`{"tool":"gradproof"}`, "is no report of gradproof: version is missing"],
    [`{"tool":"gradproof","version":1}`, "is no report of gradproof: version must be of type string"],
  ])("a file that holds %j exits with 3", async (text, message) => {
    const file = fileOf("odd.json", text);
    const { code, stderr } = await gradproof(["merge", file]);
    expect(code).toBe(3);
    expect(stderr.startsWith(`gradproof: ${file} ${message}`), stderr).toBe(true);
  });

  it("a report with any one field taken away is told or merged, and never a fault of gradproof", async () => {
    const [file] = (await sharded(["--module", forgetful], 1)) as [string];
    const text = readFileSync(file, "utf8");
    const places = (value: unknown, path: readonly string[]): (readonly string[])[] =>
      typeof value === "object" && value !== null && path.length < 4
        ? Object.entries(value).flatMap(([name, member]) => [[...path, name], ...places(member, [...path, name])])
        : [];
    for (const path of places(JSON.parse(text), [])) {
      const report = JSON.parse(text) as Record<string, unknown>;
      const holder = path.slice(0, -1).reduce((value, name) => value[name] as Record<string, unknown>, report);
      if (Array.isArray(holder)) continue;
      delete holder[path.at(-1) ?? ""];
      const { stderr } = await gradproof(["merge", fileOf("odd.json", JSON.stringify(report)), "--report", "json"]);
      expect(stderr, path.join(".")).not.toContain("internal error");
    }
  });

  it("a missing file, and no file", async () => {
    expect((await gradproof(["merge", "/no/such.json"])).code).toBe(3);
    expect((await gradproof(["merge"])).code).toBe(2);
  });
});

describe("gradproof gate --shard", () => {
  it("auto takes the index of a Kubernetes job, which counts from 0", async () => {
    const argv = ["--builtin", "scalar", "--shard", "auto/3"];
    const { file } = await gated(argv, { JOB_COMPLETION_INDEX: "2" });
    expect(reportIn(file).shard).toEqual({ index: 3, count: 3 });
    const problem = "gradproof: --shard auto/3 needs JOB_COMPLETION_INDEX to be from 0 to 2, ";
    for (const [env, got] of [
      [{}, "which is not set"],
      [{ JOB_COMPLETION_INDEX: "3" }, "got '3'"],
      [{ JOB_COMPLETION_INDEX: "" }, "got ''"],
    ] as [Record<string, string>, string][]) {
      const { code, stderr } = await gated(argv, env);
      expect([code, stderr]).toEqual([2, `${problem}${got}\n`]);
    }
  });

  it.each(["0/3", "4/3", "1/0", "1", "a/b", "1/3/5", "-1/3", "auto", "1.5/3"])("%s is a usage error", async (shard) => {
    const { code, stderr } = await gradproof(["gate", "--builtin", "scalar", "--seed", "1", "--shard", shard]);
    expect(code).toBe(2);
    expect(stderr).toContain("Expected I/N with I from 1 to N");
  });

  it("needs a seed, and no replay", async () => {
    const { code, stderr } = await gradproof(["gate", "--builtin", "scalar", "--shard", "1/2"]);
    const message = "gradproof: --shard needs --seed, for all shards must have the same\n";
    expect([code, stderr]).toEqual([2, message]);
    expect((await gradproof(["gate", "--replay", "a/b@1:2", "--shard", "1/2"])).stderr).toContain("cannot be used");
  });

  it("each shard has a canary of its own, the first that of the whole run", async () => {
    const whole = reportIn((await gated(["--builtin", "scalar"])).file).canary;
    const own = (await sharded(["--builtin", "scalar"], 3)).map((file) => reportIn(file).canary);
    expect(own[0]).toEqual(whole);
    expect(new Set(own.map((canary) => canary?.mutant)).size).toBeGreaterThan(1);
  });
});
