/** Known deviations: which violations a project has decided to live with, and whether that decision still fits. */
import type { Finding, Report, WaiverCheck } from "./report.js";
import { verdictOf } from "./verdict.js";

/** One entry of a file of waivers (spec/waivers.schema.json). */
export interface Waiver {
  /** The property's id, or a pattern; for messages. */
  readonly property: string;
  readonly matches: (property: string) => boolean;
  readonly reason: string;
  /** A link. */
  readonly issue?: string;
  /** The last day on which it waives, as "YYYY-MM-DD". */
  readonly expires?: string;
}

export interface WaiverOptions {
  /** As "YYYY-MM-DD". */
  readonly today: string;
  /** The ids of all properties there are, asked in this run or not. */
  readonly known: readonly string[];
}

/**
 * The report with each violation that a waiver matches waived. An error and what was not decided are never waived. A waiver that matches no
 * property there is, or one that holds, is a fault, since it would hide the next mistake; not so in a shard, which sees a share of the cases.
 */
export function withWaivers(report: Report, waivers: readonly Waiver[], options: WaiverOptions): Report {
  const live = waivers.filter((waiver) => !isExpired(waiver, options));
  const findings = report.findings.map((finding) => waived(finding, live));
  const checks = waivers.map((waiver) => check(waiver, report, options));
  const faults = checks.flatMap((one) => one.faults);
  const notes = checks.flatMap((one) => one.notes);
  const { verdict } = report;
  // What had failed may now pass; an error or too little decided is no waiver's business.
  const left = verdict === "fail" ? verdictOf(findings, report.counts) : verdict;
  return { ...report, verdict: faults.length > 0 ? "fail" : left, findings, waivers: { faults, notes } };
}

function waived(finding: Finding, live: readonly Waiver[]): Finding {
  const waiver = live.find(({ matches }) => matches(finding.property));
  if (finding.status !== "violated" || waiver === undefined) return finding;
  const why = waiver.issue === undefined ? waiver.reason : `${waiver.reason} (${waiver.issue})`;
  return { ...finding, status: "waived", reason: finding.reason === null ? why : `${why}; ${finding.reason}` };
}

/** Days in this form sort like text. */
function isExpired({ expires }: Waiver, { today }: WaiverOptions): boolean {
  return expires !== undefined && expires < today;
}

function check(waiver: Waiver, { findings, shard }: Report, options: WaiverOptions): WaiverCheck {
  const name = `the waiver of ${waiver.property}`;
  const note = (text: string): WaiverCheck => ({ faults: [], notes: [`${name} ${text}`] });
  const fault = (text: string): WaiverCheck => ({ faults: [`${name} ${text}`], notes: [] });
  if (!options.known.some(waiver.matches)) return fault("matches no property");
  const matched = findings.filter(({ property }) => waiver.matches(property));
  if (isExpired(waiver, options)) return note(`expired after ${waiver.expires}, so it waives nothing`);
  if (matched.length === 0) return note("is about nothing that this run was asked for");
  const namesWith = (...statuses: readonly Finding["status"][]): string =>
    matched
      .filter(({ status }) => statuses.includes(status))
      .map(({ property }) => property)
      .join(", ");
  const held = namesWith("held");
  if (held !== "" && shard === null) return fault(`is out of date: ${held} held, so remove it or narrow it down`);
  const unjudged = namesWith("skipped", "inconclusive", "error");
  return unjudged === "" ? { faults: [], notes: [] } : note(`has no say where nothing was judged: ${unjudged}`);
}
