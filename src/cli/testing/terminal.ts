/** The command line with its output caught, for tests. */
import type { Io } from "../io.js";
import { run } from "../run.js";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Setting {
  readonly stdoutIsTerminal?: boolean;
  readonly stderrIsTerminal?: boolean;
  readonly env?: Record<string, string>;
  /** How many milliseconds pass between two looks at the clock. */
  readonly tick?: number;
  /** As "YYYY-MM-DD". */
  readonly today?: string;
}

export function fakeIo(setting: Setting = {}): {
  readonly io: Io;
  readonly written: { stdout: string; stderr: string };
} {
  const written = { stdout: "", stderr: "" };
  let time = 0;
  const sink = (name: "stdout" | "stderr", isTerminal = false): Io["stdout"] => ({
    write: (text) => {
      written[name] += text;
    },
    isTerminal,
    columns: 40,
  });
  const io: Io = {
    stdout: sink("stdout", setting.stdoutIsTerminal),
    stderr: sink("stderr", setting.stderrIsTerminal),
    env: setting.env ?? {},
    now: () => (time += setting.tick ?? 0),
    today: () => setting.today ?? "2030-06-15",
  };
  return { io, written };
}

/** Runs one command line. */
export async function gradproof(argv: readonly string[], setting?: Setting): Promise<Outcome> {
  const { io, written } = fakeIo(setting);
  const code = await run(argv, io);
  return { code, ...written };
}
