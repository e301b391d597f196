/** Real processes: gradproof, and the program under test, which starts another. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, it } from "vitest";
import type { Report } from "../gate/index.js";
import { compiled } from "../subject/testing/compiled.js";
import { program, type Program } from "../subject/testing/programs.js";
import { fileOf, folder } from "./testing/samples.js";

/** A program that answers so, and after some questions starts another and answers nothing more. */
const hanging = (answers: number, loss: string, more = ""): Program =>
  program(`const supports = { activations: ["identity"], losses: ["squared-error"], regularizers: [], observes: ["loss"] };
    let hangs = false;
    const hang = () => hangs || note(spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"]).pid, (hangs = true));
    ${more}
    serve({
      start: () => ${answers} < 0 ? hang() : say({ ...hello, supports }),
      run: ({ seq }) => seq > ${answers} ? hang() : say({ seq, answer: { loss: ${loss} } }),
    })`);

const deaf = `process.on("SIGTERM", () => 0); process.stdin.on("end", () => setInterval(() => 0, 1000));`;

let main = "";
beforeAll(async () => {
  main = join(await compiled(), "src/cli/main.js");
});
describe("gradproof, interrupted", () => {
  it.concurrent.for([
    ["SIGINT", 130, "error", hanging(7, "1")],
    ["SIGTERM", 143, "error", hanging(7, "1", deaf)],
    ["SIGINT", 130, "fail", hanging(60, "seq")],
    ["SIGTERM", 143, undefined, hanging(-1, "0")],
  ] as const)("by %s: exit code %i, verdict %s", async ([signal, code, verdict, subject], { expect }) => {
    const file = join(folder, `${signal}-${verdict}.json`);
    const gate = spawn(process.execPath, [
      ...[main, "gate", "--exec", subject.command, "--property", "state/*", "--runs", "100", "--seed", "1"],
      ...["--timeout", "60s", "--report", "text", "--report", `json=${file}`],
    ]);
    const output = { stdout: "", stderr: "" };
    gate.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
    gate.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
    const ended = once(gate, "close");
    await expect.poll(() => subject.leftovers().length, { timeout: 20_000 }).toBe(2);
    gate.kill(signal);
    expect(await ended).toEqual([code, null]);
    expect(output.stderr).toBe("");
    await expect.poll(() => [subject.leftovers(), subject.group()]).toEqual([[], []]);
    if (verdict === undefined) {
      expect(output.stdout).toBe("");
      return;
    }
    const report = JSON.parse(readFileSync(file, "utf8")) as Report;
    expect(report.verdict).toBe(verdict);
    expect(report.counts.cases).toBeGreaterThan(0);
    expect(report.findings.at(-1)).toMatchObject({ reason: "not asked: the run was interrupted" });
    expect(output.stdout).toContain(`${verdict.toUpperCase()} `);
  });

  it("twice, does not wait for what it has begun", async ({ expect }) => {
    const subject = hanging(7, "1", deaf);
    const gate = spawn(process.execPath, [main, "gate", "--exec", subject.command, "--property", "state/repeatable"]);
    const ended = once(gate, "close");
    await expect.poll(() => subject.leftovers().length, { timeout: 20_000 }).toBe(2);
    gate.kill("SIGINT");
    gate.kill("SIGTERM");
    const [code] = (await ended) as [number];
    expect([130, 143]).toContain(code);
    await expect.poll(() => [subject.leftovers(), subject.group()]).toEqual([[], []]);
  });

  it("with a module, ends at once", async ({ expect }) => {
    const endless = fileOf(
      "endless.mjs",
      `export default { implementation: { name: "x" }, precision: "f64", supports: { activations: ["identity"], losses: ["squared-error"],
        regularizers: [], observes: ["loss"] }, run() { process.stderr.write("!"); for (;;); } };`,
    );
    const gate = spawn(process.execPath, [main, "gate", "--module", endless, "--property", "state/repeatable"]);
    const ended = once(gate, "exit");
    await once(gate.stderr, "data");
    gate.kill("SIGINT");
    expect(await ended).toEqual([null, "SIGINT"]);
  });
});
