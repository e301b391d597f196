import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Case } from "../model/index.js";
import { restarting, SubjectError, type Reply, type Subject } from "../subject/index.js";
import { runGate, type GateOptions } from "./run.js";
import { crashLimits, search } from "./search.js";
import { parseToken } from "./token.js";
import { copies, right, toyProperty, toySubject, weightOf, wrongFromTen } from "./testing/toys.js";
import type { Report } from "./report.js";

const gone = (): never => {
  throw new SubjectError("exit code 7");
};

/** A subject of which a life ends with the first SubjectError, and how often it was started. */
async function mortal(
  reply: (weight: number) => Reply,
  restarts = 100,
): Promise<{ readonly subject: Subject; readonly asked: Case[]; readonly started: () => number }> {
  const asked: Case[] = [];
  let lives = 0;
  const subject = await restarting(() => {
    lives += 1;
    let dead = false;
    const life = toySubject((weight) => {
      if (dead) return gone();
      dead = true;
      const answer = reply(weight);
      dead = false;
      return answer;
    }, asked);
    return Promise.resolve(life);
  }, restarts);
  return { subject, asked, started: () => lives };
}

const small = (id: string, most: number) => toyProperty({ id, arbitrary: () => fc.nat({ max: most }) });
const run = (options: Partial<GateOptions> & Pick<GateOptions, "subject">): Promise<Report> =>
  runGate({ properties: [small("toy/a", 9), copies, small("toy/z", 9)], runs: 50, seed: 42, ...options });
const statuses = ({ findings }: Report): unknown[] => findings.map(({ status, reason }) => [status, reason]);

describe("a subject that breaks and recovers", () => {
  const fromTen = (weight: number): Reply => (weight >= 10 ? gone() : right(weight));

  it("costs the finding of the property in which it broke, with the case, and no other", async () => {
    const { subject } = await mortal(fromTen);
    const report = await run({ subject });
    expect(report.verdict).toBe("error");
    expect(statuses(report)).toEqual([
      ["held", null],
      ["error", "exit code 7"],
      ["held", null],
    ]);
    const finding = report.findings[1];
    expect(finding?.counterexample).toMatchObject({ mismatches: [], message: "exit code 7" });
    expect(weightOf(finding?.counterexample?.case as Case)).toBeGreaterThanOrEqual(10);
  });

  it("is asked again by the replay command, which leads to the same case", async () => {
    const { subject } = await mortal(fromTen);
    const finding = (await run({ subject })).findings[1];
    const replay = parseToken(finding?.replay?.split(" --replay ")[1] ?? "");
    expect(replay).toBeDefined();
    const again = await mortal(fromTen);
    const replayed = await run({ subject: again.subject, replay });
    expect(replayed.findings[0]?.counterexample).toEqual(finding?.counterexample);
    expect(again.asked).toHaveLength(1);
  });

  it("has its crash made smaller, at the cost of a few restarts, and counts no attempt", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const { subject, asked, started } = await mortal(fromTen);
        const { crash, counts, path } = await search(copies, subject, { seed, runs: 100, shrinkCrash: true });
        const before = asked.findIndex((question) => weightOf(question) >= 10);
        expect(counts).toEqual({ cases: before, held: before, violated: 0, undecided: 0, skipped: 0 });
        expect(weightOf(crash?.question as Case)).toBeLessThanOrEqual(weightOf(asked[before] as Case));
        expect(path).toMatch(new RegExp(`^${before}(:\\d+)*$`));
        expect(started()).toBeLessThanOrEqual(1 + crashLimits.crashes);
        expect(asked.length).toBeLessThanOrEqual(before + 1 + crashLimits.attempts);
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  it("that breaks on every question costs a bounded number of restarts, the first crash alone being made smaller", async () => {
    const { subject, started } = await mortal(gone, 5);
    const properties = ["a", "b", "c", "d", "e", "f", "g", "h"].map((name) => toyProperty({ id: `toy/${name}` }));
    const report = await run({ subject, properties });
    expect(report.verdict).toBe("error");
    expect(started()).toBe(1 + 5);
    const found = report.findings.map(({ status }) => status);
    const errors = found.lastIndexOf("error") + 1;
    expect(errors).toBeGreaterThanOrEqual(1 + 5 - crashLimits.crashes);
    expect(found.slice(errors)).toEqual(Array(properties.length - errors).fill("skipped"));
    expect(found.at(-1)).toBe("skipped");
  });

  it("is asked nothing more when its restarts are used up", async () => {
    const { subject, started } = await mortal(fromTen, 0);
    expect(statuses(await run({ subject }))).toEqual([
      ["held", null],
      ["error", "exit code 7"],
      [
        "skipped",
        "not asked: the subject could not be run any more after toy/copies: it was given 0 restarts (--restarts), and they are used up",
      ],
    ]);
    expect(started()).toBe(1);
  });

  it("is asked for its diagnosis in a new life", async () => {
    const { subject } = await mortal((weight) => (weight === 500 ? gone() : wrongFromTen(weight)));
    const fateful = toyProperty({ arbitrary: () => fc.constantFrom(500, 600).map((weight) => weight) });
    let answered = 0;
    const diagnose: GateOptions["diagnose"] = async ({ case: question }) => {
      await subject.run(question);
      answered += 1;
      return [];
    };
    for (let seed = 0; seed < 10; seed++) await run({ subject, seed, properties: [fateful], diagnose });
    expect(answered).toBeGreaterThan(0);
  });

  it("that broke under the diagnosis is not blamed for it in the next property", async () => {
    const { subject } = await mortal((weight) => (weight === 1001 ? gone() : wrongFromTen(weight)));
    const diagnose: GateOptions["diagnose"] = async ({ case: question }) => {
      const [layer] = question.network.layers;
      await subject.run({ ...question, network: { layers: [{ ...layer!, weights: [[1001]] }] } });
      return [];
    };
    const report = await run({ subject, diagnose });
    expect(statuses(report)).toEqual([
      ["held", null],
      ["violated", "there is no diagnosis: SubjectError: exit code 7"],
      ["held", null],
    ]);
  });
});

describe("a run that is interrupted", () => {
  const interruptedAt = async (count: number, reply = right): Promise<[Report, number]> => {
    const controller = new AbortController();
    const asked: Case[] = [];
    const subject = toySubject((weight) => {
      if (asked.length === count) controller.abort();
      return reply(weight);
    }, asked);
    return [await run({ subject, signal: controller.signal }), asked.length];
  };
  const notAsked = ["skipped", "not asked: the run was interrupted"];

  it("asks nothing more and is an error, never a pass", async () => {
    const [report, asked] = await interruptedAt(60);
    expect(asked).toBe(60);
    expect(report.verdict).toBe("error");
    expect(report.counts.cases).toBe(60);
    expect(statuses(report)).toEqual([
      ["held", null],
      ["error", "the run was interrupted before all of its cases were asked"],
      notAsked,
    ]);
  });

  it("keeps a violation", async () => {
    let wrong = 0;
    const [report] = await interruptedAt(52, (weight) => {
      wrong += Number(weight >= 10);
      return wrongFromTen(weight);
    });
    expect(wrong).toBeGreaterThan(0);
    expect(report.verdict).toBe("fail");
    expect(report.findings.map(({ status }) => status)).toEqual(["held", "violated", "skipped"]);
  });

  it("before it began has nothing to tell, and is an error", async () => {
    const report = await run({ subject: toySubject(right), signal: AbortSignal.abort() });
    expect(report.verdict).toBe("error");
    expect(statuses(report)).toEqual([notAsked, notAsked, notAsked]);
  });
});
