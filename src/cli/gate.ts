/** `gradproof gate`. */
import { setImmediate } from "node:timers/promises";
import type { Shard } from "../gate/shards.js";
import { withWaivers } from "../gate/waivers.js";
import { soak } from "../gate/budget.js";
import { askingOnly } from "../gate/stored-case.js";
import {
  runGate,
  seedLimit,
  type Canary,
  type Counterexample,
  type GateOptions,
  type Property,
  type Report,
} from "../gate/index.js";
import { releaseCanary, withCanary } from "./canary.js";
import { diagnoser, locator, watched } from "./diagnose.js";
import { exitCodes, UsageError } from "./errors.js";
import { defaultTimeout, type GateFlags } from "./gate-flags.js";
import { handCalculation } from "./hand-calculation/index.js";
import type { Io } from "./io.js";
import { chosenLaws, lawsFor } from "./laws.js";
import { progressLine } from "./progress.js";
import { renderReport } from "./render-report.js";
import { shardOf } from "./shard.js";
import { quoted } from "./shell.js";
import { storedCase } from "./stored-case.js";
import { openSubject, subjectFlag } from "./subjects.js";
import { checkedTargets, deliver, withAnnotations } from "./targets.js";
import { duration, type ReportTarget } from "./values.js";
import { readWaivers, tellWaivers } from "./waivers.js";

/**
 * @param properties - the laws that the flags choose.
 * @param signal - aborted when the run is to end; what was found until then is reported.
 * @returns the exit code.
 * @throws UsageError, SubjectError
 */
export async function gate(
  flags: GateFlags,
  io: Io,
  properties = chosenLaws(flags),
  signal?: AbortSignal,
): Promise<number> {
  const command = commandFor(flags);
  const stored = flags.case === undefined ? undefined : storedCase(flags.case, properties, flags);
  // Nothing is drawn for a stored case.
  const seed = flags.seed ?? (stored === undefined ? Math.floor(Math.random() * seedLimit) : 0);
  const shard = shardFor(flags, io);
  const waivers = flags.waivers === undefined ? undefined : readWaivers(flags.waivers);
  const targets = withAnnotations(checkedTargets(flags.report ?? [], { format: "text" }), io);
  const subject = watched(await openSubject(flags, signal));
  signal?.addEventListener("abort", () => void subject.close());
  const progress = progressLine(io);
  try {
    const options: GateOptions = {
      subject,
      properties: stored?.properties.map((property) => askingOnly(property, stored.question)) ?? properties,
      runs: stored === undefined ? flags.runs : 1,
      seed,
      level: flags.level,
      replay: flags.replay,
      shard,
      command,
      diagnose: diagnoser(subject),
      locate: locator(subject),
      signal,
      // Only between two turns can a signal be heard.
      onProgress: (step) => setImmediate(progress.tell(step)),
    };
    const found = withCaseAsReplay(await asked(options, flags, io), command, flags);
    const known = lawsFor(flags.builtin).map(({ id }) => id);
    const weighed = waivers === undefined ? found : withWaivers(found, waivers, { today: io.today(), known });
    const report = withCanary(weighed, await canaryOf(flags, properties, canarySeed(seed, shard)));
    progress.clear();
    tellWaivers(report, io);
    if (report.canary?.caughtBy === null) io.stderr.write(brokenGate(report.canary));
    for (const target of targets) deliver(rendered(report, target, io), target.file, io);
    return exitCodes[report.verdict];
  } finally {
    progress.clear();
    await subject.close();
  }
}

function asked(options: GateOptions, { budget }: GateFlags, io: Io): Promise<Report> {
  return budget === undefined ? runGate(options) : soak(options, { milliseconds: budget, now: () => io.now() });
}

/** A token would ask what the seed leads to, and not the stored case. */
function withCaseAsReplay(report: Report, command: string, { case: file }: GateFlags): Report {
  if (file === undefined) return report;
  const findings = report.findings.map((finding) =>
    finding.replay === null
      ? finding
      : { ...finding, replay: `${command} --case ${quoted(file)} --property ${finding.property}` },
  );
  return { ...report, findings };
}

function shardFor({ shard, seed }: GateFlags, { env }: Io): Shard | undefined {
  if (shard === undefined) return undefined;
  if (seed === undefined) throw new UsageError("--shard needs --seed, for all shards must have the same");
  return shardOf(shard, env);
}

/** Each shard has a canary of its own; that of the first is the whole run's. */
function canarySeed(seed: number, shard: Shard | undefined): number {
  return shard === undefined ? seed : (seed + shard.index - 1) % seedLimit;
}

/** None in a replay and for a stored case, which ask one case alone. */
async function canaryOf(
  { replay, level, case: file }: GateFlags,
  properties: readonly Property[],
  seed: number,
): Promise<Canary | undefined> {
  if (replay !== undefined || file !== undefined) return undefined;
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
  const startTimeout = flags.startTimeout === undefined ? [] : ["--start-timeout", `${flags.startTimeout}ms`];
  const precision = flags.precision === undefined ? [] : ["--precision", flags.precision];
  return ["gradproof", "gate", `--${flag}`, quoted(value), ...precision, ...timeout, ...startTimeout].join(" ");
}

function rendered(report: Report, target: ReportTarget, io: Io): string {
  const byHand = (counterexample: Counterexample): string[] =>
    handCalculation(counterexample, report.subject.conventions);
  return renderReport(report, target, byHand, io);
}
