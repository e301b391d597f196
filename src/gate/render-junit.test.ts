import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { oneLine, visible } from "./markup.js";
import { renderJunit } from "./render-junit.js";
import type { Report } from "./report.js";
import { filesOf, isThere, read } from "./testing/python.js";
import { idsOf, someReports } from "./testing/reports.js";
import { runFaults, subjectName } from "./verdict-summary.js";

interface Reading {
  readonly etree: {
    readonly root: Readonly<Record<string, string>>;
    readonly suites: readonly Readonly<Record<string, string>>[];
    readonly properties: Readonly<Record<string, string>>;
    readonly cases: readonly {
      readonly suite: string;
      readonly classname: string;
      readonly name: string;
      readonly outcome: "failure" | "error" | "skipped" | null;
      readonly message: string | null;
      readonly text: string | null;
      readonly said: string | null;
    }[];
  };
  readonly junitparser: Readonly<Record<string, number>> | null;
}

const schema = join(import.meta.dirname, "testing", "junit.xsd");
const byHand = (): readonly string[] => ["]]> \u0000 by hand"];
const files = filesOf(
  someReports.map((report) => renderJunit(report, { byHand })),
  "xml",
);
const readings = read("read_junit.py", files) as readonly Reading[] | undefined;

/** Each report with what Python's parser made of it. */
const pairs: readonly (readonly [Report, Reading])[] = (readings ?? []).map((reading, position) => [
  someReports[position] as Report,
  reading,
]);

const isWellFormed = (file: string): boolean => {
  try {
    execFileSync("xmllint", ["--noout", "--schema", schema, file], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
};

describe("JUnit XML", () => {
  it("obeys the schema", (context) => {
    if (!isThere("xmllint")) return context.skip("there is no xmllint (Debian: libxml2-utils)");
    execFileSync("xmllint", ["--noout", "--schema", schema, ...files], { stdio: "pipe" });
  });

  it("breaks the schema when it is tampered with", (context) => {
    if (!isThere("xmllint")) return context.skip("there is no xmllint (Debian: libxml2-utils)");
    const good = renderJunit(someReports.find(({ findings }) => findings.length > 1) as Report);
    const bad = [
      good.replace(/<testcase/, "<testkase"),
      good.replace(/ errors="\d+"/, ""),
      good.replace(/ tests="\d+"/, ' tests="many"'),
      good.replace(/<testcase .*\n/, "$&$&"),
    ];
    expect(filesOf([good, ...bad], "xml").map(isWellFormed)).toEqual([true, false, false, false, false]);
  });

  it("says of each property once what became of it, in words that Python reads back", (context) => {
    if (readings === undefined) return context.skip("there is no Python");
    for (const [report, { etree }] of pairs) {
      const own = etree.cases.filter(({ classname }) => classname !== "gradproof.run");
      const level = (name: "core" | "edge"): string[] =>
        report.findings.filter((finding) => finding.level === name).map(({ property }) => property);
      const idOf = ({ name }: { readonly name: string }): string => name.slice(0, name.indexOf(":"));
      expect(own.map(idOf)).toEqual([...level("core"), ...level("edge")]);
      const told = (outcome: string | null): string[] =>
        own
          .filter((found) => found.outcome === outcome)
          .map(idOf)
          .sort();
      expect(told("failure")).toEqual(idsOf(report, "violated").sort());
      expect(told("error")).toEqual(idsOf(report, "error").sort());
      expect(told("skipped")).toEqual(idsOf(report, "skipped", "inconclusive", "waived").sort());
      expect(told(null)).toEqual(idsOf(report, "held").sort());
      for (const found of own) {
        const {
          title,
          property,
          level: at,
          status,
          reason,
        } = report.findings.find(({ property: id }) => id === idOf(found))!;
        expect(found.name).toBe(oneLine(`${property}: ${title}`));
        expect(found.classname).toBe(`gradproof.${property.split("/")[0]}`);
        expect(found.suite).toBe(`gradproof ${at}`);
        const words = { skipped: "skipped", inconclusive: "undecided", waived: "waived" } as Record<string, string>;
        if (found.outcome === "skipped") expect(found.message).toMatch(new RegExp(`^${words[status]}`));
        expect(found.said !== null).toBe(status === "held" && oneLine(reason ?? "") !== "");
        if (found.text !== null && found.outcome !== null) expect(found.text).toMatch(/^law\b/);
      }
    }
  });

  it("counts right, as a second reader confirms", (context) => {
    if (readings === undefined) return context.skip("there is no Python");
    for (const [report, { etree, junitparser }] of pairs) {
      const extra = Math.min(1, runFaults(report).length);
      const counts = {
        tests: report.findings.length + extra,
        failures: idsOf(report, "violated").length,
        errors: idsOf(report, "error").length + extra,
      };
      expect(etree.root).toEqual({
        name: "gradproof",
        ...Object.fromEntries(Object.entries(counts).map(([key, value]) => [key, String(value)])),
      });
      const sums = ["tests", "failures", "errors", "skipped"].map((key) => [
        key,
        etree.suites.reduce((sum, suite) => sum + Number(suite[key]), 0),
      ]);
      const skipped = idsOf(report, "skipped", "inconclusive", "waived").length;
      expect(Object.fromEntries(sums)).toEqual({ ...counts, skipped });
      if (junitparser !== null) expect(junitparser).toEqual({ ...counts, skipped });
    }
  });

  it("was read by junitparser too", (context) => {
    if (readings?.[0]?.junitparser == null)
      return context.skip("there is no junitparser (Debian: python3-junitparser)");
    expect(readings.every(({ junitparser }) => junitparser !== null)).toBe(true);
  });

  it("never looks better than the verdict: an error of its own says what the properties do not", (context) => {
    if (readings === undefined) return context.skip("there is no Python");
    for (const [report, { etree }] of pairs) {
      const run = etree.cases.filter(({ classname }) => classname === "gradproof.run");
      const faults = runFaults(report);
      expect(run.map(({ outcome }) => outcome)).toEqual(faults.length === 0 ? [] : ["error"]);
      for (const { message } of run) for (const fault of faults) expect(message).toContain(oneLine(fault));
      const isRed = etree.cases.some(({ outcome }) => outcome === "failure" || outcome === "error");
      if (report.verdict !== "pass") expect(isRed).toBe(true);
    }
  });

  it("names the subject, the seed and the version", (context) => {
    if (readings === undefined) return context.skip("there is no Python");
    for (const [report, { etree }] of pairs.filter(([{ findings }]) => findings.length > 0)) {
      const { verdict } = report;
      const part = report.shard === null ? {} : { shard: "2/5" };
      const known = { subject: subjectName(report), precision: "f64", seed: "42", ...part, version: "0.1.0", verdict };
      expect(etree.properties).toEqual(known);
    }
  });

  it("tells the finding in full, its calculation by hand included", () => {
    const findings = someReports
      .flatMap((report) => report.findings)
      .filter(({ status, counterexample, replay }) => status === "violated" && counterexample && replay === null);
    const report: Report = { ...(someReports[0] as Report), findings: findings.slice(0, 1) };
    const text = renderJunit(report, { byHand: () => ["2 · 3 = 6 < 7"] });
    expect(text).toContain("by hand\n  2 · 3 = 6 &lt; 7</failure>\n");
    expect(text).toContain("smallest case\n");
    expect(visible(text)).toBe(text);
  });
});
