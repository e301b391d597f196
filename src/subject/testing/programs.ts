/** Little programs in a temporary folder, polite and hostile, and a look at what is left of them. */
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { description, fullAnswer } from "./cases.js";

const folder = mkdtempSync(join(tmpdir(), "gradproof subject "));
let count = 0;

/** What every program knows: who it is, how to speak, and that its process id is written down. */
const prelude = `
import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";
const note = (pid) => appendFileSync(new URL("pids", import.meta.url), pid + "\\n");
note(process.pid);
const hello = ${JSON.stringify({ protocol: 1, ...description })};
const answer = ${JSON.stringify(fullAnswer())};
const say = (message) => process.stdout.write(JSON.stringify(message) + "\\n");
const reply = (m) => say({ seq: m.seq, answer });
const serve = ({ start = () => say(hello), run = reply, stop = () => process.exit() }) =>
  createInterface({ input: process.stdin }).on("line", (line) => {
    const message = JSON.parse(line);
    ({ start, run, stop })[message.cmd](message);
  });
`;

export interface Program {
  readonly command: string;
  /** Processes of it, noted by itself, that are still running. */
  leftovers(): number[];
}

/** Writes a program out of the body of a module; `serve`, `say`, `hello` and `answer` are at hand. */
export function program(body: string): Program {
  const home = join(folder, String(++count));
  mkdirSync(home);
  writeFileSync(join(home, "program.mjs"), prelude + body);
  appendFileSync(join(home, "pids"), "");
  const noted = (): number[] => readFileSync(join(home, "pids"), "utf8").split("\n").filter(Boolean).map(Number);
  return {
    command: `"${process.execPath}" "${join(home, "program.mjs")}"`,
    leftovers: () => noted().filter(isRunning),
  };
}

/** A file that nobody may execute. */
export function plainFile(): string {
  writeFileSync(join(folder, "plain"), "text", { mode: 0o644 });
  return join(folder, "plain");
}

export function removePrograms(): void {
  rmSync(folder, { recursive: true });
}

/** A dead process that nobody has waited for still has an id; Linux tells it by its state Z. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) [ZX] /.test(readFileSync(stat, "utf8"));
}
