import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SubjectError, type Reply } from "../subject/index.js";
import { MergeError, mergeReports, type ShardReport } from "./merge.js";
import type { Property } from "./property.js";
import { renderJson } from "./render-json.js";
import type { Finding, Report } from "./report.js";
import { runGate, type GateOptions } from "./run.js";
import { answerOf, asking, copies, right, toyProperty, toySubject, weightOf, wrongFromTen } from "./testing/toys.js";

const blind = toyProperty({ id: "toy/blind", requires: { observes: ["gradients.weights"] } });
const dim = toyProperty({
  id: "toy/dim",
  level: "edge",
  check: async (weight, bench) =>
    weight % 3 === 0 ? { kind: "undecided", reason: `three divides ${weight}` } : copies.check(weight, bench),
});
const properties: readonly Property[] = [copies, blind, dim, toyProperty({ id: "toy/third" })];

/** Skips as often as the remainder says. */
const skipping =
  (modulus: number) =>
  (weight: number): Reply =>
    weight % modulus === 0 ? { skipped: { message: `${weight} is too round` } } : answerOf(weight);

/** The reports of all shards, in an order that the seed chooses. */
async function shardsOf(options: GateOptions, count: number): Promise<ShardReport[]> {
  const reports: ShardReport[] = [];
  for (let index = 1; index <= count; index++) {
    const report = await runGate({ ...options, shard: { index, count } });
    reports.push({ name: `${index}.json`, report });
  }
  const turn = options.seed % count;
  return [...reports.slice(turn), ...reports.slice(0, turn)];
}

const split = { count: fc.integer({ min: 1, max: 70 }), runs: fc.integer({ min: 1, max: 60 }), seed: fc.nat() };

