import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SubjectError, type Reply } from "../subject/index.js";
import { search, shrinkLimit } from "./search.js";
import { asking, copies, right, toyProperty, toySubject, weightOf, wrongFromTen } from "./testing/toys.js";

const options = { seed: 5, runs: 100 };

describe("search", () => {
  it("a law that holds is asked as often as wanted, and every verdict counts", async () => {
    const found = await search(copies, toySubject(right), options);
    expect(found.counts).toEqual({ cases: 100, held: 100, violated: 0, undecided: 0, skipped: 0 });
    expect(found).toMatchObject({ violation: undefined, crash: undefined, path: undefined });
  });

  it("a violation ends on the smallest case, and only cases up to the first violation count", async () => {
    const asked: ReturnType<typeof asking>[] = [];
    const found = await search(copies, toySubject(wrongFromTen, asked), options);
    expect(weightOf(found.violation?.question ?? asking(NaN))).toBe(10);
    const first = asked.findIndex((question) => weightOf(question) >= 10);
    expect(found.counts).toEqual({ cases: first + 1, held: first, violated: 1, undecided: 0, skipped: 0 });
    expect(asked.length).toBeGreaterThan(first + 1);
    expect(found.path).toMatch(new RegExp(`^${first}(:\\d+)*$`));
  });

  it("the path leads to the same violation, with one question", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const found = await search(copies, toySubject(wrongFromTen), { seed, runs: 100 });
        const asked: ReturnType<typeof asking>[] = [];
        const again = await search(copies, toySubject(wrongFromTen, asked), { seed, runs: 1, path: found.path });
        expect(again.violation).toEqual(found.violation);
        expect(again.path).toBe(found.path);
        expect(asked.map(weightOf)).toEqual([10]);
        expect((await search(copies, toySubject(right), { seed, runs: 7, path: found.path })).counts.cases).toBe(1);
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it("making a case smaller ends after a fixed number of attempts", async () => {
    const stubborn = toyProperty({
      arbitrary: () => fc.array(fc.nat(), { minLength: 2000, maxLength: 2000, size: "max" }).map((list) => list.length),
      check: async (weight, bench) => {
        await bench.ask(asking(weight));
        return { kind: "violated", question: asking(weight), mismatches: [] };
      },
    });
    const asked: ReturnType<typeof asking>[] = [];
    const found = await search(stubborn, toySubject(right, asked), { seed: 3, runs: 1 });
    expect(asked.length).toBe(1 + shrinkLimit);
    expect(found.violation).toBeDefined();
    expect(found.counts.cases).toBe(1);
  });

  it("undecided and skipped cases count apart, with the first reason of each", async () => {
    const skipping = (weight: number): Reply =>
      weight % 2 === 0 ? { skipped: { message: `${weight} is even` } } : right(weight);
    const undecided = toyProperty({
      check: async (weight, bench) =>
        weight % 3 === 0 ? { kind: "undecided", reason: `three divides ${weight}` } : copies.check(weight, bench),
    });
    const { counts, reasons } = await search(undecided, toySubject(skipping), options);
    expect(counts.held + counts.undecided + counts.skipped).toBe(100);
    expect(counts.cases).toBe(100);
    expect(Math.min(counts.held, counts.undecided, counts.skipped)).toBeGreaterThan(0);
    expect(reasons.skipped).toMatch(/^\d+ is even$/);
    expect(reasons.undecided).toMatch(/^three divides \d+$/);
  });

  it("a broken subject ends the search at once, with the question on which it broke and the path to it", async () => {
    const asked: ReturnType<typeof asking>[] = [];
    const breaking = toySubject((weight) => {
      if (weight >= 10) throw new SubjectError("gone");
      return right(weight);
    }, asked);
    const found = await search(copies, breaking, options);
    const last = asked.at(-1);
    expect(found.crash).toEqual({ error: new SubjectError("gone"), question: last });
    expect(found.violation).toBeUndefined();
    expect(found.counts.cases).toBe(asked.length - 1);
    expect(found.path).toBe(String(asked.length - 1));
  });

  it("a subject that breaks while the case is made smaller leaves the violation and the path to it", async () => {
    let wrong = false;
    const breaking = toySubject((weight) => {
      if (wrong) throw new SubjectError("gone");
      wrong = weight >= 10;
      return wrongFromTen(weight);
    });
    const found = await search(copies, breaking, options);
    expect(found.crash?.error).toEqual(new SubjectError("gone"));
    expect(found.violation).toBeDefined();
    const again = await search(copies, toySubject(wrongFromTen), { ...options, path: found.path });
    expect(again.violation).toEqual(found.violation);
  });

  it("an error of the property, or of its arbitrary, is a crash and no verdict", async () => {
    const error = new TypeError("not a function");
    const thrower = (): never => {
      throw error;
    };
    const outside = await search(toyProperty({ arbitrary: thrower }), toySubject(right), options);
    const within = await search(toyProperty({ arbitrary: () => fc.nat().map(thrower) }), toySubject(right), options);
    const check = await search(toyProperty({ check: thrower }), toySubject(right), options);
    for (const found of [outside, within, check]) {
      expect(found.crash).toEqual({ error, question: undefined });
      expect(found.counts.cases).toBe(0);
    }
    expect(check.path).toBe("0");
  });

  it("preconditions take no part in the counts", async () => {
    const picky = toyProperty({
      check: async (weight, bench) => {
        fc.pre(weight % 2 === 0);
        return copies.check(weight, bench);
      },
    });
    const found = await search(picky, toySubject(right), options);
    expect(found.counts).toEqual({ cases: 100, held: 100, violated: 0, undecided: 0, skipped: 0 });
    const smallest = weightOf(
      (await search(picky, toySubject(wrongFromTen), options)).violation?.question ?? asking(NaN),
    );
    expect([smallest % 2, smallest >= 10]).toEqual([0, true]);
  });

  it("a path to nowhere asks nothing", async () => {
    const found = await search(copies, toySubject(right), { ...options, path: "0:5000" });
    expect(found.counts.cases).toBe(0);
  });
});
