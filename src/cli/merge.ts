/** `gradproof merge`. */
import { MergeError, mergeReports, type ShardReport } from "../gate/merge.js";
import type { Counterexample, Report } from "../gate/report.js";
import { withWaivers } from "../gate/waivers.js";
import { isOwn } from "../model/index.js";
import { SubjectError } from "../subject/subject.js";
import { exitCodes } from "./errors.js";
import { handCalculation } from "./hand-calculation/index.js";
import type { Io } from "./io.js";
import { lawsFor } from "./laws.js";
import type { MergeFlags } from "./merge-flags.js";
import { renderReport } from "./render-report.js";
import { readReport } from "./stored-report.js";
import { checkedTargets, deliver, withAnnotations } from "./targets.js";
import { readWaivers, tellWaivers } from "./waivers.js";

/**
 * @returns the exit code.
 * @throws UsageError; SubjectError when a file is no report, or the reports do not belong together.
 */
export function merge(files: readonly string[], flags: MergeFlags, io: Io): number {
  const waivers = flags.waivers === undefined ? undefined : readWaivers(flags.waivers);
  const targets = withAnnotations(checkedTargets(flags.report ?? [], { format: "text" }), io);
  const merged = mergedReport(files.map((name) => ({ name, report: readReport(name) })));
  const known = lawsFor().map(({ id }) => id);
  const report = waivers === undefined ? merged : withWaivers(merged, waivers, { today: io.today(), known });
  tellWaivers(report, io);
  for (const target of targets) deliver(renderReport(report, target, byHandFor(report), io), target.file, io);
  return exitCodes[report.verdict];
}

function mergedReport(reports: readonly ShardReport[]): Report {
  try {
    return mergeReports(reports);
  } catch (error) {
    if (error instanceof MergeError) throw new SubjectError(error.message);
    throw error;
  }
}

/** Of a user's own function a file holds only the name. */
function byHandFor({ subject }: Report): (counterexample: Counterexample) => string[] {
  return (counterexample) => {
    const { network, loss } = counterexample.case;
    const isStored = !isOwn(loss) && !network.layers.some(({ activation }) => isOwn(activation));
    return isStored ? handCalculation(counterexample, subject.conventions) : [];
  };
}
