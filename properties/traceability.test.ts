/** From an equation to a law and back, and from a system of the lecture to a test: nothing stands alone. */
import { describe, expect, it } from "vitest";
import { equations } from "../spec/equations.js";
import { coverage, type Item } from "../spec/testing/coverage.js";
import { allProperties } from "./index.js";

interface Law {
  readonly id: string;
  readonly equations: readonly string[];
}

/** Equations that no law names: nothing could fail if they were wrong. */
function withoutLaw(ids: readonly string[], laws: readonly Law[]): string[] {
  const named = new Set(laws.flatMap((law) => law.equations));
  return ids.filter((id) => !named.has(id));
}

/** Laws that name no equation of the specification: nobody could say what they are about. */
function withoutEquation(laws: readonly Law[], ids: readonly string[]): string[] {
  return laws.filter((law) => !law.equations.some((equation) => ids.includes(equation))).map(({ id }) => id);
}

/** What laws name that is no equation: misspelt, or gone. */
function unknownEquations(laws: readonly Law[], ids: readonly string[]): string[] {
  return laws.flatMap((law) =>
    law.equations.filter((equation) => !ids.includes(equation)).map((equation) => `${law.id}: ${equation}`),
  );
}

/** Systems that no law and no test shows; what the lecture only names and nobody has built is none. */
function withoutTest(items: readonly (readonly [string, Item])[]): string[] {
  return items
    .filter(([id, { status, shownBy }]) => id.startsWith("S-") && status !== "mentioned" && shownBy.length === 0)
    .map(([id]) => id);
}

/** Training is asked of nobody under test (spec/training.md). */
const ids = Object.entries(equations)
  .filter(([, { chapter }]) => chapter !== "training")
  .map(([id]) => id);
const items = coverage.flatMap((section) => Object.entries(section.items));
const law: Law = { id: "forward/outputs", equations: ["output", "affine"] };

describe("every equation has a law", () => {
  it("of the gate", () => {
    expect(withoutLaw(ids, allProperties)).toEqual([]);
  });

  it("and one without would be found", () => {
    expect(withoutLaw(["output", "affine"], [law])).toEqual([]);
    expect(withoutLaw(["output", "orphan"], [law])).toEqual(["orphan"]);
    expect(withoutLaw([...ids, "orphan"], allProperties)).toEqual(["orphan"]);
    // An equation that a single law holds is lost with that law.
    expect(
      withoutLaw(
        ids,
        allProperties.filter(({ id }) => !id.startsWith("state/")),
      ),
    ).toEqual(["pure-function"]);
  });
});

describe("every law has an equation", () => {
  it("of the specification, and names no other", () => {
    expect(withoutEquation(allProperties, ids)).toEqual([]);
    expect(unknownEquations(allProperties, ids)).toEqual([]);
  });

  it("and one without would be found, and so would a misspelt name", () => {
    const idle: Law = { id: "plain/law", equations: [] };
    const misspelt: Law = { id: "wrong/law", equations: ["outptu"] };
    expect(withoutEquation([...allProperties, idle, misspelt], ids)).toEqual(["plain/law", "wrong/law"]);
    expect(unknownEquations([...allProperties, idle, misspelt], ids)).toEqual(["wrong/law: outptu"]);
    expect(unknownEquations([{ ...law, equations: [...law.equations, "outptu"] }], ids)).toEqual([
      "forward/outputs: outptu",
    ]);
  });
});

describe("every system has a test", () => {
  it("or is only named", () => {
    expect(items.filter(([id]) => id.startsWith("S-")).length).toBe(59);
    expect(withoutTest(items)).toEqual([]);
  });

  it("and one without would be found, whether it is called implemented or open", () => {
    const item = { states: "y = x", lecture: ["000 L1"], equation: null };
    const implemented = { ...item, status: "implemented", shownBy: [] } as unknown as Item;
    const open: Item = { ...item, status: "open", missing: "all", shownBy: [] };
    const partly: Item = { ...open, shownBy: ["property:forward/outputs"] };
    const named: Item = { ...item, status: "mentioned", shownBy: [] };
    const planted = { "S-1": implemented, "S-2": open, "S-3": partly, "S-4": named, "FWD-01": open };
    expect(withoutTest(Object.entries(planted))).toEqual(["S-1", "S-2"]);
  });
});
