/**
 * The report as results.json of a Gradescope autograder (spec/report.md): one test per chapter of the specification, one point per property.
 *
 * A property counts for the chapter of its first equation. Held: 1 of 1. Violated, broken, undecided, or not asked any more because the subject
 * had broken: 0 of 1. Skipped for want of support, or waived: not counted, neither as a point nor among those to be had, but named.
 */
import { equations } from "../../spec/equations.js";
import { json } from "../model/index.js";
import { briefly, bySource, detailLines, type DetailOptions } from "./finding-summary.js";
import { visible } from "./markup.js";
import type { Finding, Report } from "./report.js";
import { isHindered } from "./verdict.js";
import {
  caseCounts,
  meaningOf,
  numberOf,
  propertyCounts,
  settingOf,
  statusSigns,
  statuses,
  subjectName,
} from "./verdict-summary.js";

/** In the order of the specification. */
const chapters = [...new Set(Object.values(equations).map(({ chapter }) => chapter))];
/** For properties that name no equation. */
const noChapter = "beside the chapters";

interface ChapterTest {
  readonly name: string;
  readonly score: number;
  readonly max_score: number;
  readonly status: "passed" | "failed";
  readonly output: string;
}

export function renderGradescope(report: Report, options: DetailOptions = {}): string {
  const isBroken = report.canary?.caughtBy === null;
  const tests = [...chapters, noChapter].flatMap((chapter) => {
    const own = report.findings.filter((finding) => chapterOf(finding) === chapter);
    return own.some(isCounted) ? [chapterTest(chapter, own, isBroken, options)] : [];
  });
  const total = (key: "score" | "max_score"): number => tests.reduce((sum, test) => sum + test[key], 0);
  return json.pretty({
    score: total("score"),
    output: summaryOf(report),
    visibility: "visible",
    extra_data: { max_score: total("max_score"), verdict: report.verdict, seed: report.seed, version: report.version },
    tests,
  });
}

function chapterOf({ equations: [first] }: Finding): string {
  return first === undefined ? noChapter : equations[first].chapter;
}

/** Who breaks early must not be better off than who answers wrongly. */
function isCounted(finding: Finding): boolean {
  return isHindered(finding) || (finding.status !== "skipped" && finding.status !== "waived");
}

/** @param isBroken - whether the gate itself is, so that no point can be given. */
function chapterTest(chapter: string, own: readonly Finding[], isBroken: boolean, options: DetailOptions): ChapterTest {
  const score = isBroken ? 0 : numberOf(own, "held");
  const most = own.filter(isCounted).length;
  return {
    name: chapter === noChapter ? chapter : `${chapter} (spec/${chapter}.md)`,
    score,
    max_score: most,
    status: score === most ? "passed" : "failed",
    output: visible([...own.map(line), ...bySource(own).flatMap((finding) => inFull(finding, options))].join("\n")),
  };
}

function line(finding: Finding): string {
  const { property, title, status } = finding;
  const { sign, word } = statusSigns[status];
  const why = isShownBelow(finding) ? "" : briefly(finding);
  return `${sign} ${word} ${property}: ${title}${why === "" ? "" : ` (${why})`}`;
}

function isShownBelow({ status }: Finding): boolean {
  return status === "violated" || status === "error";
}

function inFull(finding: Finding, options: DetailOptions): string[] {
  if (!isShownBelow(finding)) return [];
  const { sign, word } = statusSigns[finding.status];
  return [
    "",
    `${sign} ${word.toUpperCase()} ${finding.property}`,
    ...detailLines(finding, options).map((text) => `  ${text}`),
  ];
}

function summaryOf(report: Report): string {
  const { verdict, findings, waivers } = report;
  const uncounted = statuses.flatMap((status) =>
    findings.filter((finding) => finding.status === status && !isCounted(finding)),
  );
  return visible(
    [
      `${verdict.toUpperCase()}: ${meaningOf(report)}.`,
      `${subjectName(report)}, ${settingOf(report)}`,
      `${propertyCounts(findings)}; ${caseCounts(report)}.`,
      ...(waivers === undefined ? [] : [...waivers.faults, ...waivers.notes]),
      ...(uncounted.length === 0
        ? []
        : ["", "Not counted, for they were not asked, or are waived:", ...uncounted.map(line)]),
    ].join("\n"),
  );
}
