/** The report for a person at a terminal: a table of all properties, the violations in detail, the verdict. */
import { bySource } from "./finding-summary.js";
import { findingLines } from "./finding-text.js";
import {
  countOf,
  labelled,
  labelWidth,
  painter,
  shortened,
  textWidth,
  wrap,
  type Colour,
  type Paint,
} from "./layout.js";
import { oneLine } from "./markup.js";
import type { Counterexample, Finding, Report, RunVerdict, Status } from "./report.js";
import { isUndeclaredConvention } from "./verdict-summary.js";

/** After these the reader has enough to mend. */
const detailedViolations = 3;
/** An error of the subject is the only one; errors of gradproof tend to be all the same. */
const detailedErrors = 1;

const statusWords: Readonly<Record<Status, { readonly word: string; readonly colour: Colour }>> = {
  held: { word: "held", colour: "green" },
  violated: { word: "VIOLATED", colour: "red" },
  skipped: { word: "skipped", colour: "yellow" },
  inconclusive: { word: "undecided", colour: "yellow" },
  error: { word: "ERROR", colour: "red" },
  waived: { word: "waived", colour: "yellow" },
};

const verdictColours: Readonly<Record<RunVerdict, Colour>> = {
  pass: "green",
  fail: "red",
  error: "red",
  inconclusive: "yellow",
};

export interface TextOptions {
  /** Whether to write the codes that terminals understand as colours. */
  readonly colour?: boolean;
  /** The calculation by hand that leads to what is wrong, line by line; none where there is nothing to show. */
  readonly byHand?: (counterexample: Counterexample) => readonly string[];
}

export function renderText(report: Report, options: TextOptions = {}): string {
  const paint = painter(options.colour ?? false);
  const title = paint("bold", shortened(heading(report), textWidth));
  const { findings } = report;
  const lines = [
    title,
    "",
    ...tableLines(findings, paint),
    ...details(findings, paint, options),
    "",
    ...conclusion(report, paint),
  ];
  return `${lines.join("\n")}\n`;
}

function heading({ version, subject, seed }: Report): string {
  const { name, version: number, language } = subject.implementation;
  const who = [name, number, language === undefined ? undefined : `(${language})`]
    .filter((part) => part !== undefined)
    .join(" ");
  return `gradproof ${version}: ${oneLine(who)}, ${subject.precision}, seed ${seed}`;
}

function tableLines(findings: readonly Finding[], paint: Paint): string[] {
  const idWidth = Math.max("property".length, ...findings.map(({ property }) => property.length));
  const row = (status: string, cases: string, undecided: string, id: string): string =>
    `${status.padEnd(9)}  ${cases.padStart(6)}  ${undecided.padStart(9)}  ${id.padEnd(idWidth)}  `;
  const lines = findings.flatMap((finding, position) => {
    const { word, colour } = statusWords[finding.status];
    const start = row(word, String(finding.cases), String(finding.undecided), finding.property);
    const line = shortened(start + finding.title, textWidth);
    return [
      paint(colour, line.slice(0, word.length)) + line.slice(word.length),
      ...reasonLines(finding, findings[position - 1]),
    ];
  });
  return [`${row("status", "cases", "undecided", "property")}law`, ...lines];
}

/** Violations and errors have their details below; what holds for a row of properties is said once. */
function reasonLines({ status, reason }: Finding, above: Finding | undefined): string[] {
  if (reason === null || reason === above?.reason || status === "violated" || status === "error") return [];
  return wrap(oneLine(reason), textWidth - labelWidth).map((line) => " ".repeat(labelWidth) + line);
}

