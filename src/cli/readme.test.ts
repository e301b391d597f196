/** The runs that the README shows are run, and must print what it shows. `UPDATE_README=1 npx vitest run src/cli/readme` writes them anew. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgsStringToArgv } from "string-argv";
import { describe, expect, it } from "vitest";
import { gradproof } from "./testing/terminal.js";

const path = resolve(import.meta.dirname, "../../README.md");
const readme = readFileSync(path, "utf8");
/** A console block: the command after the prompt, then what it prints. */
const shown = [...readme.matchAll(/```console\n\$ npx gradproof (.+)\n([^]*?)```/g)].map(([whole, command = ""]) => ({
  whole,
  command,
}));

const hasPython = spawnSync("python3", ["--version"]).status === 0;

describe("the README", () => {
  it("shows a run that passes and one that fails", async () => {
    expect(shown.length).toBe(2);
    if (!hasPython) return;
    const codes = await Promise.all(
      shown.map(async ({ command }) => (await gradproof(parseArgsStringToArgv(command))).code),
    );
    expect(codes).toEqual([0, 1]);
  });

  it.runIf(hasPython)("shows what they print", async () => {
    let current = readme;
    for (const { whole, command } of shown) {
      const { stdout } = await gradproof(parseArgsStringToArgv(command));
      current = current.replace(whole, () => `\`\`\`console\n$ npx gradproof ${command}\n${stdout.trimEnd()}\n\`\`\``);
    }
    if (process.env["UPDATE_README"] === undefined) expect(readme).toBe(current);
    else writeFileSync(path, current);
  });
});
