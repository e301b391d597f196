import { describe, expect, it } from "vitest";
import type { Finding, Report } from "./report.js";
import { someReports } from "./testing/reports.js";
import { meaningOf, propertyCounts, runFaults, settingOf, statuses, statusSigns } from "./verdict-summary.js";

const [any] = someReports as [Report];
const report = (changes: Partial<Report>): Report => {
  const { canary: _, waivers: _waivers, ...plain } = any;
  return { ...plain, findings: [], ...changes };
};
const finding = (status: Finding["status"], diagnosis: Finding["diagnosis"] = []): Finding => ({
  property: "a/b",
  title: "",
  equations: [],
  level: "core",
  status,
  cases: 1,
  undecided: 0,
  reason: null,
  counterexample: null,
  diagnosis,
  located: null,
  replay: null,
});
const convention = { mutant: "m", title: "t", equation: "affine", declare: { reduction: "sum" } } as const;
const deviation = { ...convention, declare: { deviations: { "softplus-linear-above": { threshold: 20 } } } };
const counts = { cases: 1, held: 0, violated: 0, undecided: 1, skipped: 0 };
const broken = { mutant: "m/x", caughtBy: null };

describe("the meaning of a verdict", () => {
  it.each<[Partial<Report>, RegExp]>([
    [{ verdict: "pass" }, /^no wrong number was found$/],
    [{ verdict: "fail", findings: [finding("violated")] }, /^the subject gives a wrong answer$/],
    [{ verdict: "fail", findings: [finding("violated", [convention])] }, /^the subject departs from its declaration/],
    [{ verdict: "fail", findings: [finding("violated", [deviation])] }, /wrong answer/],
    [{ verdict: "fail", findings: [finding("violated", [convention]), finding("violated")] }, /wrong answer/],
    [{ verdict: "fail", findings: [finding("held")] }, /^no property is violated, but/],
    [{ verdict: "error" }, /^the run could not be completed$/],
    [{ verdict: "inconclusive", counts }, /^nothing was decided, so this is not a pass$/],
    [{ verdict: "inconclusive" }, /^too little was decided, so this is not a pass$/],
    [{ verdict: "inconclusive", canary: broken }, /^the gate itself is broken, .* m\/x, went uncaught$/],
  ])("%#", (changes, meaning) => {
    expect(meaningOf(report(changes))).toMatch(meaning);
  });
});

describe("what properties alone do not show", () => {
  const unfit = { faults: ["the waiver of a/* matches no property"], notes: ["another expired"] };

  it.each<[Partial<Report>, RegExp[]]>([
    [{ verdict: "pass", findings: [finding("held")] }, []],
    [{ verdict: "fail", findings: [finding("violated")] }, []],
    [{ verdict: "error", findings: [finding("error")] }, []],
    [{ verdict: "inconclusive", findings: [finding("held"), finding("inconclusive")] }, [/too little was decided/]],
    [{ verdict: "inconclusive" }, [/too little was decided/]],
    [{ verdict: "error", findings: [finding("skipped")] }, [/could not be completed/]],
    [{ verdict: "inconclusive", findings: [finding("violated")], canary: broken }, [/gate itself is broken/]],
    [{ verdict: "fail", findings: [finding("waived")], waivers: unfit }, [/^the waiver of a\/\* matches no property$/]],
    [{ verdict: "fail", findings: [finding("violated")], waivers: unfit }, [/^the waiver/]],
    [{ verdict: "inconclusive", waivers: unfit, canary: broken }, [/gate itself is broken/, /^the waiver/]],
    [{ verdict: "pass", findings: [finding("waived")], waivers: { ...unfit, faults: [] } }, []],
  ])("%#", (changes, faults) => {
    const found = runFaults(report(changes));
    expect(found).toHaveLength(faults.length);
    faults.forEach((fault, position) => expect(found[position]).toMatch(fault));
  });
});

describe("the setting of a run", () => {
  it("names precision, seed and version, and the shard and the rounds of a run that has them", () => {
    const shard = { index: 2, count: 5 };
    expect(settingOf(report({ shard: null }))).toBe("f64, seed 42, gradproof 0.1.0");
    expect(settingOf(report({ shard, rounds: 3 }))).toBe("f64, seed 42, shard 2 of 5, 3 rounds, gradproof 0.1.0");
  });
});

describe("statuses", () => {
  it("have a sign each, and are counted", () => {
    expect(new Set(Object.values(statusSigns).map(({ sign }) => sign)).size).toBe(statuses.length);
    expect(propertyCounts([])).toBe("none of 0 properties");
    expect(propertyCounts([finding("held")])).toBe("1 held of 1 property");
    expect(propertyCounts([finding("held"), finding("violated"), finding("held")])).toBe(
      "1 violated, 2 held of 3 properties",
    );
  });
});
