/** The reports of all shards of a run into the report of the run. */
import { findingOf } from "./findings.js";
import { checkTogether, MergeError, type ShardReport } from "./merge-checks.js";
import type { Property } from "./property.js";
import type { Canary, Counts, Finding, Part, Report, WaiverCheck } from "./report.js";
import { isHindered, verdictOf } from "./verdict.js";

export { MergeError, type ShardReport };

/**
 * One report of all shards: a violation in any of them is one of the run, with the smallest of the counterexamples, and numbers of cases add up. Where
 * nothing is violated and nothing broke, it equals the report of the run that was not split. A violation stops the shard that meets it and no other, so
 * that then more cases are counted, and the counterexample may be another.
 *
 * @throws MergeError when the reports are not those of all shards of one run.
 */
export function mergeReports(reports: readonly ShardReport[]): Report {
  checkTogether(reports);
  const shards = reports
    .map(({ report }) => report)
    .sort(({ shard: a }, { shard: b }) => (a?.index ?? 0) - (b?.index ?? 0));
  const [first] = shards as [Report, ...Report[]];
  const counts = sumOf(shards.map((report) => report.counts));
  const findings = first.findings.map((_, position) =>
    mergedFinding(shards.map((report) => report.findings[position] as Finding)),
  );
  const isCut = shards.some(({ verdict }) => verdict === "error");
  const { waivers, canary } = { waivers: waiversOf(shards), canary: canaryOf(shards) };
  const verdict = (waivers?.faults.length ?? 0) > 0 ? "fail" : verdictOf(findings, counts, isCut);
  return {
    ...{ tool: first.tool, version: first.version, subject: first.subject, seed: first.seed, shard: null },
    verdict: canary?.caughtBy === null ? "inconclusive" : verdict,
    counts,
    findings,
    ...(canary === undefined ? {} : { canary }),
    ...(waivers === undefined ? {} : { waivers }),
  };
}

/** The worst of what the shards say; a violation that is not waived outweighs an error, as within one run. */
export function mergedFinding(findings: readonly Finding[]): Finding {
  const [first] = findings as [Finding, ...Finding[]];
  const those = (status: Finding["status"]): Finding[] => findings.filter((finding) => finding.status === status);
  const parts = findings.flatMap(({ part }) => part ?? []);
  const worst =
    smallest(those("violated")) ?? those("error")[0] ?? smallest(those("waived")) ?? findings.find(isHindered);
  if (worst !== undefined) return withSums(worst, parts);
  return parts.length === 0 ? first : undisputed(first, parts);
}

/** The one with the fewest numbers in its case; the first of them. */
function smallest(findings: readonly Finding[]): Finding | undefined {
  const size = ({ counterexample }: Finding): number => numbersIn(counterexample?.case);
  return [...findings].sort((a, b) => size(a) - size(b))[0];
}

function numbersIn(value: unknown): number {
  if (typeof value === "number") return 1;
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce<number>((count, member) => count + numbersIn(member), 0);
}

function withSums({ part: _, ...finding }: Finding, parts: readonly Part[]): Finding {
  const { cases, undecided } = sumOf(parts.map(({ counts }) => counts));
  return { ...finding, cases, undecided };
}

/** What the whole run says of a property that nobody found violated. */
function undisputed({ property: id, title, equations, level }: Finding, parts: readonly Part[]): Finding {
  const inOrder = [...parts].sort((a, b) => a.from - b.from);
  const firstOf = (kind: keyof Part["reasons"]): Partial<Part["reasons"]> => {
    const reason = inOrder.map(({ reasons }) => reasons[kind]).find((known) => known !== undefined);
    return reason === undefined ? {} : { [kind]: reason };
  };
  const counts = sumOf(parts.map((part) => part.counts));
  const reasons = { ...firstOf("undecided"), ...firstOf("skipped") };
  const search = { counts, reasons, violation: undefined, crash: undefined, path: undefined };
  // Of the law itself only its name is told.
  return findingOf({ id, title, equations, level } as Property, search, () => "");
}

export function sumOf(all: readonly Counts[]): Counts {
  const sum = { cases: 0, held: 0, violated: 0, undecided: 0, skipped: 0 };
  for (const counts of all) for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += counts[key];
  return sum;
}

/** The one that went uncaught, if any; else that of the first shard, which is the one of the run that was not split. */
function canaryOf(shards: readonly Report[]): Canary | undefined {
  const canaries = shards.flatMap(({ canary }) => canary ?? []);
  return canaries.find(({ caughtBy }) => caughtBy === null) ?? canaries[0];
}

function waiversOf(shards: readonly Report[]): WaiverCheck | undefined {
  const checks = shards.flatMap(({ waivers }) => waivers ?? []);
  if (checks.length === 0) return undefined;
  const all = (kind: keyof WaiverCheck): string[] => [...new Set(checks.flatMap((check) => check[kind]))];
  return { faults: all("faults"), notes: all("notes") };
}
