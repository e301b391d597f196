import { describe, expect, it } from "vitest";
import { mutants } from "../../properties/mutants/index.js";
import { nearMisses } from "../../properties/near-misses/index.js";
import { executableErrata } from "../../properties/errata/index.js";
import { errata, type Erratum, type ErratumId } from "../../spec/errata.js";
import { equations } from "../../spec/equations.js";
import { families, flags } from "../fixtures/index.js";
import { explain } from "./explain.js";
import { lawsFor } from "./laws.js";
import { gradproof } from "./testing/terminal.js";

const laws = lawsFor();

describe("gradproof explain", () => {
  it.each(Object.entries(equations))(
    "equation %s is explained by its formula, its chapter and its lines",
    (id, equation) => {
      const { chapter, states, lecture } = equation;
      const text = explain(id);
      const oneLine = text.replace(/\s+/g, " ");
      expect(text).toContain(`equation ${id}\n`);
      expect(oneLine).toContain(states);
      expect(text).toContain(`spec/${chapter}.md#${id}\n`);
      expect(oneLine).toContain(lecture.length === 0 ? "not stated there" : lecture.join(", "));
      for (const law of laws) {
        const named = new RegExp(`checked by.*(?<![-\\w])${law.id}[, ]`).test(oneLine);
        expect(named).toBe(law.equations.some((name) => name === id));
      }
    },
  );

  it.each(laws.map((law) => [law.id, law] as const))(
    "property %s is explained by its title and its equations",
    (id, law) => {
      const oneLine = explain(id).replace(/\s+/g, " ");
      expect(oneLine).toContain(`property ${id} law ${law.title} level ${law.level}:`);
      for (const name of law.equations) expect(oneLine).toContain(`${name}: ${equations[name].states}`);
      expect(oneLine).toContain(`--property ${id}`);
    },
  );

  it.each(mutants.map((mutant) => [mutant.id, mutant] as const))(
    "mutant %s is explained by its mistake",
    (id, mutant) => {
      const oneLine = explain(id).replace(/\s+/g, " ");
      expect(oneLine).toContain(`mutant ${id} mistake ${mutant.title}`);
      expect(oneLine).toContain(`breaks ${mutant.equation}: ${equations[mutant.equation].states}`);
      expect(oneLine).toContain(`gradproof gate --mutant ${id}`);
      const lookalike = nearMisses.find((nearMiss) => nearMiss.id === mutant.nearMiss);
      expect(oneLine).toContain(`near miss ${mutant.nearMiss}: ${lookalike?.title}`);
      expect(/ seen in (.*) near miss /.exec(oneLine)?.[1]).toBe(mutant.seen.join(", ") || undefined);
    },
  );

  it.each(nearMisses.map((nearMiss) => [nearMiss.id, nearMiss] as const))(
    "near miss %s is explained by what it does and the mistakes that it looks like",
    (id, { title, aloneBecause }) => {
      const oneLine = explain(id).replace(/\s+/g, " ");
      expect(oneLine).toContain(`near miss ${id} right ${title}`);
      for (const mutant of mutants)
        expect(new RegExp(`looks like.*(?<![-\\w])${mutant.id}[, ]`).test(oneLine)).toBe(mutant.nearMiss === id);
      expect(oneLine.includes("no known mistake")).toBe(aloneBecause !== undefined);
    },
  );

  it("a near miss is explained by what it declares and the level it is held to", () => {
    expect(explain("near/sum-declared")).toContain('{"conventions":{"reduction":"sum"}}');
    expect(explain("near/single-precision-declared")).toContain('{"precision":"f32"}');
    expect(explain("near/plain-formulas")).toContain("the core laws: it overflows at the edge");
    expect(explain("near/pairwise-sums")).toContain("all laws");
  });

  it.each(Object.entries(errata) as [ErratumId, Erratum][])(
    "erratum %s is explained by its lines, both forms and its blind spot",
    (id, { lines, printed, correct, note, blindSpot, mathematical }) => {
      const text = explain(id);
      const oneLine = text.replace(/\s+/g, " ");
      expect(oneLine).toContain(`erratum ${id} lecture ${lines} class `);
      // A word longer than a line is cut.
      for (const part of [printed, correct, note ?? "", blindSpot ?? ""])
        expect(oneLine.replaceAll(" ", "")).toContain(part.replaceAll(" ", ""));
      expect(oneLine.includes("no number is wrong")).toBe(!mathematical);
      expect(oneLine.includes("blind spot")).toBe(mathematical);
      const { mutant, shows = [] } = executableErrata[id] ?? {};
      expect(/^ {2}mutant +(.+)$/m.exec(text)?.[1]).toBe(mutant);
      expect([...text.matchAll(/^ {2}shown by/gm)].length).toBe(shows.length);
      expect(text).toContain(`spec/errata.md#${id.toLowerCase()}\n`);
    },
  );

  it("an erratum is explained by numbers", () => {
    const text = explain("E1-03");
    expect(text).toContain("gradients.weights of layer 1 [1, 1]: printed -0.1843535, true -0.1106121\n");
    expect(text).toContain("gradients.biases of layer 1 [1]: printed -0.1106121, true -0.1843535\n");
    expect(explain("E4-22")).toContain("calls: printed 125, true 21\n");
    expect(explain("E0-15")).toContain("dy_1: printed NaN, true -10\n");
  });

  it.each(Object.entries(flags))(
    "flag %s is explained by what it hunts and all tests that bear it",
    (id, { hunts, effect, equation }) => {
      const oneLine = explain(id).replace(/\s+/g, " ");
      expect(oneLine).toContain(`flag ${id} hunts ${hunts} effect ${effect} equation ${equation}: `);
      const bearers = families.flatMap(({ name, tests }) =>
        tests.filter((test) => test.flags.some((flag) => flag === id)).map((test) => `${name}/${test.name}`),
      );
      const borne = /borne by (\d+) tests? in (\d+) famil(?:y|ies): (.*) list them/.exec(oneLine);
      expect(borne?.[3]?.split(", ")).toEqual(bearers);
      expect(Number(borne?.[1])).toBe(bearers.length);
      expect(Number(borne?.[2])).toBe(new Set(bearers.map((bearer) => bearer.split("/")[0])).size);
    },
  );

  it.each(families.map((family) => [family.name, family] as const))(
    "fixtures %s, and each of their tests, are explained",
    (name, { title, tests }) => {
      const oneLine = explain(name).replace(/\s+/g, " ");
      expect(oneLine).toContain(`fixtures ${name} law ${title} file fixtures/${name}.json tests ${tests.length}: `);
      expect(oneLine).toContain(`: ${tests.map((test) => test.name).join(", ")} list them`);
      for (const test of tests) {
        const words = explain(`${name}/${test.name}`).replace(/\s+/g, " ");
        expect(words).toContain(`fixture ${name}/${test.name} comment ${test.comment} law ${title} `);
        for (const flag of test.flags) expect(words).toContain(`flag ${flag} hunts ${flags[flag].hunts} `);
        for (const id of test.equations) expect(words).toContain(`${id}: ${equations[id].states}`);
        expect(words.includes(" must be refused ")).toBe("rejects" in test);
      }
    },
  );

  it("a fixture is explained by all conventions that matter", () => {
    const words = explain("relu-at-zero/alone-takes-half").replace(/\s+/g, "");
    expect(words).toContain('conventions{"reduction":"mean","squaredError":"half","derivativeAtKink":{"relu":0.5}}');
  });

  it("results go to stdout", async () => {
    expect(await gradproof(["explain", "weight-gradient"])).toEqual({
      code: 0,
      stdout: explain("weight-gradient"),
      stderr: "",
    });
  });

  it("an unknown name is a usage error that suggests a known one", async () => {
    const { code, stdout, stderr } = await gradproof(["explain", "weight-gradeint"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(
      "no equation, property, mutant, near miss, erratum, flag or fixture is named 'weight-gradeint'; did you mean 'weight-gradient'?\n",
    );
    expect((await gradproof(["explain", "toString"])).code).toBe(2);
  });
});
