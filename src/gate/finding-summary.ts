/** A finding in a line, and in full as plain text: what the reports for machines and for pages share. */
import { describePlace } from "../compare/index.js";
import { numberText } from "./case-text.js";
import { findingLines } from "./finding-text.js";
import { painter, shortened } from "./layout.js";
import { compareCausally } from "./located.js";
import { oneLine } from "./markup.js";
import type { TextOptions } from "./render-text.js";
import type { Counterexample, Finding } from "./report.js";

/** The calculation by hand, which the gate is handed as text. */
export type DetailOptions = Pick<TextOptions, "byHand">;

/** A message of a subject may be a page long; its beginning tells which it is. */
const longestBrief = 300;

/** What is wrong, or why nothing was decided, on one line; "" for a property that held everywhere. */
export function briefly(finding: Finding): string {
  const { status, reason, counterexample } = finding;
  const wrong = counterexample === null ? [] : [whatIsWrong(counterexample), ...causeOf(finding)];
  const isReasonFirst = status !== "violated" && status !== "error" && reason !== null;
  const parts = isReasonFirst
    ? [reason, ...wrong]
    : [...wrong, ...(wrong.length === 0 && reason !== null ? [reason] : [])];
  return oneLine(shortened(oneLine(parts.filter((part) => part !== "").join("; ")), longestBrief));
}

function whatIsWrong({ mismatches: [first], message = "", case: question }: Counterexample): string {
  if (first === undefined) return message;
  // The sign of a zero makes no difference to a range: -0 + 0 is 0.
  const [lo, hi] = first.range.map((end) => numberText(end + 0));
  const acceptable = lo === hi ? `${lo} alone` : `${lo} to ${hi}`;
  return `${describePlace(first, question)} is ${numberText(first.got)}, acceptable is ${acceptable}`;
}

function causeOf({ diagnosis: [best] }: Finding): string[] {
  return best === undefined ? [] : [`${best.title} (${best.mutant})`];
}

/** The finding in full as the report for a terminal has it, without colours, indentation and its heading. */
export function detailLines(finding: Finding, { byHand }: DetailOptions = {}): string[] {
  const { status, counterexample } = finding;
  const calculation = status === "error" || counterexample === null ? [] : (byHand?.(counterexample) ?? []);
  // What is waived is still a violation, and is told as one.
  const told: Finding = status === "waived" ? { ...finding, status: "violated" } : finding;
  const [, ...lines] = findingLines(told, painter(false), calculation);
  return lines.map((line) => line.slice(2));
}

/** What is no wrong number first, for nothing else can be relied on then; after that the earliest step of the computation. */
export function bySource(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(({ located: a }, { located: b }) =>
    a === null || b === null ? Number(a !== null) - Number(b !== null) : compareCausally(a, b),
  );
}

/** What a page shows in full: violations, what broke, and what is wrong but waived; of each the cause first. */
export function shownInFull(findings: readonly Finding[]): Finding[] {
  return (["violated", "error", "waived"] as const).flatMap((wanted) =>
    bySource(findings.filter((finding) => finding.status === wanted && isShownInFull(finding))),
  );
}

export function isShownInFull({ status, counterexample }: Finding): boolean {
  return status === "violated" || status === "error" || (status === "waived" && counterexample !== null);
}

/** "backward" of "backward/weights". */
export function familyOf({ property }: Finding): string {
  return property.split("/")[0] as string;
}
