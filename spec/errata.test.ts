import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { executableErrata } from "../properties/errata/index.js";
import { errata, type Erratum, type ErratumId } from "./errata.js";
import { renderErrata, type Shown } from "./testing/render-errata.js";

const table: readonly [string, Erratum][] = Object.entries(errata);
const page = new URL("errata.md", import.meta.url);

/** How many each document has, and how many lines. */
const documents = {
  "000": { errata: 15, lines: 782 },
  "001": { errata: 25, lines: 184 },
  "002": { errata: 9, lines: 422 },
  "003": { errata: 17, lines: 655 },
  "004": { errata: 26, lines: 990 },
};

/** What is wrong with a citation. */
function faultsOf(document: Erratum["document"], lines: string): string[] {
  const [, named, list = ""] = /^(00[0-4]) (L\d+(?:-\d+)?(?:, L\d+(?:-\d+)?)*)$/.exec(lines) ?? [];
  if (named === undefined) return ["not of the form '000 L1, L3-4'"];
  const ranges = list.split(", ").map((part) => part.slice(1).split("-").map(Number));
  const flat = ranges.flat();
  const faults = named === document ? [] : ["of another document"];
  if (flat.some((line, i) => line <= (flat[i - 1] ?? 0))) faults.push("not increasing");
  if (flat.some((line) => line > documents[document].lines)) faults.push("past the end");
  return faults;
}

function shownOf(id: string): Shown | undefined {
  const erratum = executableErrata[id as ErratumId];
  return erratum && { examples: erratum.shows.map(({ about }) => about), mutant: erratum.mutant };
}

describe("the errata", () => {
  it("are 92, numbered without gaps in each document", () => {
    expect(table.length).toBe(92);
    const expected = Object.entries(documents).flatMap(([document, { errata: count }]) =>
      Array.from({ length: count }, (_, i) => `E${document.slice(-1)}-${String(i + 1).padStart(2, "0")}`),
    );
    expect(table.map(([id]) => id)).toEqual(expected);
  });

  it.each(table)("%s cites lines of its own document and says something everywhere", (id, erratum) => {
    expect(erratum.document.slice(-1)).toBe(id[1]);
    expect(faultsOf(erratum.document, erratum.lines)).toEqual([]);
    for (const text of [erratum.printed, erratum.correct, erratum.blindSpot, erratum.note]) expect(text).not.toBe("");
    expect(erratum.printed).not.toBe(erratum.correct);
    if (!erratum.mathematical) expect(erratum.blindSpot).toBeNull();
    // A label stands beside a right formula.
    if (erratum.class === "label") expect(erratum.mathematical).toBe(false);
  });

  it("would be caught with a bad citation", () => {
    expect(faultsOf("000", "000 L3, L5-7")).toEqual([]);
    expect(faultsOf("000", "000 3")).toEqual(["not of the form '000 L1, L3-4'"]);
    expect(faultsOf("000", "001 L3")).toEqual(["of another document"]);
    expect(faultsOf("000", "000 L7, L5")).toEqual(["not increasing"]);
    expect(faultsOf("001", "001 L180-185")).toEqual(["past the end"]);
  });
});

describe("errata.md", () => {
  const rendering = renderErrata(errata, shownOf);

  it("is what the table renders to", () => {
    if (process.env["UPDATE_SPEC"] !== undefined) writeFileSync(page, rendering);
    expect(readFileSync(page, "utf8")).toBe(rendering);
  });

  it("has one heading for each id", () => {
    expect([...rendering.matchAll(/^### (.+)$/gm)].map((match) => match[1])).toEqual(table.map(([id]) => id));
  });

  it("shows each part, and keeps Markdown from reading formulas as emphasis", () => {
    const erratum: Erratum = {
      document: "000",
      lines: "000 L1",
      class: "gap",
      mathematical: true,
      printed: "y_1 * y_2 = ∇_y",
      correct: "y_1",
      blindSpot: null,
      note: "n.",
    };
    const text = renderErrata({ it: erratum }, () => ({ examples: ["a", "b"], mutant: "m/n" }));
    expect(text).toContain("## Document 000\n\n### it\n\n- Lecture: 000 L1\n- Class: gap: ");
    expect(text).toContain("- Printed: y_1 \\* y_2 = ∇\\_y\n- Right: y_1\n- Note: n.\n");
    expect(text).toContain("- Shown wrong by: a; b; known mistake 'm/n'\n- Blind spot: none known\n");
    const label = renderErrata({ it: { ...erratum, mathematical: false } }, () => undefined);
    expect(label).toContain("- Shown wrong by: nothing to run: no number is wrong\n");
    expect(label).not.toContain("Blind spot: ");
  });
});
