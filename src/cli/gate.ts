/** `gradproof gate`. */
import { statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { renderJson, renderText, runGate, seedLimit, type Report } from "../gate/index.js";
import { diagnoser } from "./diagnose.js";
import { exitCodes, UsageError } from "./errors.js";
import { defaultTimeout, type GateFlags } from "./gate-flags.js";
import { wantsColour, type Io } from "./io.js";
import { chosenLaws } from "./laws.js";
import { progressLine } from "./progress.js";
import { quoted } from "./shell.js";
import { openSubject, subjectFlag } from "./subjects.js";
import { duration, type ReportTarget } from "./values.js";

/** @returns the exit code. @throws UsageError, SubjectError */
export async function gate(flags: GateFlags, io: Io): Promise<number> {
  const command = commandFor(flags);
  const properties = chosenLaws(flags);
  const targets = checkedTargets(flags.report ?? []);
  const subject = await openSubject(flags);
  const progress = progressLine(io);
  try {
    const report = await runGate({
      subject,
      properties,
      runs: flags.runs,
      seed: flags.seed ?? Math.floor(Math.random() * seedLimit),
      level: flags.level,
      replay: flags.replay,
      command,
      diagnose: diagnoser(subject),
      onProgress: (step) => progress.tell(step),
    });
    progress.clear();
    for (const target of targets) deliver(report, target, io);
    return exitCodes[report.verdict];
  } finally {
    progress.clear();
    await subject.close();
  }
}

/** What has to be typed in order to put the same subject to the test. */
function commandFor(flags: GateFlags): string {
  const { flag, value } = subjectFlag(flags);
  const timeout = flags.timeout === duration(defaultTimeout) ? [] : ["--timeout", `${flags.timeout}ms`];
  const precision = flags.precision === undefined ? [] : ["--precision", flags.precision];
  return ["gradproof", "gate", `--${flag}`, quoted(value), ...precision, ...timeout].join(" ");
}

/** The text goes to stdout unless something else does. @throws UsageError before a long run would be in vain. */
function checkedTargets(targets: readonly ReportTarget[]): readonly ReportTarget[] {
  const printed = targets.filter(({ file }) => file === undefined);
  if (printed.length > 1) {
    throw new UsageError("only one report can go to stdout; give the others a file, as in --report json=report.json");
  }
  for (const { file } of targets) {
    if (file === undefined) continue;
    const folder = dirname(file);
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) continue;
    throw new UsageError(`cannot write ${file}: there is no folder ${folder}`);
  }
  return printed.length === 0 ? [{ format: "text" }, ...targets] : targets;
}

function deliver(report: Report, { format, file }: ReportTarget, io: Io): void {
  const colour = file === undefined && wantsColour(io);
  const text = format === "json" ? renderJson(report) : renderText(report, { colour });
  if (file === undefined) return io.stdout.write(text);
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
  }
}
