/** What a run as a whole amounts to. */
import type { Counts, Finding, RunVerdict } from "./report.js";

/** Below this share of decided cases, among those the subject did not skip, a run has shown too little to be called a pass. */
const enough = 1 / 2;

/** How the reason of a property begins that was not asked, or not to the end, because the subject or the run had come to an end. */
const hindered = "not asked: ";

export function hinderedBecause(why: string): string {
  return hindered + why;
}

export function isHindered({ status, reason }: Finding): boolean {
  return status === "skipped" && reason !== null && reason.startsWith(hindered);
}

/**
 * A violation needs no second opinion, so it outweighs an error; and without a property that was decided nothing has passed. What is waived was
 * decided, and is no failure; but it does not stand for the properties that could not be asked any more.
 *
 * @param isCut - whether the run was ended before it was through.
 */
export function verdictOf(findings: readonly Finding[], counts: Counts, isCut = false): RunVerdict {
  const { cases, held, violated, skipped } = counts;
  const statuses = new Set(findings.map(({ status }) => status));
  if (statuses.has("violated")) return "fail";
  if (statuses.has("error") || isCut || findings.some(isHindered)) return "error";
  const isDecided = statuses.has("held") || statuses.has("waived");
  return isDecided && held + violated >= enough * (cases - skipped) ? "pass" : "inconclusive";
}
