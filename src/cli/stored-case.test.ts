import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cases } from "../../properties/arbitraries/cases.js";
import caseSchema from "../../spec/case.schema.json" with { type: "json" };
import type { Property, Report } from "../gate/index.js";
import { scalar } from "../index.js";
import { json, type Case } from "../model/index.js";
import { inProcessSubject } from "../subject/index.js";
import { caseFault } from "./case-fault.js";
import { lawsFor } from "./laws.js";
import { asksItsCaseAlone, holdsForAnyCase } from "./stored-case.js";
import { fileOf, folder, moduleOf } from "./testing/samples.js";
import { gradproof } from "./testing/terminal.js";

/** Takes what no law may be skipped for want of. */
const { description, run } = scalar;
const able = { ...description, supports: { ...description.supports, specialValues: true } };

const isCase = (input: unknown): input is Case =>
  typeof input === "object" && input !== null && "network" in input && "batch" in input;

function inputsOf(law: Property, number: number): unknown[] {
  return fc.sample(law.arbitrary(able), { seed: 1, numRuns: number });
}

describe("which laws can be asked about a stored case", () => {
  const laws = lawsFor();
  const subject = inProcessSubject({ description: able, run });

  it("are laws whose input is a case, and that ask nothing else", async () => {
    const asking = laws.filter(({ id }) => asksItsCaseAlone(id));
    expect(asking.length).toBeGreaterThan(laws.length / 4);
    for (const law of asking) {
      for (const input of inputsOf(law, 3)) {
        const asked: Case[] = [];
        const ask = (question: Case): ReturnType<typeof subject.run> => {
          asked.push(question);
          return subject.run(question);
        };
        await law.check(input, { description: able, inProcess: true, ask });
        expect(isCase(input), law.id).toBe(true);
        expect(new Set(asked.map(json.stringify)), law.id).toEqual(new Set([json.stringify(input)]));
      }
    }
  });

  it("those that hold for any case blame no correct answer to a case of any other law", async () => {
    const general = laws.filter(({ id }) => holdsForAnyCase(id));
    expect(general.map(({ id }) => id)).toContain("backward/weights");
    for (const law of laws.filter(({ id }) => !id.startsWith("special/"))) {
      for (const input of inputsOf(law, 1).filter(isCase)) {
        for (const { check, id } of general) {
          const ask = (question: Case): ReturnType<typeof subject.run> => subject.run(question);
          const verdict = await check(input, { description: able, inProcess: true, ask });
          expect(verdict.kind, `${id} about ${json.stringify(input)}`).not.toBe("violated");
        }
      }
    }
  });
});

const wrong = ["gate", "--mutant", "batch/sums-instead-of-averages"];

