/** From what a search brought to light to what the report says of the property. */
import { SubjectError } from "../subject/index.js";
import { causally, locate } from "./located.js";
import type { Property } from "./property.js";
import type { Counterexample, Finding, Status } from "./report.js";
import type { Search } from "./search.js";

/** @param replay - the command that asks the case at the end of the path again. */
export function findingOf(property: Property, search: Search, replay: (path: string) => string): Finding {
  const counterexample = counterexampleOf(search);
  return {
    ...blank(property),
    status: statusOf(search),
    cases: search.counts.cases,
    undecided: search.counts.undecided,
    reason: reasonOf(search),
    counterexample,
    located: locate(counterexample?.mismatches ?? []),
    replay: search.path === undefined ? null : replay(search.path),
  };
}

/** A property that was not asked about. */
export function notAsked(property: Property, status: "skipped" | "error", reason: string): Finding {
  return { ...blank(property), status, reason };
}

function blank({ id, title, equations, level }: Property): Finding {
  return {
    property: id,
    title,
    equations,
    level,
    status: "held",
    cases: 0,
    undecided: 0,
    reason: null,
    counterexample: null,
    diagnosis: [],
    located: null,
    replay: null,
  };
}

function statusOf({ violation, crash, counts }: Search): Status {
  if (violation !== undefined) return "violated";
  if (crash !== undefined) return "error";
  return counts.held > 0 ? "held" : "inconclusive";
}

function counterexampleOf({ violation, crash }: Search): Counterexample | null {
  if (violation !== undefined) {
    const { question, mismatches, reason } = violation;
    return { case: question, mismatches: causally(mismatches), ...(reason === undefined ? {} : { message: reason }) };
  }
  if (crash?.question === undefined) return null;
  return { case: crash.question, mismatches: [], message: explainCrash(crash.error) };
}

function reasonOf(search: Search): string | null {
  const { violation, crash, counts } = search;
  if (crash !== undefined) {
    const message = explainCrash(crash.error);
    if (violation === undefined) return message;
    return `the case may not be the smallest, for another one could not be judged: ${message}`;
  }
  if (violation !== undefined) return null;
  if (counts.cases === 0)
    return "no case was generated; a replay token may come from another version, or other declarations";
  if (counts.held === 0) return `none of ${counts.cases} cases decided anything: ${shortfall(search)}`;
  return counts.skipped === 0 ? null : `decided by ${counts.held} of ${counts.cases} cases: ${shortfall(search)}`;
}

/** "3 skipped by the subject (first: …), 2 undecided (first: …)". */
function shortfall({ counts, reasons }: Search): string {
  const parts = [];
  if (counts.skipped > 0) parts.push(`${counts.skipped} skipped by the subject (first: ${reasons.skipped})`);
  if (counts.undecided > 0) parts.push(`${counts.undecided} undecided (first: ${reasons.undecided})`);
  return parts.join(", ");
}

/** In the subject's own terms when the subject broke; otherwise saying that it is not to blame. */
export function explainCrash(error: unknown): string {
  if (error instanceof SubjectError) return error.message;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `the property itself failed, which is a fault of gradproof and not of the subject: ${what}`;
}
