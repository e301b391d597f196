/** The report in Markdown as GitHub reads it, for the summary of a job (spec/report.md). */
import { briefly, bySource, detailLines, shownInFull, type DetailOptions } from "./finding-summary.js";
import { oneLine, visible } from "./markup.js";
import type { Finding, Report } from "./report.js";
import {
  caseCounts,
  meaningOf,
  propertyCounts,
  settingOf,
  statusSigns,
  subjectName,
  verdictSigns,
} from "./verdict-summary.js";

/** GitHub refuses the summary of a step that is larger than 1 MiB as a whole; a quarter is left to others. */
const mostBytes = 3 * 2 ** 18;

export function renderMarkdown(report: Report, options: DetailOptions = {}): string {
  const opening = `${[...heading(report), ...tableOf(report.findings)].join("\n")}\n`;
  const details = shownInFull(report.findings).map((finding) => ({
    finding,
    text: detail(finding, options),
  }));
  const { text, leftOut } = withinLimit(opening, details);
  if (leftOut.length === 0) return text;
  const names = leftOut.map(({ property }) => code(property)).join(", ");
  return `${text}\nLeft out, for a summary has its limits: ${names}.\n`;
}

function heading(report: Report): string[] {
  const { verdict, canary, waivers, findings } = report;
  const about = [...(waivers?.faults ?? []).map((fault) => `✗ ${fault}`), ...(waivers?.notes ?? [])];
  return [
    `## ${verdictSigns[verdict]} ${verdict.toUpperCase()}: ${plain(meaningOf(report))}`,
    "",
    `${code(subjectName(report))}, ${plain(settingOf(report))}: ${propertyCounts(findings)}; ${caseCounts(report)}.`,
    ...(typeof canary?.caughtBy === "string"
      ? ["", `The known mistake ${code(canary.mutant)} was caught by ${code(canary.caughtBy)}.`]
      : []),
    ...(about.length === 0 ? [] : ["", ...about.map((text) => `- ${plain(text)}`)]),
  ];
}

/** What did not hold; what held has nothing to tell. */
function tableOf(findings: readonly Finding[]): string[] {
  const rows = Object.keys(statusSigns).flatMap((status) =>
    bySource(findings.filter((finding) => finding.status === status && status !== "held")),
  );
  if (rows.length === 0) return [];
  return ["", "| status | property | law | what |", "|---|---|---|---|", ...rows.map(row)];
}

function row(finding: Finding): string {
  const { property, title } = finding;
  return `| ${statusText(finding)} | ${code(property)} | ${plain(title)} | ${plain(briefly(finding))} |`;
}

function statusText({ status }: Finding): string {
  const { sign, word } = statusSigns[status];
  return `${sign} ${word}`;
}

/** GitHub reads Markdown inside of `details` after an empty line. */
function detail(finding: Finding, options: DetailOptions): string {
  const { property, title, replay } = finding;
  const text = detailLines({ ...finding, replay: null }, options).join("\n");
  const summary = `${statusText(finding)} ${code(property)}: ${plain(title)}`;
  return [
    "",
    `<details><summary>${summary}</summary>`,
    "",
    ...block("text", text),
    ...(replay === null ? [] : ["", "Replay:", "", ...block("sh", replay)]),
    "",
    "</details>",
    "",
  ].join("\n");
}

/** Fenced by more backticks than stand in a row anywhere in the text, so that nothing in it ends the block. */
function block(language: string, text: string): string[] {
  const runs = text.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return [fence + language, visible(text), fence];
}

/** The characters that Markdown or HTML could take for more than text, each as a reference to its number. */
function plain(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]|~<>&@:$"'#]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** An element instead of backticks, for it holds any text and stands in a table too. */
function code(text: string): string {
  return `<code>${plain(text)}</code>`;
}

interface Detail {
  readonly finding: Finding;
  readonly text: string;
}

/** The opening and as many of the details as the limit allows. */
function withinLimit(
  opening: string,
  details: readonly Detail[],
): { readonly text: string; readonly leftOut: readonly Finding[] } {
  let text = opening;
  let size = bytesOf(opening);
  const leftOut: Finding[] = [];
  for (const detail of details) {
    size += bytesOf(detail.text);
    if (size > mostBytes) leftOut.push(detail.finding);
    else text += detail.text;
  }
  return { text, leftOut };
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
