/** Annotations of a run of GitHub Actions (spec/report.md): one line per violated property, the nearest to the cause first. */
import { briefly, bySource } from "./finding-summary.js";
import { countOf } from "./layout.js";
import { oneLine, visible } from "./markup.js";
import type { Finding, Report } from "./report.js";
import { runFaults } from "./verdict-summary.js";

/** "" for a run that nothing is wrong with. GitHub shows the first ten. */
export function renderGithub(report: Report): string {
  const { findings } = report;
  const violated = findings.filter(({ status }) => status === "violated");
  const lines = [
    ...runFaults(report).map((fault) => annotation(report.verdict, [fault])),
    ...bySource(violated).map((finding) => annotation(finding.property, paragraphs(finding))),
    ...errorLines(findings.filter(({ status }) => status === "error")),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** What broke broke the same way for many properties: one line for each way. */
function errorLines(errors: readonly Finding[]): string[] {
  const ways = [...new Set(errors.map(briefly))];
  return ways.map((way) => {
    const alike = errors.filter((finding) => briefly(finding) === way) as [Finding, ...Finding[]];
    const [first] = alike;
    const more = alike.length === 1 ? "" : ` and ${countOf(alike.length - 1, "more property", "more properties")}`;
    return annotation(`${first.property}${more} could not be judged`, paragraphs(first));
  });
}

function paragraphs(finding: Finding): string[] {
  const { title, replay } = finding;
  return [oneLine(title), briefly(finding), ...(replay === null ? [] : [replay])].filter((text) => text !== "");
}

function annotation(title: string, lines: readonly string[]): string {
  return `::error title=${property(`gradproof: ${oneLine(title)}`)}::${data(visible(lines.join("\n")))}`;
}

/** The message of a workflow command; the percent sign first, for the others bring it in. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** A parameter of a workflow command. */
function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
