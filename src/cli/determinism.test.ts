import { describe, expect, it } from "vitest";
import type { Report } from "../gate/index.js";
import { lawsFor } from "./laws.js";
import { gradproof } from "./testing/terminal.js";

async function jsonOf(subject: readonly string[], ...more: string[]): Promise<string> {
  const { stdout } = await gradproof(["gate", ...subject, "--runs", "3", "--seed", "5", "--report", "json", ...more]);
  return stdout;
}

const builtin = ["--builtin", "scalar"];
const mutant = ["--mutant", "batch/sums-instead-of-averages"];
const families = ["--property", "backward/weights", "--property", "batch/union", "--property", "forward/*"];

/** Whether the findings of the selections are those of the whole run, to the last bit. */
async function expectTheSame(
  whole: Report["findings"],
  subject: readonly string[],
  selections: readonly (readonly string[])[],
): Promise<void> {
  for (const selection of selections) {
    const { findings } = JSON.parse(await jsonOf(subject, ...selection)) as Report;
    expect(findings.length).toBeGreaterThan(0);
    const names = new Set(findings.map(({ property }) => property));
    expect(findings).toEqual(whole.filter(({ property }) => names.has(property)));
  }
}

describe("the same seed and version", () => {
  it("write the same bytes twice and ask each property the same, whichever others are chosen: violations", async () => {
    const text = await jsonOf(mutant, ...families);
    expect(await jsonOf(mutant, ...families)).toBe(text);
    const { findings } = JSON.parse(text) as Report;
    expect(findings.map(({ status }) => status)).toContain("violated");
    await expectTheSame(findings, mutant, [["--property", "backward/weights"]]);
  });

  it("ask each property the same, whichever others are chosen: all laws", async () => {
    const { findings } = JSON.parse(await jsonOf(builtin)) as Report;
    expect(findings.map(({ property }) => property)).toEqual(lawsFor("scalar").map(({ id }) => id));
    await expectTheSame(findings, builtin, [
      ["--property", "*/weights"],
      ["--level", "edge"],
    ]);
  });
});
