/** `gradproof gate`. */
import {
  renderJson,
  renderText,
  runGate,
  seedLimit,
  type Canary,
  type Counterexample,
  type Property,
  type Report,
} from "../gate/index.js";
import { releaseCanary, withCanary } from "./canary.js";
import { diagnoser, locator, watched } from "./diagnose.js";
import { exitCodes } from "./errors.js";
import { defaultTimeout, type GateFlags } from "./gate-flags.js";
import { handCalculation } from "./hand-calculation/index.js";
import { wantsColour, type Io } from "./io.js";
import { chosenLaws } from "./laws.js";
import { progressLine } from "./progress.js";
import { quoted } from "./shell.js";
import { openSubject, subjectFlag } from "./subjects.js";
import { checkedTargets, deliver } from "./targets.js";
import { duration, type ReportTarget } from "./values.js";

/**
 * @param properties - the laws that the flags choose.
 * @returns the exit code.
 * @throws UsageError, SubjectError
 */
export async function gate(flags: GateFlags, io: Io, properties = chosenLaws(flags)): Promise<number> {
  const command = commandFor(flags);
  const seed = flags.seed ?? Math.floor(Math.random() * seedLimit);
  const targets = checkedTargets(flags.report ?? [], { format: "text" });
  const subject = watched(await openSubject(flags));
  const progress = progressLine(io);
  try {
    const found = await runGate({
      subject,
      properties,
      runs: flags.runs,
      seed,
      level: flags.level,
      replay: flags.replay,
      command,
      diagnose: diagnoser(subject),
      locate: locator(subject),
      onProgress: (step) => progress.tell(step),
    });
    const report = withCanary(found, await canaryOf(flags, properties, seed));
    progress.clear();
    if (report.canary?.caughtBy === null) io.stderr.write(brokenGate(report.canary));
    for (const target of targets) deliver(rendered(report, target, io), target.file, io);
    return exitCodes[report.verdict];
  } finally {
    progress.clear();
    await subject.close();
  }
}

/** None in a replay, which asks one case alone. */
async function canaryOf(
  { replay, level }: GateFlags,
  properties: readonly Property[],
  seed: number,
): Promise<Canary | undefined> {
  if (replay !== undefined) return undefined;
  return releaseCanary(
    properties.filter((property) => level === undefined || property.level === level),
    seed,
  );
}

function brokenGate({ mutant }: Canary): string {
  return `gradproof: the gate itself is broken, which is no fault of the subject: it did not catch the known mistake ${mutant}\n`;
}

/** What has to be typed in order to put the same subject to the test. */
function commandFor(flags: GateFlags): string {
  const { flag, value } = subjectFlag(flags);
  const timeout = flags.timeout === duration(defaultTimeout) ? [] : ["--timeout", `${flags.timeout}ms`];
  const precision = flags.precision === undefined ? [] : ["--precision", flags.precision];
  return ["gradproof", "gate", `--${flag}`, quoted(value), ...precision, ...timeout].join(" ");
}

function rendered(report: Report, { format, file }: ReportTarget, io: Io): string {
  const colour = file === undefined && wantsColour(io);
  const byHand = (counterexample: Counterexample): string[] =>
    handCalculation(counterexample, report.subject.conventions);
  return format === "json" ? renderJson(report) : renderText(report, { colour, byHand });
}