describe("gradproof gate --case", () => {
  const file = join(folder, "whole.json");

  it("asks a finding of a report again, and what was mended passes", async () => {
    await gradproof([...wrong, "--property", "*/weights", "--seed", "1", "--runs", "20", "--report", `json=${file}`]);
    const report = JSON.parse(readFileSync(file, "utf8")) as Report;
    const again = join(folder, "again.json");
    const { code } = await gradproof([...wrong, "--case", file, "--report", `json=${again}`]);
    expect(code).toBe(1);
    const [found] = (JSON.parse(readFileSync(again, "utf8")) as Report).findings;
    const [before] = report.findings;
    expect(found).toMatchObject({ property: "backward/weights", cases: 1, counterexample: before?.counterexample });
    expect(found?.replay).toBe(
      `gradproof gate --mutant batch/sums-instead-of-averages --case ${file} --property backward/weights`,
    );
    expect((await gradproof((found?.replay ?? "").split(" ").slice(1))).code).toBe(1);
    expect((await gradproof(["gate", "--builtin", "scalar", "--case", file])).code).toBe(0);
  });

  it("asks a bare case, or a counterexample taken out of a report, under all laws that hold for any", async () => {
    const report = JSON.parse(readFileSync(file, "utf8")) as Report;
    const counterexample = report.findings[0]?.counterexample;
    for (const value of [counterexample, counterexample?.case]) {
      const path = fileOf("case.json", JSON.stringify(value));
      const { code, stdout } = await gradproof([...wrong, "--case", path]);
      expect(code).toBe(1);
      expect(stdout).toContain("VIOLATED backward/weights");
      expect(stdout).not.toContain("canary");
      expect((await gradproof(["gate", "--builtin", "graph", "--case", path])).code).toBe(0);
      expect((await gradproof([...wrong, "--case", path, "--property", "forward/outputs"])).code).toBe(0);
    }
  });

  const plain = {
    network: { layers: [{ weights: [[1]], biases: [0], activation: { name: "identity" } }] },
    loss: { name: "squared-error" },
    regularizer: null,
    batch: { inputs: [[1]], targets: [[0]] },
  };

  it("a case that the subject cannot be asked is not decided", async () => {
    const subject = moduleOf("plain", "() => ({ loss: 0.5 })");
    const relu = { ...plain, network: { layers: [{ ...plain.network.layers[0], activation: { name: "relu" } }] } };
    const argv = ["gate", "--module", subject, "--property", "forward/loss", "--case"];
    const { code, stdout } = await gradproof([...argv, fileOf("case.json", JSON.stringify(relu))]);
    expect(code).toBe(4);
    expect(stdout).toContain("the subject has no relu");
    expect((await gradproof([...argv, fileOf("case.json", JSON.stringify(plain))])).code).toBe(0);
  });

  const finding = (property: string, question: unknown): object => ({
    ...{ property, title: "", equations: [], level: "core", status: "violated", cases: 1, undecided: 0, reason: null },
    ...{ counterexample: { case: question, mismatches: [] }, diagnosis: [], located: null, replay: null },
  });
  const reportWith = (...findings: object[]): object => ({
    ...{ tool: "gradproof", version: "1", subject: {}, seed: 1, shard: null, verdict: "fail" },
    ...{ counts: { cases: 1, held: 0, violated: 1, undecided: 0, skipped: 0 }, findings },
  });

  it.each<[unknown, string]>([
    [[], " must be an object"],
    [{ ...plain, batch: 1 }, ".batch must be an object"],
    [{ case: { ...plain, loss: { name: "mse" } } }, ": case.loss.name must be one of squared-error, cross-entropy"],
    [{ ...plain, extra: 1 }, ' has an unknown field "extra"'],
    [{ ...plain, batch: { inputs: [[1, 2]], targets: [[0]] } }, ": inputs must have shape [1][1]"],
    [{ ...plain, batch: { inputs: [["x"]], targets: [[0]] } }, ".batch.inputs[0][0] must be a number"],
    [{ ...plain, batch: { inputs: [], targets: [] } }, ": a batch needs at least one example"],
    [{ ...plain, loss: { name: "own", id: "a" } }, ".loss is a function of its user's own"],
    [{ ...plain, batch: { inputs: [["NaN"]], targets: [[0]] } }, " holds NaN or an infinity"],
    [{ tool: "other" }, ' is no report of gradproof: it lacks "tool": "gradproof"'],
    [reportWith(), " has no counterexample"],
    [
      reportWith(finding("forward/loss", plain), finding("backward/weights", plain)),
      " has several counterexamples; choose one with --property: forward/loss, backward/weights",
    ],
    [reportWith(finding("forward/loss", {})), ": findings[0].counterexample.case lacks the field 'network'"],
  ])("%j is a usage error that names the place", async (value, message) => {
    const path = fileOf("case.json", JSON.stringify(value));
    const { code, stderr } = await gradproof(["gate", "--builtin", "scalar", "--case", path]);
    expect(code).toBe(2);
    expect(stderr.startsWith(`gradproof: ${path}${message}`), stderr).toBe(true);
  });

  it("a law that asks more than one case cannot be asked so, and says so", async () => {
    const bare = fileOf("case.json", JSON.stringify(plain));
    const argv = ["gate", "--builtin", "scalar", "--case"];
    const one = await gradproof([...argv, bare, "--property", "batch/union"]);
    expect([
      one.code,
      one.stderr.startsWith("gradproof: no chosen law can be asked about any case: batch/union; "),
    ]).toEqual([2, true]);
    const kept = fileOf("report.json", JSON.stringify(reportWith(finding("batch/union", plain))));
    const other = await gradproof([...argv, kept]);
    expect([other.code, other.stderr]).toEqual([
      2,
      "gradproof: batch/union needs more than the case that a report shows; its replay token asks the same again\n",
    ]);
  });

  it.each(["--replay a/b@1:2", "--runs 3", "--seed 1", "--shard 1/2", "--waivers w", "--level core"])(
    "does not go with %s",
    async (flag) => {
      const { code, stderr } = await gradproof(["gate", "--builtin", "scalar", "--case", "x", ...flag.split(" ")]);
      expect(code).toBe(2);
      expect(stderr).toContain("cannot be used with");
    },
  );
});

describe("caseFault", () => {
  it("finds a fault exactly where the schema does", () => {
    const validate = new Ajv2020({ strictTypes: false, strictRequired: false }).compile(caseSchema);
    const changed = fc
      .record({
        question: cases(description),
        at: fc.nat(),
        by: fc.constantFrom<unknown>(null, 0, -1, "x", [], {}, [1], undefined),
      })
      .map(({ question, at, by }) => {
        const copy = JSON.parse(JSON.stringify(question)) as Case;
        const holders: Record<string, unknown>[] = [];
        const visit = (value: unknown): void => {
          if (typeof value !== "object" || value === null) return;
          holders.push(value as Record<string, unknown>);
          Object.values(value).forEach(visit);
        };
        visit(copy);
        const holder = holders[at % holders.length] ?? {};
        const names = Object.keys(holder);
        const name = names[at % (names.length + 1)] ?? "extra";
        if (by === undefined && !Array.isArray(holder)) delete holder[name];
        else holder[Array.isArray(holder) && name === "extra" ? String(names.length) : name] = by ?? null;
        return copy;
      });
    const seen = { right: 0, wrong: 0 };
    fc.assert(
      fc.property(changed, (value) => {
        const isRight = validate(value);
        seen[isRight ? "right" : "wrong"] += 1;
        expect(caseFault(json.decode(value)) === undefined, JSON.stringify(value)).toBe(isRight);
      }),
      { seed: 1, numRuns: 500 },
    );
    expect(Math.min(seen.right, seen.wrong)).toBeGreaterThan(50);
  });
});