describe("mergeReports", () => {
  it("where nothing is violated and nothing broke, it is the report of the whole run, byte for byte", async () => {
    const verdicts = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.record({ ...split, modulus: fc.constantFrom(1, 2, 5, 2000) }), async (given) => {
        const { count, modulus, runs, seed } = given;
        const options = { subject: toySubject(skipping(modulus)), properties, runs, seed };
        const whole = await runGate(options);
        verdicts.add(whole.verdict);
        expect(renderJson(mergeReports(await shardsOf(options, count)))).toBe(renderJson(whole));
      }),
      { seed: 1, numRuns: 40 },
    );
    expect([...verdicts].sort()).toEqual(["inconclusive", "pass"]);
  });

  it("a law is violated where it is in the whole run, and the others are told byte for byte", async () => {
    await fc.assert(
      fc.asyncProperty(fc.record({ ...split, from: fc.integer({ min: 300, max: 1000 }) }), async (given) => {
        const { count, runs, seed, from } = given;
        const wrong = (weight: number): Reply => answerOf(weight >= from ? weight + 1 : weight);
        const options = { subject: toySubject(wrong), properties, runs, seed };
        const whole = await runGate(options);
        const merged = mergeReports(await shardsOf(options, count));
        expect(merged.verdict).toBe(whole.verdict);
        for (const [position, finding] of merged.findings.entries()) {
          const unsplit = whole.findings[position] as Finding;
          if (unsplit.status !== "violated") expect(finding).toEqual(unsplit);
          else {
            const { property, status } = unsplit;
            expect(finding).toMatchObject({ property, status, reason: null, located: unsplit.located });
            // An undecided case ends the way to a smaller one.
            expect(weightOf(finding.counterexample?.case ?? asking(NaN))).toBeGreaterThanOrEqual(from);
            expect(finding.cases).toBeGreaterThanOrEqual(unsplit.cases);
            expect(finding.part).toBeUndefined();
          }
        }
        const { cases, held, violated, undecided, skipped } = merged.counts;
        expect(held + violated + undecided + skipped).toBe(cases);
        expect(cases).toBe(merged.findings.reduce((sum, finding) => sum + finding.cases, 0));
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it("the smallest counterexample is kept, and the first of those", () => {
    const large = asking(1);
    const larger = { ...large, batch: { inputs: [[1], [2]], targets: [[0], [0]] } };
    const found = (index: number, question: typeof large): ShardReport => {
      const counts = { cases: 1, held: 0, violated: 1, undecided: 0, skipped: 0 };
      const part = { from: index - 1, to: index, counts, reasons: {} };
      const finding: Finding = {
        ...blank,
        status: "violated",
        counterexample: { case: question, mismatches: [] },
        replay: `${index}`,
        part,
      };
      return { name: `${index}`, report: { ...frame, shard: { index, count: 3 }, counts, findings: [finding] } };
    };
    const merged = mergeReports([found(1, larger), found(2, large), found(3, large)]);
    expect(merged.findings[0]).toMatchObject({ replay: "2", cases: 3 });
    expect(merged.counts).toMatchObject({ cases: 3, violated: 3 });
  });

  it("a shard whose subject broke makes the run an error, or a failure where something is violated", async () => {
    const leaving = (weight: number): Reply => {
      if (weight > 900) throw new SubjectError("gone");
      return right(weight);
    };
    const options = { subject: toySubject(leaving), properties, runs: 60, seed: 4 };
    const merged = mergeReports(await shardsOf(options, 6));
    expect([merged.verdict, (await runGate(options)).verdict]).toEqual(["error", "error"]);
    expect(merged.findings.map(({ status }) => status)).toContain("error");
    const both = (weight: number): Reply => (weight > 900 ? leaving(weight) : wrongFromTen(weight));
    expect(mergeReports(await shardsOf({ ...options, subject: toySubject(both) }, 6)).verdict).toBe("fail");
  });

  it("what one shard could not ask any more did not hold", async () => {
    const options = { subject: toySubject(right), properties, runs: 60, seed: 4 };
    const [first, second, third] = (await shardsOf(options, 3)) as [ShardReport, ShardReport, ShardReport];
    const reason = "not asked: the subject could not be run any more after toy/dim";
    const findings = second.report.findings.map(({ part: _, ...finding }, position) =>
      position === 3
        ? { ...finding, status: "skipped" as const, reason }
        : (second.report.findings[position] as Finding),
    );
    const cut = { ...second, report: { ...second.report, findings } };
    const merged = mergeReports([first, cut, third]);
    expect(merged.findings[3]).toMatchObject({ status: "skipped", reason, cases: 40 });
    expect(merged.verdict).toBe("error");
  });

  it("a shard that was cut short is an error of the run, also where no property shows it", async () => {
    const options = { subject: toySubject(right), properties, runs: 6, seed: 3 };
    const shards = await shardsOf(options, 2);
    expect(mergeReports(shards).verdict).toBe("pass");
    const cut = shards.map((one) =>
      one.name === "2.json" ? { ...one, report: { ...one.report, verdict: "error" as const } } : one,
    );
    expect(mergeReports(cut).verdict).toBe("error");
  });

  it("the canary of the first shard is the run's, unless one went uncaught", async () => {
    const options = { subject: toySubject(right), properties, runs: 6, seed: 3 };
    const shards = (await shardsOf(options, 3)).map((one) => ({
      ...one,
      report: { ...one.report, canary: { mutant: `mutant ${one.name}`, caughtBy: "toy/dim" as string | null } },
    }));
    expect(mergeReports(shards)).toMatchObject({ verdict: "pass", canary: { mutant: "mutant 1.json" } });
    const missed = { mutant: "x", caughtBy: null };
    const blinded = shards.map((one) =>
      one.name === "2.json" ? { ...one, report: { ...one.report, canary: missed } } : one,
    );
    expect(mergeReports(blinded)).toMatchObject({ verdict: "inconclusive", canary: missed });
  });

  it("waived in each shard is waived; what is said of the waivers is said once", async () => {
    const options = { subject: toySubject(wrongFromTen), properties: [copies, dim], runs: 60, seed: 3 };
    const shards = (await shardsOf(options, 3)).map((one) => ({
      ...one,
      report: {
        ...one.report,
        waivers: { faults: [], notes: ["a note"] },
        findings: one.report.findings.map((finding) =>
          finding.property === "toy/copies" && finding.status === "violated"
            ? { ...finding, status: "waived" as const, reason: "known" }
            : finding,
        ),
      },
    }));
    const merged = mergeReports(shards);
    expect(merged.findings.map(({ status }) => status)).toEqual(["waived", "violated"]);
    expect(merged.waivers).toEqual({ faults: [], notes: ["a note"] });
    const [one, ...rest] = shards as [(typeof shards)[0]];
    const violated = { ...one.report.findings[0], status: "violated" } as Finding;
    const unwaived = { ...one, report: { ...one.report, findings: [violated, one.report.findings[1] as Finding] } };
    expect(mergeReports([unwaived, ...rest]).findings[0]?.status).toBe("violated");
  });
});

const blank: Finding = {
  ...{ property: "toy/copies", title: "", equations: [], level: "core", status: "held", cases: 1, undecided: 0 },
  ...{ reason: null, counterexample: null, diagnosis: [], located: null, replay: null },
};
const frame: Report = await runGate({ subject: toySubject(right), properties: [copies], runs: 3, seed: 1 });

describe("reports that are not those of all shards of one run", () => {
  const options = { subject: toySubject(right), properties, runs: 9, seed: 1 };
  const changed = async (change: (report: Report) => Partial<Report>): Promise<readonly ShardReport[]> => {
    const shards = (await shardsOf(options, 3)).sort((a, b) => (a.name < b.name ? -1 : 1));
    return shards.map(({ name, report }) => ({
      name,
      report: name === "2.json" ? { ...report, ...change(report) } : report,
    }));
  };
  it.each<[string, (report: Report) => Partial<Report>]>([
    ["2.json is the report of a whole run, and of no shard", () => ({ shard: null })],
    ["1.json is one of 3 shards, and 2.json one of 4", () => ({ shard: { index: 2, count: 4 } })],
    ["1.json and 2.json are both shard 1 of 3", () => ({ shard: { index: 1, count: 3 } })],
    ["2.json calls itself shard 4 of 3, which there cannot be", () => ({ shard: { index: 4, count: 3 } })],
    ["1.json and 2.json disagree on the seed: 1 and 2", () => ({ seed: 2 })],
    ["1.json and 2.json disagree on the version of gradproof: ", () => ({ version: "9.9.9" })],
    [
      "1.json and 2.json disagree on the subject: ",
      ({ subject }) => ({ subject: { ...subject, precision: "f32" as const } }),
    ],
    [
      "1.json and 2.json were not asked the same properties: number 4 is toy/third and nothing",
      ({ findings }) => ({ findings: findings.slice(0, 3) }),
    ],
    [
      "1.json and 2.json were not asked the same properties: number 5 is nothing and toy/copies",
      ({ findings }) => ({ findings: [...findings, findings[0] as Finding] }),
    ],
    [
      "2.json does not tell which cases of toy/copies were asked",
      ({ findings }) => ({ findings: findings.map(({ part: _, ...finding }) => finding) }),
    ],
  ])("%s", async (message, change) => {
    const reports = await changed(change);
    expect(() => mergeReports(reports)).toThrow(MergeError);
    expect(() => mergeReports(reports)).toThrow(message);
  });

  it("some are missing, or there is none at all", async () => {
    const [first] = await shardsOf(options, 30);
    expect(() => mergeReports([first as ShardReport])).toThrow(
      `29 of 30 shards are missing: 1, 3, 4, 5, 6, 7, 8, 9, 10, 11 and more; given: 2.json`,
    );
    expect(() => mergeReports([])).toThrow("there is no report to merge");
  });

  it("another number of runs", async () => {
    const reports = await changed(() => ({}));
    const other = (await shardsOf({ ...options, runs: 12 }, 3)).find(({ name }) => name === "2.json");
    const mixed = reports.map((one) => (one.name === "2.json" ? (other as ShardReport) : one));
    expect(() => mergeReports(mixed)).toThrow("all shards need the same --runs");
  });
});
