import { describe, expect, it } from "vitest";
import { equations } from "../../spec/equations.js";
import { renderGradescope } from "./render-gradescope.js";
import type { Finding, Report } from "./report.js";
import { idsOf, someReports } from "./testing/reports.js";
import { hinderedBecause, isHindered } from "./verdict.js";

interface Results {
  readonly score: number;
  readonly output: string;
  readonly visibility: string;
  readonly extra_data: { readonly max_score: number };
  readonly tests: readonly {
    readonly name: string;
    readonly score: number;
    readonly max_score: number;
    readonly status: string;
    readonly output: string;
  }[];
}

const resultsOf = (report: Report): Results => JSON.parse(renderGradescope(report)) as Results;
const isBroken = ({ canary }: Report): boolean => canary?.caughtBy === null;

const finding = (status: Finding["status"], changes: Partial<Finding> = {}): Finding => ({
  property: `a/${status}`,
  title: "a law",
  equations: ["weight-gradient", "affine"],
  level: "core",
  status,
  cases: 1,
  undecided: 0,
  reason: status === "held" || status === "violated" ? null : `because ${status}`,
  counterexample: null,
  diagnosis: [],
  located: null,
  replay: null,
  ...changes,
});

const reportOf = (...findings: Finding[]): Report => {
  const { canary: _, waivers: _waivers, ...report } = someReports[0] as Report;
  return { ...report, findings, verdict: "fail" };
};

describe("results for Gradescope", () => {
  it("give a point for what held, none for anything else, and do not count what was not asked or is waived", () => {
    for (const report of someReports) {
      const { score, tests, extra_data: extra } = resultsOf(report);
      const held = isBroken(report) ? 0 : idsOf(report, "held").length;
      expect(score).toBe(held);
      expect(tests.reduce((sum, test) => sum + test.score, 0)).toBe(held);
      const hindered = report.findings.filter(isHindered).length;
      const counted = idsOf(report, "held", "violated", "error", "inconclusive").length + hindered;
      expect(tests.reduce((sum, test) => sum + test.max_score, 0)).toBe(counted);
      expect(extra.max_score).toBe(counted);
      for (const test of tests) expect(test.status).toBe(test.score === test.max_score ? "passed" : "failed");
    }
  });

  it("tell each property in the chapter of its first equation, and what is violated in full", () => {
    for (const report of someReports) {
      const { tests, output } = resultsOf(report);
      for (const finding of report.findings) {
        const { property, status, equations: ids } = finding;
        const chapter = ids[0] === undefined ? "beside the chapters" : equations[ids[0]].chapter;
        const where = tests.filter((test) => new RegExp(`^. \\w+ ${property}: `, "m").test(test.output));
        const isCounted = isHindered(finding) || (status !== "skipped" && status !== "waived");
        const isTold = isCounted || tests.some((test) => test.name.startsWith(chapter));
        expect(where.map(({ name }) => name.split(" (")[0])).toEqual(isTold ? [chapter] : []);
        expect(new RegExp(`^. (skipped|waived) ${property}: `, "m").test(output)).toBe(!isCounted);
        const [test] = where;
        const full = new RegExp(`^. (VIOLATED|ERROR) ${property}\\n {2}law\\b`, "m");
        expect(full.test(test?.output ?? "")).toBe(status === "violated" || status === "error");
      }
    }
  });

  it("hold what the format knows, with numbers for scores", () => {
    const findings = [finding("held"), finding("violated"), finding("skipped"), finding("inconclusive")];
    const results = resultsOf(reportOf(...findings));
    expect(Object.keys(results)).toEqual(["score", "output", "visibility", "extra_data", "tests"]);
    expect(results.visibility).toBe("visible");
    const [test] = results.tests;
    expect(results.tests).toHaveLength(1);
    expect(test).toMatchObject({ name: "backward (spec/backward.md)", score: 1, max_score: 3, status: "failed" });
    expect(test?.output).toContain(
      "✓ held a/held: a law\n✗ violated a/violated: a law\n– skipped a/skipped: a law (because skipped)\n" +
        "? undecided a/inconclusive: a law (because inconclusive)\n\n✗ VIOLATED a/violated\n  law ",
    );
    expect(results.output).toContain("– skipped a/skipped: a law (because skipped)");
  });

  it("never pass what was skipped: a chapter of which nothing was asked is no test", () => {
    const results = resultsOf(
      reportOf(finding("skipped"), finding("waived"), finding("held", { equations: ["affine"] })),
    );
    expect(results.tests.map(({ name }) => name)).toEqual(["forward (spec/forward.md)"]);
    expect(resultsOf(reportOf(finding("skipped")))).toMatchObject({ score: 0, tests: [] });
    expect(resultsOf(reportOf())).toMatchObject({ score: 0, tests: [] });
  });

  it("do not spare whoever breaks early: what could not be asked any more counts", () => {
    const gone = finding("skipped", { reason: hinderedBecause("the subject could not be run any more") });
    const results = resultsOf(reportOf(finding("held"), finding("error"), gone));
    expect(results).toMatchObject({ score: 1, tests: [{ score: 1, max_score: 3, status: "failed" }] });
  });

  it("give no point where the gate itself is broken", () => {
    const broken = { ...reportOf(finding("held")), canary: { mutant: "m/x", caughtBy: null } };
    expect(resultsOf(broken)).toMatchObject({ score: 0, tests: [{ score: 0, max_score: 1, status: "failed" }] });
    expect(resultsOf(broken).output).toContain("the gate itself is broken");
  });

  it("keep the chapters in the order of the specification", () => {
    const ids = ["numerics", "batch", "backward", "forward"] as const;
    const first = (chapter: string): Finding["equations"] => [
      (Object.keys(equations) as Finding["equations"][number][]).find((id) => equations[id].chapter === chapter)!,
    ];
    const findings = ids.map((chapter) => finding("held", { property: `a/${chapter}`, equations: first(chapter) }));
    const names = resultsOf(reportOf(...findings)).tests.map(({ name }) => name.split(" ")[0]);
    expect(names).toEqual(["forward", "backward", "batch", "numerics"]);
  });
});
