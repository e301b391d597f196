import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import caseSchema from "../../spec/case.schema.json" with { type: "json" };
import protocolSchema from "../../spec/protocol.schema.json" with { type: "json" };
import reportSchema from "../../spec/report.schema.json" with { type: "json" };
import type { Report } from "../gate/index.js";
import { version } from "../gate/version.js";
import { precisionNames } from "../model/index.js";
import { folder, moduleOf, programOf, quick } from "./testing/samples.js";
import { gradproof } from "./testing/terminal.js";

/** The loss is a number that grows with every question. */
const forgetful = moduleOf("forgetful", "() => ({ loss: asked++ })");
const skipping = moduleOf("skipping", `() => ({ skipped: { message: "no" } })`);

describe("gradproof gate: what is run", () => {
  it.each(["scalar", "vectorized", "graph"])("the built-in %s passes", async (name) => {
    const { code, stdout, stderr } = await gradproof(["gate", "--builtin", name, ...quick]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`gradproof ${version}: gradproof ${name} ${version} (TypeScript), f64, seed 1\n`);
    expect(stdout).toContain("PASS ");
  });

  it("a module with a mistake fails, and its replay command leads to the same case", async () => {
    const { code, stdout } = await gradproof(["gate", "--module", forgetful, ...quick]);
    expect(code).toBe(1);
    expect(stdout).toContain("VIOLATED state/repeatable");
    const command = /^ {2}replay +gradproof (.*)$/m.exec(stdout)?.[1]?.split(" ") ?? [];
    expect(command.slice(0, 3)).toEqual(["gate", "--module", forgetful]);
    const again = await gradproof(command);
    const caseOf = (text: string): string | undefined => /smallest case\n(.*)\n {2}replay/s.exec(text)?.[1];
    expect(again.code).toBe(1);
    expect(caseOf(again.stdout)).toBe(caseOf(stdout));
  });

  it("a mutant is run by its name", async () => {
    const { code, stdout } = await gradproof(["gate", "--mutant", "batch/sums-instead-of-averages", ...quick]);
    expect(code).toBe(0);
    expect(stdout).toContain(": mutant batch/sums-instead-of-averages (TypeScript)");
  });

  it("a program is run over the protocol", async () => {
    const command = programOf("steady", "say({ seq, answer: { loss: 1 } });");
    const { code, stdout } = await gradproof(["gate", "--exec", command, "--precision", "f64", ...quick]);
    expect(code).toBe(0);
    expect(stdout).toContain(": sample, f64, seed 1\n");
  });

  it("the command in the report brings along what makes a difference, quoted for a shell", async () => {
    const command = programOf("forgetful", "say({ seq, answer: { loss: seq } });");
    const { code, stdout } = await gradproof([
      "gate",
      "--exec",
      command,
      "--precision",
      "f64",
      "--timeout",
      "20s",
      ...quick,
    ]);
    expect(code).toBe(1);
    expect(stdout).toContain(
      `gradproof gate --exec '${command}' --precision f64 --timeout 20000ms --replay state/repeatable@1:`,
    );
  });

  it("a subject that skips everything is inconclusive and no pass", async () => {
    const { code, stdout } = await gradproof(["gate", "--module", skipping, ...quick]);
    expect(code).toBe(4);
    expect(stdout).toContain("INCONCLUSIVE ");
  });

  it("without a seed each run has its own, and the report tells it", async () => {
    const argv = ["gate", "--builtin", "scalar", "--property", "state/repeatable", "--runs", "1"];
    const seedOf = async (): Promise<string | undefined> => /seed (\d+)/.exec((await gradproof(argv)).stdout)?.[1];
    expect(await seedOf()).not.toBe(await seedOf());
  });

  it("patterns choose properties, and a level leaves the others out", async () => {
    const ids = async (...flags: string[]): Promise<string[]> => {
      const { stdout } = await gradproof(["gate", "--module", skipping, "--runs", "1", "--report", "json", ...flags]);
      return (JSON.parse(stdout) as Report).findings.map(({ property, level }) => `${level} ${property}`);
    };
    const all = await ids();
    expect(await ids("--property", "**")).toEqual(all);
    const some = all.filter((id) => /state|forward\/loss/.test(id));
    expect(await ids("--property", "state/*", "--property", "forward/loss")).toEqual(some);
    expect(await ids("--level", "edge")).toEqual(all.filter((id) => id.startsWith("edge")));
    expect(await ids("--level", "core")).toEqual(all.filter((id) => id.startsWith("core")));
  });

  it.each(precisionNames)("%s may be demanded of what runs in this process", async (precision) => {
    const argv = ["gate", "--builtin", "scalar", "--precision", precision, "--report", "json", ...quick];
    const { stdout } = await gradproof(argv);
    expect((JSON.parse(stdout) as Report).subject.precision).toBe(precision);
  });
});

describe("gradproof gate: reports", () => {
  it("JSON goes to stdout, valid by the schema, and text to a file", async () => {
    const file = join(folder, "report.txt");
    const { stdout } = await gradproof([
      "gate",
      "--module",
      forgetful,
      ...quick,
      "--report",
      "json",
      "--report",
      `text=${file}`,
    ]);
    const validate = new Ajv2020({ schemas: [caseSchema, protocolSchema] }).compile(reportSchema);
    expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors)).toBe(true);
    expect(readFileSync(file, "utf8")).toContain("VIOLATED state/repeatable");
  });

  it("text goes to stdout when everything else goes to files, in colour only there", async () => {
    const file = join(folder, "report.json");
    const argv = ["gate", "--builtin", "scalar", ...quick, "--report", `json=${file}`];
    const { stdout } = await gradproof(argv, { stdoutIsTerminal: true });
    expect(stdout).toContain("\u001b[32mheld\u001b[0m");
    expect((JSON.parse(readFileSync(file, "utf8")) as Report).verdict).toBe("pass");
    expect((await gradproof(argv, { stdoutIsTerminal: true, env: { NO_COLOR: "1" } })).stdout).not.toContain("\u001b");
    expect((await gradproof(argv)).stdout).not.toContain("\u001b");
  });
});
