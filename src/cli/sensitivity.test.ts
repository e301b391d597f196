import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { mutants, type Mutant } from "../../properties/mutants/index.js";
import { sensitivity } from "./sensitivity.js";
import { fakeIo, gradproof } from "./testing/terminal.js";
import { folder } from "./testing/samples.js";

const small = ["sensitivity", "--mutant", "batch/sums-*", "--runs", "3", "--seed", "1"];
const harmless: Mutant = {
  id: "none/harmless",
  title: "answers like a correct implementation",
  equation: "pure-function",
  steps: () => ({}),
};

describe("gradproof sensitivity", () => {
  it("exits with 0 when every mistake is caught", async () => {
    const { code, stdout, stderr } = await gradproof([...small, "--property", "batch/*"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("sensitivity, 1 mutant against 4 laws, 3 cases each, seed 1\n");
    expect(stdout).toMatch(/^batch\/sums-instead-of-averages +batch\/mean-of-examples/m);
    expect(stdout).toContain("COMPLETE     1 of 1 mutant caught.");
    expect(stdout).not.toContain("smallest visible error");
  });

  it("exits with 1 and names what no law catches", async () => {
    const { io, written } = fakeIo();
    const flags = { runs: 2, seed: 1, property: ["forward/loss", "batch/union"] };
    expect(await sensitivity(flags, io, [harmless])).toBe(1);
    expect(written.stdout).toContain("INCOMPLETE   0 of 1 mutant caught. Missed: none/harmless.\n");
    expect(written.stdout).toMatch(/^1 {7}f64 {8}loss /m);
  });

  it("writes the page and the JSON, and the page is the same each time", async () => {
    const [page, again, json] = ["a.md", "b.md", "c.json"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const chosen = [...small, "--property", "forward/loss"];
    await gradproof([...chosen, "--report", `markdown=${page}`, "--report", `json=${json}`], { tick: 3 });
    const { stdout } = await gradproof([...chosen, "--report", `markdown=${again}`, "--report", "markdown"], {
      tick: 50,
    });
    expect(readFileSync(page, "utf8")).toBe(readFileSync(again, "utf8"));
    expect(stdout).toBe(readFileSync(page, "utf8"));
    expect(stdout).toContain("## The smallest visible error");
    expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({ tool: "gradproof", runs: 3, seed: 1 });
  });

  it("tells on a terminal how far it has come", async () => {
    const { stderr } = await gradproof([...small, "--property", "forward/loss"], { stderrIsTerminal: true, tick: 60 });
    expect(stderr).toContain("[1/1] forward/loss, case 1 of 1");
    expect(stderr).toContain("[1/1] smallest visible error");
  });

  it.each([
    [["--mutant", "batch/sum"], "gradproof: no mutant is named 'batch/sum'"],
    [["--property", "nothing/*"], "gradproof: no property is named 'nothing/*'"],
    [["--runs", "0"], "gradproof: option '--runs <n>' argument '0' is invalid."],
    [
      ["--report", "xml"],
      "gradproof: option '--report <format[=file]>' argument 'xml' is invalid. Expected text, json or",
    ],
    [["--report", "text", "--report", "json"], "gradproof: only one report can go to stdout"],
    [["--report", "json=/no/such/a.json"], "gradproof: cannot write /no/such/a.json: there is no folder /no/such"],
    [
      [...small.slice(1), "--property", "batch/union", "--report", `json=${folder}`],
      `gradproof: cannot write ${folder}`,
    ],
  ])("%j is a usage error", async (given, message) => {
    const { code, stderr } = await gradproof(["sensitivity", ...given]);
    expect(code).toBe(2);
    expect(stderr.startsWith(message), stderr).toBe(true);
  });
});

describe("spec/sensitivity.md", () => {
  it("has a row for every mutant of the catalogue", () => {
    const page = readFileSync(resolve(import.meta.dirname, "../../spec/sensitivity.md"), "utf8");
    const rows = [...page.matchAll(/^\| `([^`]+)` \| .* \| \d* \| \d+ \|$/gm)].map(([, id]) => id);
    expect(mutants.map(({ id }) => id).filter((id) => !rows.includes(id))).toEqual([]);
  });
});
