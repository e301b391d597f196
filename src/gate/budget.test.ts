import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SubjectError } from "../subject/index.js";
import { roundSeed, soak } from "./budget.js";
import type { Property } from "./property.js";
import type { Counts, Finding, Report } from "./report.js";
import { runGate, type GateOptions, type Progress } from "./run.js";
import { copies, right, toyProperty, toySubject, wrongFromTen } from "./testing/toys.js";

const properties: readonly Property[] = [copies, toyProperty({ id: "toy/other", level: "edge" })];
const options: GateOptions = { subject: toySubject(right), properties, runs: 10, seed: 7 };

/** A clock that is looked at once before the first round and then before each property. */
const ticking = (): { now: () => number } => {
  let time = 0;
  return { now: () => time++ };
};

const soaked = (milliseconds: number, changes: Partial<GateOptions> = {}): Promise<Report> =>
  soak({ ...options, ...changes }, { milliseconds, ...ticking() });

describe("soak", () => {
  it("without time to spare it is one round, and the run without a budget", async () => {
    for (const subject of [toySubject(right), toySubject(wrongFromTen)]) {
      const whole = await runGate({ ...options, subject });
      expect(await soaked(0, { subject })).toEqual({ ...whole, rounds: 1 });
    }
  });

  it.each([
    [1, 1, 20],
    [2, 1, 30],
    [3, 2, 40],
    [4, 2, 50],
    [9, 5, 100],
  ])("in %d looks at the clock it makes %d rounds and %d cases", async (milliseconds, rounds, cases) => {
    const report = await soaked(milliseconds);
    expect(report).toMatchObject({ verdict: "pass", rounds, shard: null, seed: 7 });
    expect(report.counts).toEqual({ cases, held: cases, violated: 0, undecided: 0, skipped: 0 });
    expect(report.findings.reduce((sum, finding) => sum + finding.cases, 0)).toBe(cases);
    expect(report.findings.map(({ part }) => part)).toEqual([undefined, undefined]);
  });

  it("each round asks other cases, as a run of its own seed does", async () => {
    const asked: number[] = [];
    const watching = toyProperty({ check: (weight, bench) => (asked.push(weight), copies.check(weight, bench)) });
    await soaked(2, { properties: [watching] });
    const rounds = [asked.slice(0, 10), asked.slice(10, 20), asked.slice(20)];
    expect(rounds.map(({ length }) => length)).toEqual([10, 10, 0]);
    expect(rounds[0]).not.toEqual(rounds[1]);
    asked.length = 0;
    await runGate({ ...options, properties: [watching], seed: roundSeed(7, 2) });
    expect(asked).toEqual(rounds[1]);
  });

  it("what a later round finds carries the token of that round, and is not asked again", async () => {
    const rare = (weight: number) => (weight >= 950 ? wrongFromTen(weight) : right(weight));
    const subject = toySubject(rare);
    let later = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const report = await soaked(40, { subject, seed, properties: [copies] });
        const [finding] = report.findings as [Finding];
        if (finding.status !== "violated") return;
        const [, property, ownSeed, path] = /--replay (.+)@(\d+):(.+)$/.exec(finding.replay ?? "") ?? [];
        const replay = { property: property ?? "", seed: Number(ownSeed), path: path ?? "" };
        if (replay.seed !== seed) later += 1;
        expect(report).toMatchObject({ verdict: "fail", seed, counts: { violated: 1 } });
        expect(report.counts.cases).toBe(finding.cases);
        const again = await runGate({ ...options, subject, properties: [copies], replay });
        expect(again.findings[0]?.counterexample).toEqual(finding.counterexample);
      }),
      { seed: 1, numRuns: 20 },
    );
    expect(later).toBeGreaterThan(0);
  });

  it("ends when there is nothing left to ask", async () => {
    const blind = toyProperty({ requires: { observes: ["gradients.weights"] } });
    const stopped = { milliseconds: 1, now: () => 0 };
    expect(await soak({ ...options, properties: [blind] }, stopped)).toMatchObject({
      verdict: "inconclusive",
      rounds: 1,
    });
    const always = toyProperty({ arbitrary: () => fc.constant(10) });
    const violated = await soak({ ...options, subject: toySubject(wrongFromTen), properties: [always] }, stopped);
    expect(violated).toMatchObject({ verdict: "fail", rounds: 1 });
  });

  it("ends when the subject breaks, with what was found until then", async () => {
    let asked = 0;
    const leaving = toySubject((weight) => {
      if (++asked > 35) throw new SubjectError("gone");
      return right(weight);
    });
    const report = await soaked(100, { subject: leaving });
    expect(report).toMatchObject({ verdict: "error", rounds: 1, counts: { cases: 35, held: 35 } });
    expect(report.findings.map(({ status, cases }) => [status, cases])).toEqual([
      ["held", 20],
      ["error", 15],
    ]);
  });

  it("ends when the subject breaks while a case is made smaller, so that the rest cannot be asked", async () => {
    let wrong = 0;
    const leaving = toySubject((weight) => {
      if (weight >= 10 && ++wrong > 1) throw new SubjectError("gone");
      return wrongFromTen(weight);
    });
    const small = toyProperty({ id: "toy/small", arbitrary: () => fc.nat({ max: 9 }) });
    const report = await soaked(100, {
      subject: leaving,
      properties: [small, copies, toyProperty({ id: "toy/last" })],
    });
    expect(report.findings.map(({ status, cases }) => [status, cases])).toMatchObject([
      ["held", 10],
      ["violated", report.findings[1]?.cases],
      ["skipped", 0],
    ]);
    expect(report.verdict).toBe("fail");
  });

  it("a signal ends it", async () => {
    const controller = new AbortController();
    const onProgress = ({ kind }: Progress): void => {
      if (kind === "end") controller.abort();
    };
    const report = await soaked(100, { signal: controller.signal, onProgress });
    expect(report).toMatchObject({ verdict: "error", rounds: 1 });
  });

  it("progress tells the place of the property in its round, and a level leaves the others out", async () => {
    const places: string[] = [];
    const onProgress = (progress: Progress): void => {
      if (progress.kind === "start") places.push(`${progress.position}/${progress.total} ${progress.property.id}`);
    };
    await soaked(2, { onProgress });
    expect(places).toEqual(["1/2 toy/copies", "2/2 toy/other", "1/2 toy/copies"]);
    const counts: Counts = (await soaked(3, { level: "edge" })).counts;
    expect(counts.cases).toBe(30);
  });
});

describe("roundSeed", () => {
  it("is the run's own at first, and differs from round to round", () => {
    const seeds = Array.from({ length: 1000 }, (_, round) => roundSeed(7, round + 1));
    expect(seeds[0]).toBe(7);
    expect(new Set(seeds).size).toBe(1000);
    expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
  });
});
