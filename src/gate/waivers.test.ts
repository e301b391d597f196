import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SubjectError } from "../subject/index.js";
import type { Report, Status } from "./report.js";
import { runGate } from "./run.js";
import { copies, right, toyProperty, toySubject, wrongFromTen } from "./testing/toys.js";
import { withWaivers, type Waiver } from "./waivers.js";

const known = ["toy/copies", "toy/other", "toy/unasked"];
const today = "2030-06-15";
const other = toyProperty({ id: "toy/other", arbitrary: () => copies.arbitrary({} as never).map((n) => n % 10) });

/** One property is violated, the other holds. */
const report = await runGate({ subject: toySubject(wrongFromTen), properties: [copies, other], runs: 20, seed: 1 });

function waiver(id: string, changes: Partial<Waiver> = {}): Waiver {
  return { property: id, matches: (property) => property === id, reason: "it is old", ...changes };
}

const weigh = (waivers: readonly Waiver[], over: Report = report): Report =>
  withWaivers(over, waivers, { today, known });

const statusesOf = ({ findings }: Report): Status[] => findings.map(({ status }) => status);

describe("withWaivers", () => {
  it("a waived violation is reported and does not fail the run", () => {
    expect([report.verdict, ...statusesOf(report)]).toEqual(["fail", "violated", "held"]);
    const weighed = weigh([waiver("toy/copies", { issue: "https://example.org/1" })]);
    expect([weighed.verdict, ...statusesOf(weighed)]).toEqual(["pass", "waived", "held"]);
    expect(weighed.waivers).toEqual({ faults: [], notes: [] });
    const [before, after] = [report.findings[0], weighed.findings[0]];
    expect(after).toEqual({ ...before, status: "waived", reason: "it is old (https://example.org/1)" });
    expect(after?.counterexample).not.toBeNull();
    expect(after?.replay).not.toBeNull();
  });

  it("without a waiver nothing is waived", () => {
    expect(weigh([])).toEqual({ ...report, waivers: { faults: [], notes: [] } });
  });

  it("a waiver that matches no property there is fails the run", () => {
    const weighed = weigh([waiver("toy/copies"), waiver("toy/copy")]);
    expect(weighed.verdict).toBe("fail");
    expect(weighed.waivers?.faults).toEqual(["the waiver of toy/copy matches no property"]);
  });

  it("a waived property that holds fails the run, be it by name or by a pattern", () => {
    const all = waiver("toy/*", { matches: () => true });
    for (const one of [waiver("toy/other"), all]) {
      const weighed = weigh([waiver("toy/copies"), one]);
      expect(weighed.verdict).toBe("fail");
      expect(weighed.waivers?.faults).toEqual([
        `the waiver of ${one.property} is out of date: toy/other held, so remove it or narrow it down`,
      ]);
    }
  });

  it("a share of the cases is not enough to say that a property holds now", () => {
    const weighed = weigh([waiver("toy/copies"), waiver("toy/other")], { ...report, shard: { index: 1, count: 2 } });
    expect(weighed).toMatchObject({ verdict: "pass", waivers: { faults: [] } });
  });

  it("a waiver of a property that was not asked is no fault", () => {
    const weighed = weigh([waiver("toy/copies"), waiver("toy/unasked")]);
    expect(weighed.verdict).toBe("pass");
    const note = "the waiver of toy/unasked is about nothing that this run was asked for";
    expect(weighed.waivers).toEqual({ faults: [], notes: [note] });
  });

  it.each([
    ["2030-06-16", "waived"],
    ["2030-06-15", "waived"],
    ["2030-06-14", "violated"],
    ["2029-12-31", "violated"],
  ])("one that expires on %s leaves the property %s on 2030-06-15", (expires, status) => {
    const weighed = weigh([waiver("toy/copies", { expires })]);
    expect(weighed.findings[0]?.status).toBe(status);
    expect(weighed.verdict).toBe(status === "waived" ? "pass" : "fail");
    const note = `the waiver of toy/copies expired after ${expires}, so it waives nothing`;
    expect(weighed.waivers?.notes).toEqual(status === "waived" ? [] : [note]);
  });

  it("an error and what was not decided are never waived", async () => {
    const broken = toyProperty({
      check: () => {
        throw new TypeError("no");
      },
    });
    const undecided = toyProperty({
      id: "toy/other",
      check: () => Promise.resolve({ kind: "undecided", reason: "wide" }),
    });
    const both = await runGate({ subject: toySubject(right), properties: [broken, undecided], runs: 3, seed: 1 });
    const weighed = weigh([waiver("toy/copies"), waiver("toy/other")], both);
    expect([weighed.verdict, ...statusesOf(weighed)]).toEqual(["error", "error", "inconclusive"]);
    expect(weighed.waivers?.notes).toEqual([
      "the waiver of toy/copies has no say where nothing was judged: toy/copies",
      "the waiver of toy/other has no say where nothing was judged: toy/other",
    ]);
  });

  it("a waived violation does not hide that the run ended before the other properties", async () => {
    let asked = 0;
    const leaving = toySubject((weight) => {
      if (weight >= 10 && asked++ > 0) throw new SubjectError("gone");
      return wrongFromTen(weight);
    });
    const cut = await runGate({ subject: leaving, properties: [copies, other], runs: 20, seed: 1 });
    expect([cut.verdict, ...statusesOf(cut)]).toEqual(["fail", "violated", "skipped"]);
    expect(weigh([waiver("toy/copies")], cut).verdict).toBe("error");
  });

  it("no set of waivers turns a run into a pass while a violation is left", () => {
    const entry = fc.record({ id: fc.constantFrom(...known), expires: fc.constantFrom("2030-06-14", "2030-06-15") });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 4 }), (entries) => {
        const weighed = weigh(entries.map(({ id, expires }) => waiver(id, { expires })));
        const covers = entries.some(({ id, expires }) => id === "toy/copies" && expires >= today);
        const stale = entries.some(({ id, expires }) => id === "toy/other" && expires >= today);
        expect(weighed.verdict).toBe(covers && !stale ? "pass" : "fail");
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
