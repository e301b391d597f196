import { describe, expect, it } from "vitest";
import { textWidth } from "../gate/layout.js";
import { classSummaries, firstKill, lawSummaries, survivors } from "./matrix.js";
import { renderJson } from "./render-json.js";
import { renderMarkdown } from "./render-markdown.js";
import { renderText } from "./render-text.js";
import { disproved, isComplete, missed } from "./sensitivity.js";
import { smallMatrix, smallStudy, visibleRow } from "./testing/small.js";
import { textTable } from "./text-table.js";
import { units } from "./words.js";

const same = { "none/same": "0 is added" };

describe("the kill matrix", () => {
  it("tells of each mutant the first law, and of each law what it catches", () => {
    const matrix = smallMatrix();
    expect(matrix.rows.map((row) => firstKill(matrix, row))).toEqual([
      { law: "forward/loss", cases: 3 },
      { law: "batch/union", cases: 17 },
      undefined,
    ]);
    expect(survivors(matrix).map(({ id }) => id)).toEqual(["none/same"]);
    expect(lawSummaries(matrix).map(({ kills, alone }) => [kills, alone])).toEqual([
      [1, 0],
      [1, 0],
      [1, 1],
    ]);
  });

  it("tells of each class of laws what it catches alone", () => {
    expect(classSummaries(smallMatrix())).toEqual([
      { class: "exact values", laws: 1, killed: 1 },
      { class: "second implementation", laws: 1, killed: 1 },
      { class: "answers alone", laws: 1, killed: 1 },
    ]);
  });

  it("is complete when what is not caught is proved not to be a mistake, and nothing else is", () => {
    expect(missed(smallStudy()).map(({ id }) => id)).toEqual(["none/same"]);
    expect(isComplete(smallStudy())).toBe(false);
    expect(isComplete(smallStudy({ equivalents: same }))).toBe(true);
    const wrong = smallStudy({ equivalents: { ...same, "loss/wrong": "2 is 1" } });
    expect(disproved(wrong).map(({ id }) => id)).toEqual(["loss/wrong"]);
    expect(isComplete(wrong)).toBe(false);
  });
});

describe("the page", () => {
  it("has a row for each mutant and each law, and keeps Markdown from reading formulas", () => {
    const page = renderMarkdown(smallStudy());
    expect(page).toContain("| `loss/wrong` | takes y\\_1 \\* 2 \\| 3 | `forward/loss` | 3 | 2 |\n");
    expect(page).toContain("| `none/same` | is right | none |  | 0 |\n");
    expect(page).toContain("| `batch/union` | answers alone | 1 | 1 |\n");
    expect(page).toContain("2 of 3 mutants caught. Missed: `none/same`.");
    expect(page).toContain("alone they catch 1 of 3, 33.3 %; the goal of 80 % is missed.");
    expect(page).toContain("| 1 | f64 | `loss` | 16 | 2 | 7 | none | 4.5e12 | 5.0e12 |\n");
  });

  it("does not depend on how fast the machine is", () => {
    expect(renderMarkdown(smallStudy({ matrix: smallMatrix(7) }))).toBe(renderMarkdown(smallStudy()));
  });

  it("gives the proof of what cannot be caught, and says where it is refuted", () => {
    const page = renderMarkdown(smallStudy({ equivalents: { ...same, "loss/wrong": "2 is 1" }, visible: [] }));
    expect(page).toContain("| `none/same` | 0 is added |\n");
    expect(page).toContain("| `loss/wrong` | 2 is 1 (refuted: a law catches it) |");
    expect(page).not.toContain("smallest visible");
  });
});

describe("the text", () => {
  const text = renderText(smallStudy());

  it("shows the matrix, and fits the width", () => {
    expect(text).toContain("none/same    ...\n");
    expect(text).toContain("loss/wrong   xx.\n");
    expect(text).toContain("INCOMPLETE   2 of 3 mutants caught. Missed: none/same.\n");
    expect(text.split("\n").filter((line) => line.length > textWidth)).toEqual([]);
  });

  it("says that all is well, or which proof is none", () => {
    expect(renderText(smallStudy({ equivalents: same }))).toContain(
      "COMPLETE     2 of 3 mutants caught. None that can",
    );
    const refuted = renderText(smallStudy({ equivalents: { ...same, "loss/wrong": "" } }));
    expect(refuted.replaceAll(/\s+/g, " ")).toContain("Caught in spite of a proof that they cannot be: loss/wrong.");
  });

  it("names the goals that are missed", () => {
    expect(text).toContain("Every goal is met.");
    const far = renderText(smallStudy({ visible: [{ ...visibleRow, best: 17 }] }));
    expect(far).toContain("Goals missed: loss (1 layer, f64).");
  });

  it("is in colour for those who ask", () => {
    expect(text).not.toContain("\u001b");
    expect(renderText(smallStudy(), { colour: true })).toContain("\u001b[31mINCOMPLETE");
  });
});

describe("JSON", () => {
  it("holds every cell, and null for what is never seen", () => {
    const content = JSON.parse(renderJson(smallStudy())) as {
      complete: boolean;
      missed: string[];
      mutants: { first: unknown; cells: Record<string, unknown> }[];
      smallestVisibleErrors: { median: unknown }[];
    };
    expect([content.complete, content.missed]).toEqual([false, ["none/same"]]);
    expect(content.mutants[0]?.cells["peer/answers"]).toEqual({ killed: true, cases: 5, milliseconds: 200 });
    expect(content.mutants[2]?.first).toBe(null);
    expect(content.smallestVisibleErrors[0]?.median).toBe(null);
  });
});

describe("numbers and tables", () => {
  it("large numbers are rounded, small ones are not", () => {
    expect([1, 99_999, 100_000, Infinity].map(units)).toEqual(["1", "99999", "1.0e5", "none"]);
  });

  it("columns are as wide as they must be", () => {
    expect(textTable(["a", "bb"], [["long", "1"]], 1)).toEqual(["a     bb", "long   1"]);
  });
});
