/**
 * The hostile table: what programs do to the gate, with real processes. The outcome and the time of each row:
 * GRADPROOF_STUDY=1 npx vitest run --project shared src/subject/hostile.test.ts
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "vitest";
import type { Case } from "../model/index.js";
import { question } from "./testing/cases.js";
import { opening, rows, type Row } from "./testing/hostile.js";
import { program, pythonProgram, type Program } from "./testing/programs.js";
import { compiled } from "./testing/compiled.js";
import { startProcess, type ProcessOptions } from "./subprocess.js";
import { maxLineCharacters } from "./lines.js";
import { SubjectError, type Reply, type Subject } from "./subject.js";

const isStudy = process.env["GRADPROOF_STUDY"] === "1";
const hasPython = spawnSync("python3", ["--version"]).status === 0;

/** Nobody waits for the timeouts, which only end a test that would hang; a row that waits has its own. */
const patient: ProcessOptions = { timeoutMs: 30_000, startTimeoutMs: 30_000, graceMs: 100 };

/** No error message fills a screen. */
const longestMessage = 3000;

interface Outcome {
  readonly replies: readonly Reply[];
  readonly error?: SubjectError;
}

async function outcomeOf(row: Row, subject: Program): Promise<Outcome> {
  let running: Subject | undefined;
  const replies: Reply[] = [];
  try {
    running = await startProcess(subject.command, { ...patient, ...row.options });
    for (const asked of turnsOf(row)) replies.push(...(await Promise.all(asked.map(running.run))));
    return { replies };
  } catch (error) {
    if (!(error instanceof SubjectError)) throw error;
    return { replies, error };
  } finally {
    await running?.close();
  }
}

/** The questions that are asked at once, turn by turn. */
function turnsOf({ questions = [question], together }: Row): readonly (readonly Case[])[] {
  return together === undefined ? questions.map((asked) => [asked]) : [questions];
}

describe("a program that", () => {
  const possible = rows.filter(({ language }) => language === undefined || hasPython);
  const times: string[] = [];

  it.concurrent.for(possible)("$does", async (row, { expect }) => {
    const subject = row.language === "python" ? pythonProgram(row.body) : program(opening + row.body);
    const start = performance.now();
    const { replies, error } = await outcomeOf(row, subject);
    const milliseconds = Math.round(performance.now() - start);
    times.push(`${String(milliseconds).padStart(6)} ms  ${row.does}: ${error?.message.split("\n")[0] ?? "understood"}`);
    await expect.poll(() => [subject.leftovers(), subject.group()]).toEqual([[], []]);
    if (row.refused === undefined) {
      expect(error).toBeUndefined();
      expect(replies.every((reply) => "answer" in reply)).toBe(true);
      return;
    }
    const [request, got] = row.refused;
    expect(error?.message).toMatch(new RegExp(`: (after )?${request}`));
    expect(error?.message).toContain(": expected ");
    expect(error?.message).toContain(got);
    expect(error?.message).toMatch(/\nits stderr \(at most 20 lines of it\):\n(.*\n)* {2}last words(\n|$)/);
    expect(error?.message.length).toBeLessThan(longestMessage);
  });

  it.runIf(isStudy)("is told so in this time", ({ expect }) => {
    process.stdout.write(`${times.join("\n")}\n`);
    expect(times).toHaveLength(possible.length);
  });
});

describe("the memory of a gate that", () => {
  /** In MiB: what a runner of continuous integration has to spare. */
  const limit = 300;
  const mebibytes = isStudy ? 1024 : 100;
  const kilobyte = (unit: string): string => `${JSON.stringify(unit)}.repeat(1024)`;

  const quickRows = [
    ["hears a line that never ends", pouring(kilobyte("x"), "stdout")],
    ["looks for tokens in a line", full("NaN,", "NaN")],
  ] as const;
  const studyRows = [
    ["hears such a line in characters of two bytes", pouring(kilobyte("∇"), "stdout")],
    ["hears a flood on stderr", pouring(kilobyte("x"), "stderr")],
    ["hears blank lines without end", pouring(kilobyte("\n"), "stdout")],
    ["parses a line full of zeros", full("0,", "0")],
    ["parses a line full of numbers", full("0.1,", "0.1")],
    ["parses a line full of texts", full('"ab",', '"ab"')],
    ["parses a line full of empty objects", full("{},", "{}")],
    ["parses a line of opening brackets", full("[", "[")],
  ] as const;

  it.for([...quickRows, ...(isStudy ? studyRows : [])])("%s stays small", async ([, body], { expect }) => {
    const main = join(await compiled(), "src/cli/main.js");
    const subject = program(opening + body);
    const tell = `process.on("exit", () => process.stderr.write("MiB " + Math.round(process.resourceUsage().maxRSS / 1024)))`;
    const gate = ["gate", "--exec", subject.command, "--property", "state/repeatable", "--restarts", "1"];
    const argv = ["--import", `data:text/javascript,${encodeURIComponent(tell)}`, main, ...gate];
    const { status, stderr } = spawnSync(process.execPath, argv, { encoding: "utf8" });
    const peak = /MiB (\d+)$/.exec(stderr)?.[1];
    expect(status).toBe(3);
    expect(Number(peak)).toBeLessThan(limit);
    expect([subject.leftovers(), subject.group()]).toEqual([[], []]);
    if (isStudy) process.stdout.write(`${peak} MiB at most\n`);
  });

  /** A program that writes so much and stays. */
  function pouring(piece: string, stream: "stdout" | "stderr"): string {
    const pour = `const pour = () => (left-- > 0 ? process.${stream}.write(piece, pour) : process.exit(1));`;
    return `let left = ${mebibytes}; const piece = (${piece}).repeat(1024); ${pour} serve({ run: pour })`;
  }

  /** A program whose reply is a list as long as a line may be. */
  function full(element: string, last: string): string {
    const count = Math.floor((maxLineCharacters - 100) / element.length);
    const reply = `'{"seq":1,"answer":[' + ${JSON.stringify(element)}.repeat(${count}) + ${JSON.stringify(last)} + "]}"`;
    return `serve({ run: () => write(${reply} + "\\n") })`;
  }
});
