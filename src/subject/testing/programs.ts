/** Little programs in a temporary folder, polite and hostile, and a look at what is left of them. */
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { variable } from "../../cli/testing/setup.js";
import { description, fullAnswer } from "./cases.js";

/** Whoever removes it: cli/testing/setup.ts. */
const folder = mkdtempSync(join(process.env[variable] ?? tmpdir(), "gradproof subject "));
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
  /** Processes still running in the process group of its first process, noted or not. */
  group(): number[];
}

/** Writes a program out of the body of a module; `serve`, `say`, `hello` and `answer` are at hand. */
export function program(body: string): Program {
  return script(`"${process.execPath}"`, "program.mjs", prelude + body);
}

/** Writes a program in Python that notes its process id. */
export function pythonProgram(body: string): Program {
  const noting = `import json, os, sys
hello = json.loads(${JSON.stringify(JSON.stringify({ protocol: 1, ...description }))})
answer = json.loads(${JSON.stringify(JSON.stringify(fullAnswer()))})
open(os.path.join(os.path.dirname(__file__), "pids"), "a").write(f"{os.getpid()}\\n")
`;
  return script("python3", "program.py", noting + body);
}

function script(interpreter: string, name: string, text: string): Program {
  const home = join(folder, String(++count));
  mkdirSync(home);
  writeFileSync(join(home, name), text);
  appendFileSync(join(home, "pids"), "");
  const noted = (): number[] => readFileSync(join(home, "pids"), "utf8").split("\n").filter(Boolean).map(Number);
  return {
    command: `${interpreter} "${join(home, name)}"`,
    leftovers: () => noted().filter(isRunning),
    group: () => noted().slice(0, 1).flatMap(groupOf),
  };
}

/** A file that nobody may execute. */
export function plainFile(): string {
  writeFileSync(join(folder, "plain"), "text", { mode: 0o644 });
  return join(folder, "plain");
}

/** The running processes of a process group; without /proc only its first process can be seen. */
function groupOf(leader: number): number[] {
  if (!existsSync("/proc/self/stat")) return [leader].filter(isRunning);
  const inGroup = (pid: number): boolean => {
    try {
      // pid (name) state parent group …, the name being whatever the process calls itself.
      const [, , group] = readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
      return Number(group) === leader;
    } catch {
      return false;
    }
  };
  return readdirSync("/proc").map(Number).filter(Boolean).filter(inGroup).filter(isRunning);
}

/** A dead process that nobody has waited for still has an id; Linux tells it by its state Z. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    // No /proc here; or the process has gone since, which the next look tells.
    return true;
  }
}
