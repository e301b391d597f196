/** The report as JUnit XML, which Jenkins, GitLab and others read (spec/report.md): a suite per level, a test case per property. */
import { briefly, detailLines, familyOf, type DetailOptions } from "./finding-summary.js";
import { escaped, oneLine } from "./markup.js";
import type { Finding, Report } from "./report.js";
import { numberOf, runFaults, statusSigns, subjectName } from "./verdict-summary.js";

/** No times: the same seed gives the same bytes. */
export function renderJunit(report: Report, options: DetailOptions = {}): string {
  const { findings } = report;
  const faults = runFaults(report);
  const levels = (["core", "edge"] as const).map((level) => findings.filter((finding) => finding.level === level));
  const suites = levels.filter((own) => own.length > 0).map((own) => suite(report, own, options));
  const all = [...suites, ...(faults.length === 0 ? [] : [suiteOfTheRun(report, faults)])];
  const extra = all.length - suites.length;
  const counts = { tests: findings.length + extra, failures: numberOf(findings, "violated") };
  const errors = numberOf(findings, "error") + extra;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: "gradproof", ...counts, errors })}>`,
    ...all.flat(),
    "</testsuites>",
    "",
  ].join("\n");
}

function suite(report: Report, own: readonly Finding[], options: DetailOptions): string[] {
  const counts = {
    tests: own.length,
    failures: numberOf(own, "violated"),
    errors: numberOf(own, "error"),
    skipped: numberOf(own, "skipped", "inconclusive", "waived"),
  };
  return [
    `  <testsuite${attributes({ name: `gradproof ${(own[0] as Finding).level}`, ...counts })}>`,
    ...properties(report),
    ...own.flatMap((finding) => testCase(finding, options)),
    "  </testsuite>",
  ];
}

/** What is not to be seen from any property is seen from a test case of its own. */
function suiteOfTheRun(report: Report, faults: readonly string[]): string[] {
  const counts = { tests: 1, failures: 0, errors: 1, skipped: 0 };
  const name = attributes({ classname: "gradproof.run", name: "the run as a whole" });
  return [
    `  <testsuite${attributes({ name: "gradproof run", ...counts })}>`,
    ...properties(report),
    `    <testcase${name}>`,
    `      <error${attributes({ type: report.verdict, message: faults.join("; ") })}/>`,
    "    </testcase>",
    "  </testsuite>",
  ];
}

function properties(report: Report): string[] {
  const { version, seed, verdict, subject, shard } = report;
  const part = shard === null ? {} : { shard: `${shard.index}/${shard.count}` };
  const known = { subject: subjectName(report), precision: subject.precision, seed, ...part, version, verdict };
  return [
    "    <properties>",
    ...Object.entries(known).map(([name, value]) => `      <property${attributes({ name, value })}/>`),
    "    </properties>",
  ];
}

function testCase(finding: Finding, options: DetailOptions): string[] {
  const { property, title } = finding;
  const start = `    <testcase${attributes({ classname: `gradproof.${familyOf(finding)}`, name: `${property}: ${title}` })}`;
  const result = outcome(finding, options);
  return result === undefined ? [`${start}/>`] : [`${start}>`, `      ${result}`, "    </testcase>"];
}

/** Nothing for what held: whatever was not decided is skipped, and says why. What held on fewer cases than were asked says so beside. */
function outcome(finding: Finding, options: DetailOptions): string | undefined {
  const { status } = finding;
  const brief = briefly(finding);
  if (status === "held") return brief === "" ? undefined : `<system-out>${escaped(brief)}</system-out>`;
  if (status === "violated" || status === "error") {
    const element = status === "violated" ? "failure" : "error";
    const text = escaped(detailLines(finding, options).join("\n"));
    return `<${element}${attributes({ type: status, message: brief })}>${text}</${element}>`;
  }
  const { word } = statusSigns[status];
  return `<skipped${attributes({ message: brief === "" ? word : `${word}: ${brief}` })}/>`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(oneLine(String(value)))}"`)
    .join("");
}
