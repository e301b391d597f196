import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SubjectError } from "../subject/index.js";
import type { Property } from "./property.js";
import type { Finding, Report } from "./report.js";
import { runGate, type GateOptions, type Progress } from "./run.js";
import { parseToken } from "./token.js";
import { asking, copies, description, right, toyProperty, toySubject, weightOf, wrongFromTen } from "./testing/toys.js";
import { version } from "./version.js";

const other = toyProperty({ id: "toy/other", level: "edge" });

function run(changes: Partial<GateOptions>): Promise<Report> {
  return runGate({ subject: toySubject(right), properties: [copies, other], runs: 50, seed: 42, ...changes });
}

const first = (report: Report): Finding => report.findings[0] as Finding;

/** The token at the end of a replay command. */
const tokenIn = (finding: Finding): NonNullable<ReturnType<typeof parseToken>> => {
  const token = parseToken(finding.replay?.split(" --replay ")[1] ?? "");
  if (token === undefined) throw new Error(`no token in ${finding.replay}`);
  return token;
};

describe("runGate", () => {
  it("a subject that keeps all laws passes", async () => {
    const report = await run({});
    expect(report).toMatchObject({
      tool: "gradproof",
      version,
      seed: 42,
      shard: null,
      verdict: "pass",
      subject: description,
    });
    expect(report.counts).toEqual({ cases: 100, held: 100, violated: 0, undecided: 0, skipped: 0 });
    expect(report.findings.map(({ property, status, cases }) => [property, status, cases])).toEqual([
      ["toy/copies", "held", 50],
      ["toy/other", "held", 50],
    ]);
    expect(first(report)).toMatchObject({
      reason: null,
      counterexample: null,
      diagnosis: [],
      located: null,
      replay: null,
    });
  });

  it("a violation carries the smallest case, where it shows, and the command that asks it again", async () => {
    const report = await run({ subject: toySubject(wrongFromTen), command: "gradproof gate --module toy.js" });
    expect(report.verdict).toBe("fail");
    expect(report.counts.violated).toBe(2);
    const finding = first(report);
    expect(finding).toMatchObject({ status: "violated", located: { quantity: "outputs" }, reason: null });
    expect(finding.counterexample).toMatchObject({
      case: asking(10),
      mismatches: [{ got: 11, exact: "10", range: [10, 10] }],
    });
    expect(finding.replay).toMatch(/^gradproof gate --module toy\.js --replay toy\/copies@42:\d+(:\d+)*$/);
  });

  it("a replay asks the counterexample, the whole counterexample and nothing but the counterexample", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 2 ** 32 - 1 }), async (seed) => {
        const finding = first(await run({ subject: toySubject(wrongFromTen), seed }));
        const asked: ReturnType<typeof asking>[] = [];
        const again = await run({
          subject: toySubject(wrongFromTen, asked),
          seed: 7,
          level: "edge",
          replay: tokenIn(finding),
        });
        expect(again.seed).toBe(seed);
        expect(again.findings).toEqual([{ ...finding, cases: 1 }]);
        expect(asked).toEqual([asking(10)]);
        const mended = await run({ replay: tokenIn(finding) });
        expect([mended.verdict, mended.counts.cases]).toEqual(["pass", 1]);
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it("a property alone is asked the same cases as among the others", async () => {
    const cases = async (properties: readonly Property[]): Promise<readonly number[]> => {
      const asked: ReturnType<typeof asking>[] = [];
      const marked = toyProperty({
        id: "toy/marked",
        check: (weight, bench) => (asked.push(asking(weight)), copies.check(weight, bench)),
      });
      await run({ properties: [...properties, marked] });
      return asked.map(weightOf);
    };
    const alone = await cases([]);
    expect(alone.length).toBe(50);
    expect(await cases([copies, other])).toEqual(alone);
  });

  it("properties of one run are asked different cases", async () => {
    const asked: ReturnType<typeof asking>[] = [];
    await run({ subject: toySubject(right, asked) });
    expect(asked.slice(0, 50)).not.toEqual(asked.slice(50));
  });

  it.each(["core", "edge"] as const)("level %s leaves the other one out", async (level) => {
    const report = await run({ level });
    expect(report.findings.map((finding) => finding.level)).toEqual([level]);
  });

  it("a property that asks for more than the subject shows is skipped, saying why", async () => {
    const blind = toyProperty({ requires: { observes: ["outputs", "gradients.weights", "gradients.biases"] } });
    const finding = first(await run({ properties: [blind, other] }));
    const reason = "the subject does not observe gradients.weights, gradients.biases";
    expect(finding).toMatchObject({ status: "skipped", cases: 0, reason });
    const noRelu: Property["requires"]["missing"] = (bench) => `no relu in ${bench.description.implementation.name}`;
    const missing = toyProperty({ requires: { observes: [], missing: noRelu } });
    expect(first(await run({ properties: [missing] }))).toMatchObject({ status: "skipped", reason: "no relu in toy" });
  });

  it("a run without a property that held never passes", async () => {
    const blind = toyProperty({ requires: { observes: ["gradients.weights"] } });
    const undecided = toyProperty({ check: () => Promise.resolve({ kind: "undecided", reason: "too wide" }) });
    expect((await run({ properties: [] })).verdict).toBe("inconclusive");
    expect((await run({ properties: [blind] })).verdict).toBe("inconclusive");
    const report = await run({ properties: [undecided] });
    expect(report.verdict).toBe("inconclusive");
    expect(report.counts).toEqual({ cases: 50, held: 0, violated: 0, undecided: 50, skipped: 0 });
    expect(first(report)).toMatchObject({ status: "inconclusive", undecided: 50, replay: null });
    expect(first(report).reason).toBe("none of 50 cases decided anything: 50 undecided (first: too wide)");
  });

  it("a run that decides fewer than half of its cases is inconclusive", async () => {
    const deciding = (every: number) => {
      let asked = 0;
      return toyProperty({
        check: () =>
          Promise.resolve(asked++ % every === 0 ? { kind: "holds" } : { kind: "undecided", reason: "too wide" }),
      });
    };
    expect((await run({ properties: [deciding(2)] })).verdict).toBe("pass");
    expect((await run({ properties: [deciding(3)] })).verdict).toBe("inconclusive");
  });

  it("a subject that skips everything is inconclusive; one that skips a part says so", async () => {
    const skips = toySubject((weight) => (weight % 2 === 0 ? { skipped: { message: "even" } } : right(weight)));
    const never = first(await run({ subject: toySubject(() => ({ skipped: { message: "not today" } })) }));
    expect(never.status).toBe("inconclusive");
    expect(never.reason).toBe("none of 50 cases decided anything: 50 skipped by the subject (first: not today)");
    const partly = first(await run({ subject: skips }));
    expect(partly.status).toBe("held");
    expect(partly.reason).toMatch(/^decided by \d+ of 50 cases: \d+ skipped by the subject \(first: even\)$/);
  });

  it("an error reply is a violation with a message in place of a mismatch", async () => {
    const failing = toySubject((weight) => (weight >= 10 ? { error: { message: "ValueError" } } : right(weight)));
    const finding = first(await run({ subject: failing }));
    expect(finding).toMatchObject({ status: "violated", located: null });
    expect(finding.counterexample).toEqual({
      case: asking(10),
      mismatches: [],
      message: "the subject failed: ValueError",
    });
  });

  it("a subject that breaks ends the run; what was found until then stays", async () => {
    const breaking = toySubject((weight) => {
      if (weight >= 900) throw new SubjectError("the process ended with exit code 3");
      return right(weight);
    });
    const harmless = toyProperty({ id: "toy/small", arbitrary: () => fc.nat({ max: 9 }) });
    const report = await run({ subject: breaking, properties: [harmless, copies, other] });
    expect(report.verdict).toBe("error");
    expect(report.findings.map(({ status, reason }) => [status, reason])).toEqual([
      ["held", null],
      ["error", "the process ended with exit code 3"],
      ["skipped", "not asked: the subject could not be run any more after toy/copies"],
    ]);
    const broken = report.findings[1] as Finding;
    expect(broken.counterexample).toMatchObject({ mismatches: [], message: "the process ended with exit code 3" });
    const again = await run({ subject: breaking, replay: tokenIn(broken) });
    expect(first(again).counterexample).toEqual(broken.counterexample);
  });

  it("a subject that breaks after a violation still fails, and the violation is kept", async () => {
    let wrong = false;
    const breaking = toySubject((weight) => {
      if (wrong) throw new SubjectError("gone");
      wrong = weight >= 10;
      return wrongFromTen(weight);
    });
    const report = await run({ subject: breaking });
    expect(report.verdict).toBe("fail");
    expect(report.findings.map(({ status }) => status)).toEqual(["violated", "skipped"]);
    expect(first(report).reason).toBe("the case may not be the smallest, for another one could not be judged: gone");
  });

  it("a property that throws is our fault and not the subject's, and the run goes on", async () => {
    const thrower = (): never => {
      throw new TypeError("x is undefined");
    };
    const reason =
      "the property itself failed, which is a fault of gradproof and not of the subject: TypeError: x is undefined";
    const faulty: readonly Property[] = [
      toyProperty({ check: thrower }),
      toyProperty({ arbitrary: thrower }),
      toyProperty({ requires: { observes: [], missing: thrower } }),
    ];
    const report = await run({ properties: [...faulty, other] });
    expect(report.verdict).toBe("error");
    expect(report.findings.map(({ status }) => status)).toEqual(["error", "error", "error", "held"]);
    expect(report.findings.slice(0, 3).map((finding) => finding.reason)).toEqual([reason, reason, reason]);
    const strange = toyProperty({ check: () => Promise.reject("a string") });
    expect(first(await run({ properties: [strange] })).reason).toMatch(/: a string$/);
  });

  it("a diagnosis is asked for violations alone, and its failure costs nothing but itself", async () => {
    const diagnosis = { mutant: "toy/off-by-one", title: "adds one", equation: "affine" } as const;
    const diagnosed: string[] = [];
    const diagnose: GateOptions["diagnose"] = async (counterexample, subject) => {
      diagnosed.push(`${subject.implementation.name} ${weightOf(counterexample.case)}`);
      return [diagnosis];
    };
    const report = await run({ subject: toySubject(wrongFromTen), diagnose });
    expect(report.findings.map((finding) => finding.diagnosis)).toEqual([[diagnosis], [diagnosis]]);
    await run({ diagnose });
    expect(diagnosed).toEqual(["toy 10", "toy 10"]);
    const failing = await run({ subject: toySubject(wrongFromTen), diagnose: () => Promise.reject(new Error("lost")) });
    const reason = "there is no diagnosis: Error: lost";
    expect(first(failing)).toMatchObject({ status: "violated", diagnosis: [], reason });
  });

  it("progress tells each start, each case that counts and each end, in order", async () => {
    const told: string[] = [];
    const tell = (progress: Progress): void => {
      told.push(`${progress.kind} ${progress.property.id}`);
    };
    await run({ runs: 2, onProgress: tell });
    const of = (id: string): string[] => ["start", "case", "case", "end"].map((kind) => `${kind} ${id}`);
    expect(told).toEqual([...of("toy/copies"), ...of("toy/other")]);
  });

  it("a number of runs that is no positive integer, and a token for no property, are refused", async () => {
    for (const runs of [0, -1, 1.5, NaN]) await expect(run({ runs })).rejects.toThrow(RangeError);
    const nowhere = { property: "toy/none", seed: 1, path: "0" };
    await expect(run({ replay: nowhere })).rejects.toThrow("there is no property 'toy/none'");
  });

  it("a token that leads to no case says where it may come from", async () => {
    const finding = first(await run({ replay: { property: "toy/copies", seed: 1, path: "0:5000" } }));
    expect(finding.status).toBe("inconclusive");
    expect(finding.reason).toMatch(/^no case was generated; a replay token may come from another version/);
  });
});
