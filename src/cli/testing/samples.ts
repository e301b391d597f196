/** Subjects in files of their own, for tests. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { variable } from "./setup.js";

/** Whoever removes it: setup.ts. */
const newFolder = (): string => mkdtempSync(join(process.env[variable] ?? tmpdir(), "cli-"));

export const folder = newFolder();

/** A folder for each: a module that was imported once is never read again from the same path. */
export function fileOf(name: string, content: string): string {
  const path = join(newFolder(), name);
  writeFileSync(path, content);
  return path;
}

/** What every subject here says of itself. */
export const introduction = `implementation: { name: "sample" }, precision: "f64", supports: {
  activations: ["identity"], losses: ["squared-error"], regularizers: [], observes: ["loss"] }`;

/** A module whose run is this function. */
export function moduleOf(name: string, run: string): string {
  return fileOf(`${name}.mjs`, `let asked = 0;\nexport default { ${introduction}, run: ${run} };`);
}

/** A program that shakes hands and then does with each request what the code says. */
export function programOf(name: string, onRequest: string): string {
  const code = `
    const introduction = { ${introduction} };
    const say = (message) => console.log(JSON.stringify(message));
    require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
      const { cmd, seq } = JSON.parse(line);
      if (cmd === "start") say({ protocol: 1, ...introduction });
      else if (cmd === "run") { ${onRequest} }
      else process.exit(0);
    });`;
  return `${process.execPath} ${fileOf(`${name}.cjs`, code)}`;
}

/** A property that is fast and needs no oracle. */
export const quick = ["--property", "state/repeatable", "--runs", "5", "--seed", "1"];