function details(findings: readonly Finding[], paint: Paint, { byHand }: TextOptions): string[] {
  const violated = bySource(findings.filter(({ status }) => status === "violated"));
  const errors = findings.filter(({ status }) => status === "error");
  const detailed = [...violated.slice(0, detailedViolations), ...errors.slice(0, detailedErrors)];
  const others = [...violated.slice(detailedViolations), ...errors.slice(detailedErrors)];
  const calculation = ({ status, counterexample }: Finding): readonly string[] =>
    status === "violated" && counterexample !== null ? (byHand?.(counterexample) ?? []) : [];
  const lines = detailed.flatMap((finding) => ["", ...findingLines(finding, paint, calculation(finding))]);
  if (others.length === 0) return lines;
  const names = others.map(({ property }) => property).join(", ");
  return [
    ...lines,
    "",
    ...wrap(`Not shown in detail, for what is shown is likely to cause the rest: ${names}.`, textWidth),
  ];
}

function conclusion(report: Report, paint: Paint): string[] {
  const lines = wrap(sentence(report), textWidth - labelWidth);
  const verdict = report.verdict.toUpperCase();
  const [first = "", ...others] = lines;
  return [
    ...canaryLines(report, paint),
    ...(report.waivers?.faults ?? []).flatMap((fault) => labelled("waiver", fault)),
    ...(["core", "edge"] as const).flatMap((level) => levelLine(level, report.findings)),
    `${paint(verdictColours[report.verdict], verdict)}${" ".repeat(labelWidth - verdict.length)}${first}`,
    ...others.map((line) => " ".repeat(labelWidth) + line),
  ];
}

function canaryLines({ canary }: Report, paint: Paint): string[] {
  if (canary === undefined) return [];
  const { mutant, caughtBy } = canary;
  if (caughtBy !== null) return [`${"canary".padEnd(labelWidth)}${mutant} was caught by ${caughtBy}`];
  return [`${"canary".padEnd(labelWidth)}${paint("red", `${mutant} was NOT caught`)}`];
}

function levelLine(level: Finding["level"], findings: readonly Finding[]): string[] {
  const own = findings.filter((finding) => finding.level === level);
  if (own.length === 0) return [];
  const parts = (Object.keys(statusWords) as Status[]).flatMap((status) => {
    const number = own.filter((finding) => finding.status === status).length;
    return number === 0 ? [] : [`${number} ${statusWords[status].word.toLowerCase()}`];
  });
  return [`${level.padEnd(labelWidth)}${parts.join(", ")}`];
}

/** What the verdict means, to somebody who has read nothing else. */
function sentence({ verdict, findings, counts, canary }: Report): string {
  const number = (status: Status): number => findings.filter((finding) => finding.status === status).length;
  const total = countOf(findings.length, "property", "properties");
  const violated = number("violated");
  const failed = number("error") === 0 ? "" : ` ${number("error")} could not be judged.`;
  const share = Math.round((counts.undecided / Math.max(1, counts.cases)) * 100);
  const undecided = `${counts.undecided} undecided (${share} %)`;
  const asked = `${countOf(counts.cases, "case")} asked, ${undecided}, ${counts.skipped} skipped by the subject`;
  if (canary?.caughtBy === null)
    return `The gate itself is broken, so nothing above counts: a known mistake, ${canary.mutant}, went uncaught.`;
  switch (verdict) {
    case "pass":
      return `No wrong number was found; ${number("held")} of ${total} held. ${asked}.`;
    case "fail":
      if (violated === 0) return `A waiver does not fit any more, so this is not a pass.${failed} ${asked}.`;
      return findings.filter(({ status }) => status === "violated").every(isUndeclaredConvention)
        ? `The subject departs from its declaration: it violates ${violated} of ${total}, each as a convention does that it has not declared.${failed} ${asked}.`
        : `The subject gives a wrong answer: it violates ${violated} of ${total}.${failed} ${asked}.`;
    case "error":
      return `The run could not be completed; ${number("held")} of ${total} held until then. ${asked}.`;
    case "inconclusive":
      return counts.held === 0
        ? `Nothing was decided, so this is not a pass: none of ${total} held. ${asked}.`
        : `Too little was decided, so this is not a pass: ${counts.held} of ${countOf(counts.cases, "case")}. ${asked}.`;
  }
}
