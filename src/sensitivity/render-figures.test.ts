import { describe, expect, it } from "vitest";
import type { DiagnosisRate, FalseAlarms, Naming } from "./figures.js";
import { figureParts } from "./render-figures.js";
import { renderJson } from "./render-json.js";
import { renderMarkdown } from "./render-markdown.js";
import { smallStudy } from "./testing/small.js";

const falseAlarms: FalseAlarms = {
  seed: 1,
  runs: 10,
  implementations: [
    { precision: "f64", implementation: "scalar", cases: 20, held: 15, undecided: 4, violated: 1 },
    { precision: "f32", implementation: "scalar, permuted", cases: 20, held: 20, undecided: 0, violated: 0 },
  ],
  laws: { "a/narrow": { cases: 20, undecided: 1 }, "a/wide": { cases: 20, undecided: 3 } },
};

const naming: Naming = {
  rightFirst: 2,
  asConvention: [],
  sameFunction: [],
  inPart: [],
  none: [{ mutant: "a/nameless", law: "a/law" }],
  wrong: [{ mutant: "a/mistake", law: "a/law", name: "b/other" }],
  questionsAsked: { median: 3, max: 9 },
};

const diagnosis: DiagnosisRate = {
  seed: 1,
  runs: 10,
  mutants: 5,
  caught: 4,
  unseen: ["a/hidden"],
  known: naming,
  unknown: { ...naming, wrong: [] },
};

describe("the figures of long studies", () => {
  it("take no room where there are none", () => {
    expect(figureParts({})).toEqual([]);
    expect(renderMarkdown(smallStudy({ figures: {} }))).toBe(renderMarkdown(smallStudy()));
  });

  it("do not hide a false alarm, and name the laws that decide too little", () => {
    const page = figureParts({ falseAlarms }).join("\n").replaceAll("\n", " ");
    expect(page).toContain("of 40 cases, 1 violated and 10.0 % undecided");
    expect(page).toContain("| f64 | scalar | 20 | 15 | 4 | 1 |");
    expect(page).toContain("in a tenth of their cases or more: `a/wide` 15.0 %.");
  });

  it("name every mistake that was not caught, not named or wrongly named", () => {
    const page = figureParts({ diagnosis }).join("\n").replaceAll("\n", " ");
    expect(page).toContain("4 of 5 are caught (not: `a/hidden`)");
    expect(page).toContain("| wrong | 1 (25.0 %) | 0 (0.0 %) |");
    expect(page).toContain("Known, and not named: `a/nameless`.");
    expect(page).toContain("Wrongly named: `a/mistake` (by `a/law`) as `b/other`.");
  });

  it("tell the smallest cases and the scores, also of a folder that was run in part or not at all", () => {
    const spread = { median: 7, worst: 20 };
    const score = { mutants: 50, killed: 40, timeout: 2, survived: 7, noCoverage: 1, equivalent: 3, score: 89.36 };
    const page = figureParts({
      smallness: { seeds: [1, 2], runs: 100, cases: 300, numbers: spread, digits: { median: 1, worst: 17 } },
      mutation: {
        compare: score,
        scalar: { ...score, partialWithout: ["rest"], changedSince: ["a.ts"] },
        oracle: { notRun: ["numbers"] },
      },
    })
      .join("\n")
      .replaceAll("\n", " ");
    expect(page).toContain("the median case has 7 numbers of at most 1 significant digit");
    expect(page).toContain("| src/compare | 50 | 42 | 5 | 3 | 89.36 % |");
    expect(page).toContain("| src/scalar (without rest) (changed since: a.ts) |");
    expect(page).toContain("| src/oracle | not run | not run | not run | not run | not run |");
  });

  it("are part of the JSON", () => {
    expect(JSON.parse(renderJson(smallStudy({ figures: { falseAlarms } })))).toHaveProperty("falseAlarms.runs", 10);
  });
});
