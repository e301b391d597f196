import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { answersFile, smallFixtures } from "./fixtures/testing/folder.js";
import { folder, moduleOf, quick } from "./testing/samples.js";
import { gradproof } from "./testing/terminal.js";
import { reportFormats } from "./values.js";

const forgetful = ["gate", "--module", moduleOf("forgetful", "() => ({ loss: asked++ })"), ...quick];
const steady = ["gate", "--module", moduleOf("steady", "() => ({ loss: 1 })"), ...quick];

/** What tells the formats apart. */
const beginnings: Readonly<Record<(typeof reportFormats)[number], string>> = {
  text: "gradproof ",
  json: '{\n  "tool": "gradproof"',
  junit: "<?xml ",
  markdown: "## ✗ FAIL",
  html: "<!DOCTYPE html>",
  github: "::error title=gradproof%3A state/repeatable::",
  gradescope: '{\n  "score": 0',
};

describe("spec/report.md", () => {
  it("lists the formats there are", () => {
    const page = readFileSync(new URL("../../spec/report.md", import.meta.url), "utf8");
    const [table = ""] = /^\| format .*?\n\n/ms.exec(page) ?? [];
    expect([...table.matchAll(/^\| `(\w+)`/gm)].map(([, format]) => format).sort()).toEqual([...reportFormats].sort());
  });
});

describe("gradproof gate --report", () => {
  it.each(reportFormats)("%s goes to stdout", async (format) => {
    const { code, stdout, stderr } = await gradproof([...forgetful, "--report", format]);
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout.slice(0, beginnings[format].length)).toBe(beginnings[format]);
    expect(stdout).toContain("state/repeatable");
  });

  it("writes all formats in one run, each to its file, and the text to stdout beside them", async () => {
    const fileOf = (format: string): string => join(folder, `all.${format}`);
    const { code, stdout } = await gradproof([
      ...forgetful,
      ...reportFormats.flatMap((format) => ["--report", `${format}=${fileOf(format)}`]),
    ]);
    expect(code).toBe(1);
    for (const format of reportFormats) {
      const written = readFileSync(fileOf(format), "utf8");
      expect(written.slice(0, beginnings[format].length)).toBe(beginnings[format]);
    }
    expect(stdout).toBe(readFileSync(fileOf("text"), "utf8"));
  });

  it("refuses two on stdout", async () => {
    const { code, stderr } = await gradproof([...forgetful, "--report", "junit", "--report", "html"]);
    expect(code).toBe(2);
    expect(stderr).toContain("only one report can go to stdout");
  });

  it("calculates by hand in each format that shows a finding in full", async () => {
    const argv = ["gate", "--mutant", "batch/sums-instead-of-averages", "--property", "batch/union", "--runs", "5", "--seed", "1"]; // prettier-ignore
    const files = ["junit", "markdown", "html", "gradescope"].map((format) => [format, join(folder, `hand.${format}`)]);
    const { stdout } = await gradproof([...argv, ...files.flatMap((parts) => ["--report", parts.join("=")])]);
    const [step = ""] = /∂Loss.*$/m.exec(stdout) ?? [];
    expect(step).toMatch(/batch-gradient/);
    for (const [, file = ""] of files) expect(readFileSync(file, "utf8")).toContain(step);
  });
});

describe("gradproof fixtures judge --report", () => {
  it.each(reportFormats)("%s goes to stdout", async (format) => {
    const answers = answersFile([{ id: "forward/linear", answer: { loss: 1e9 } }]);
    const argv = ["fixtures", "judge", "--answers", answers, "--dir", smallFixtures(), "--report", format];
    const { stdout, stderr } = await gradproof(argv);
    expect(stderr).toBe("");
    const beginning = beginnings[format].replace("state/repeatable", "fixtures/forward");
    expect(stdout.slice(0, beginning.length)).toBe(beginning);
    expect(stdout).toContain("fixtures/forward");
  });
});

describe("gradproof gate in GitHub Actions", () => {
  const env = { GITHUB_ACTIONS: "true" };

  it("prints annotations after the text", async () => {
    const { stdout } = await gradproof(forgetful, { env });
    const [text = "", ...annotations] = stdout.split(/^(?=::)/m);
    expect(text).toMatch(/^gradproof .*\nFAIL .*\n$/s);
    expect(annotations.join("")).toMatch(/^::error title=gradproof%3A state\/repeatable::[^\n]+\n$/);
    expect((await gradproof(forgetful)).stdout).not.toContain("::error");
  });

  it("prints none where nothing is wrong", async () => {
    expect((await gradproof(steady, { env })).stdout).toBe((await gradproof(steady)).stdout);
  });

  it("prints none where they were asked for elsewhere, or where something else is printed", async () => {
    const file = join(folder, "annotations.txt");
    const asked = await gradproof([...forgetful, "--report", `github=${file}`], { env });
    expect(asked.stdout).not.toContain("::error");
    expect(readFileSync(file, "utf8")).toContain("::error");
    const json = await gradproof([...forgetful, "--report", "json"], { env });
    expect(() => JSON.parse(json.stdout) as unknown).not.toThrow();
    const toFile = await gradproof([...forgetful, "--report", `text=${file}`, "--report", "junit"], { env });
    expect(toFile.stdout).not.toContain("::error");
  });

  it("prints none elsewhere, whatever the variable says", async () => {
    for (const value of ["", "false", "1"]) {
      expect((await gradproof(forgetful, { env: { GITHUB_ACTIONS: value } })).stdout).not.toContain("::error");
    }
  });
});
