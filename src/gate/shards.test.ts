import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runGate } from "./run.js";
import { blockOf, type Block } from "./shards.js";
import { asking, copies, right, toyProperty, toySubject, weightOf, wrongFromTen } from "./testing/toys.js";

const shards = (count: number): { index: number; count: number }[] =>
  Array.from({ length: count }, (_, position) => ({ index: position + 1, count }));

const numbers = { count: fc.integer({ min: 1, max: 40 }), runs: fc.integer({ min: 1, max: 120 }) };

const sizeOf = ({ from, to }: Block): number => to - from;

describe("blockOf", () => {
  it("the shards' blocks of a property hold each case once", () => {
    fc.assert(
      fc.property(fc.record({ ...numbers, position: fc.nat(200) }), ({ count, runs, position }) => {
        const cases = shards(count).flatMap((shard) => {
          const { from, to } = blockOf(shard, runs, position);
          return Array.from({ length: to - from }, (_, offset) => from + offset);
        });
        expect(cases.sort((a, b) => a - b)).toEqual(Array.from({ length: runs }, (_, number) => number));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("no shard has more than one case more than another, neither of a property nor of the run", () => {
    fc.assert(
      fc.property(fc.record({ ...numbers, total: fc.integer({ min: 1, max: 60 }) }), ({ count, runs, total }) => {
        const blocks = shards(count).map((shard) =>
          Array.from({ length: total }, (_, position) => sizeOf(blockOf(shard, runs, position))),
        );
        const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
        expect(spread(blocks.map((own) => own[0] ?? NaN))).toBeLessThanOrEqual(1);
        expect(spread(blocks.map((own) => own.reduce((a, b) => a + b)))).toBeLessThanOrEqual(1);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("any number of cases that can be counted splits exactly", () => {
    const runs = Number.MAX_SAFE_INTEGER;
    expect(blockOf({ index: 3, count: 3 }, runs, 0).to).toBe(runs);
    expect(blockOf({ index: 999_999_999, count: 999_999_999 }, runs, 0).to).toBe(runs);
    // In doubles the blocks of five shards would end one case too early.
    const sizes = shards(5).map((shard) => sizeOf(blockOf(shard, runs, 0)));
    expect(sizes.reduce((sum, size) => sum + size)).toBe(runs);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBe(1);
  });
});

const properties = [copies, toyProperty({ id: "toy/other" }), toyProperty({ id: "toy/third" })];

describe("runGate on a shard", () => {
  it("a case depends on its number alone: a longer run begins with the cases of a shorter one", async () => {
    const casesOf = async (runs: number): Promise<number[]> => {
      const asked: ReturnType<typeof asking>[] = [];
      await runGate({ subject: toySubject(right, asked), properties: [copies], runs, seed: 3 });
      return asked.map(weightOf);
    };
    expect((await casesOf(80)).slice(0, 30)).toEqual(await casesOf(30));
  });

  it("shards 1 to N together ask exactly the cases of the whole run, each once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.record({ ...numbers, seed: fc.nat() }), async ({ count, runs, seed }) => {
        const askedBy = async (shard?: { index: number; count: number }): Promise<Map<string, number[]>> => {
          const asked = new Map<string, number[]>();
          const watched = properties.map((property) =>
            toyProperty({
              id: property.id,
              check: (weight, bench) => {
                asked.set(property.id, [...(asked.get(property.id) ?? []), weight]);
                return copies.check(weight, bench);
              },
            }),
          );
          await runGate({ subject: toySubject(right), properties: watched, runs, seed, shard });
          return asked;
        };
        const whole = await askedBy();
        const parts: Map<string, number[]>[] = [];
        for (const shard of shards(count)) parts.push(await askedBy(shard));
        for (const [position, { id }] of properties.entries()) {
          // The blocks of a property are moved on by its position among the others.
          const inOrder = parts.map((_, place) => parts[(((place - position) % count) + count) % count]?.get(id) ?? []);
          expect(inOrder.flat()).toEqual(whole.get(id));
        }
      }),
      { seed: 1, numRuns: 25 },
    );
  });

  it("a case keeps its number: the first shard that meets a violation replays and shrinks as the whole run does", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.nat(), async (count, seed) => {
        const options = { subject: toySubject(wrongFromTen), properties: [copies], runs: 60, seed };
        const whole = (await runGate(options)).findings[0];
        const number = Number(/:(\d+)/.exec(whole?.replay ?? "")?.[1]);
        const shard = shards(count).find((one) => number < blockOf(one, 60, 0).to);
        const found = (await runGate({ ...options, shard })).findings[0];
        expect(found?.replay).toBe(whole?.replay);
        expect(found?.counterexample).toEqual(whole?.counterexample);
        expect(weightOf(found?.counterexample?.case ?? asking(NaN))).toBe(10);
        expect(found?.cases).toBe(number - (found?.part?.from ?? NaN) + 1);
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it("a shard without a case of a property says so, and decides nothing", async () => {
    const shard = { index: 1, count: 5 };
    const report = await runGate({ subject: toySubject(right), properties: [copies], runs: 2, seed: 1, shard });
    expect(report).toMatchObject({ shard, verdict: "inconclusive", counts: { cases: 0 } });
    const reason = "all of its cases belong to other shards";
    expect(report.findings).toMatchObject([{ status: "skipped", reason, part: { from: 0, to: 0 } }]);
  });
});
