import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { conventionChoices, kinkChoices } from "../src/model/index.js";
import { citationFault } from "./testing/citations.js";
import { differences, type Difference } from "./testing/differences.js";
import { renderDifferences } from "./testing/render-differences.js";
import { testFault } from "./testing/titles.js";

const page = new URL("differences.md", import.meta.url);
const table: readonly (readonly [string, Difference])[] = Object.entries(differences);

/** What is wrong with what settles a difference. */
function settlementFault(by: Difference["by"][number]): string | undefined {
  if ("convention" in by)
    return Object.hasOwn(conventionChoices, by.convention) ? undefined : `no convention ${by.convention}`;
  if ("kink" in by) return Object.hasOwn(kinkChoices, by.kink) ? undefined : `no kink ${by.kink}`;
  const [path = "", title = ""] = by.test.split("#");
  return testFault(path, title);
}

function faultsOf({ words, lecture, outcome, by }: Difference): string[] {
  const faults = [...lecture.map(citationFault), ...by.map(settlementFault)];
  if (words.trim() === "" || outcome.trim() === "") faults.push("says nothing");
  // There is no difference without two places.
  if (lecture.length < 2) faults.push("cites one side alone");
  if ((by as readonly unknown[]).length === 0) faults.push("settled by nothing");
  if (new Set(lecture).size < lecture.length) faults.push("says it twice");
  return faults.filter((fault) => fault !== undefined);
}

describe("the differences between the documents", () => {
  it("are 26, numbered without gaps", () => {
    expect(table.map(([number]) => Number(number))).toEqual(Array.from({ length: 26 }, (_, i) => i + 1));
  });

  it.each(table)("%s says something, cites lines that exist, and is settled by what exists", (_, difference) => {
    expect(faultsOf(difference)).toEqual([]);
  });

  it("leave no convention without a difference that it settles", () => {
    const settling = table.flatMap(([, { by }]) =>
      by.flatMap((one) => ("convention" in one ? [one.convention] : "kink" in one ? [one.kink] : [])),
    );
    expect([...new Set(settling)].sort()).toEqual(
      [...Object.keys(conventionChoices), ...Object.keys(kinkChoices)].sort(),
    );
  });

  it("would be caught settled by what is not there", () => {
    const here = "spec/differences.test.ts";
    const difference: Difference = {
      words: "a or b",
      lecture: ["000 L1", "001 L1"],
      outcome: "declared",
      by: [{ convention: "l2" }, { kink: "relu" }, { test: `${here}#are 26, numbered without gaps` }],
    };
    const wrong = (change: object): string[] => faultsOf({ ...difference, ...change } as Difference);
    expect(faultsOf(difference)).toEqual([]);
    expect(wrong({ words: "" })).toEqual(["says nothing"]);
    expect(wrong({ outcome: " " })).toEqual(["says nothing"]);
    expect(wrong({ lecture: ["000 L1"] })).toEqual(["cites one side alone"]);
    expect(wrong({ lecture: ["000 L1", "000 L783"] })).toEqual(["'000 L783' cites nothing"]);
    expect(wrong({ lecture: ["000 L1", "000 L1"] })).toEqual(["says it twice"]);
    expect(wrong({ by: [] })).toEqual(["settled by nothing"]);
    expect(wrong({ by: [{ convention: "taste" }] })).toEqual(["no convention taste"]);
    expect(wrong({ by: [{ kink: "tanh" }] })).toEqual(["no kink tanh"]);
    expect(wrong({ by: [{ test: `${here}#are 27` }] })).toEqual([`${here} has no test 'are 27'`]);
    expect(wrong({ by: [{ test: "spec/no.test.ts#x" }] })).toEqual(["no test file spec/no.test.ts"]);
  });
});

describe("differences.md", () => {
  it("is what the table renders to", () => {
    const rendering = renderDifferences(differences);
    if (process.env["UPDATE_SPEC"] !== undefined) writeFileSync(page, rendering);
    expect(readFileSync(page, "utf8")).toBe(rendering);
  });

  it("links what settles a difference, and keeps Markdown from reading formulas", () => {
    const difference: Difference = {
      words: "y_1 * 2 or |y|",
      lecture: ["000 L1", "001 L2"],
      outcome: "declared",
      by: [{ convention: "l2" }, { kink: "relu" }, { test: "a.test.ts#y [1]" }],
    };
    expect(renderDifferences({ 7: difference })).toContain(
      "| 7 | y_1 \\* 2 or \\|y\\| | 000 L1, 001 L2 | declared | [`l2`](conventions.md#what-a-subject-declares); " +
        "[`derivativeAtKink.relu`](conventions.md#at-a-kink); [y \\[1\\]](../a.test.ts) |\n",
    );
  });
});
