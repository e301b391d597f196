import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { laws } from "../properties/testing/trial.js";
import { equations } from "./equations.js";
import { citationFault } from "./testing/citations.js";
import { coverage, type Item } from "./testing/coverage.js";
import { renderCoverage, summary } from "./testing/render-coverage.js";
import { testFault, titlesIn } from "./testing/titles.js";

const root = new URL("../", import.meta.url);
const page = new URL("coverage.md", import.meta.url);
const table: readonly (readonly [string, Item])[] = coverage.flatMap(({ items }) => Object.entries(items));

/** How many statements each family has; S counts the systems. */
const families = {
  NOT: 14,
  FWD: 20,
  LOS: 9,
  CHN: 20,
  SBK: 24,
  SPC: 4,
  VAC: 8,
  SMX: 9,
  CEN: 13,
  VEC: 15,
  JAC: 7,
  GRF: 20,
  KRN: 4,
  REG: 5,
  BAT: 11,
  TRN: 7,
  PAR: 3,
  DEC: 5,
  SVM: 1,
  LGR: 2,
  ACT: 15,
  REP: 5,
  S: 59,
};

const expectedIds = Object.entries(families).flatMap(([family, count]) =>
  Array.from({ length: count }, (_, i) => `${family}-${family === "S" ? i + 1 : String(i + 1).padStart(2, "0")}`),
);

/** What is wrong with the ids of a table. */
function idFaults(ids: readonly string[]): string[] {
  const missing = expectedIds.filter((id) => !ids.includes(id)).map((id) => `${id} is missing`);
  const twice = ids
    .filter((id, i) => expectedIds.includes(id) && ids.indexOf(id) < i)
    .map((id) => `${id} is there twice`);
  const unknown = ids.filter((id) => !expectedIds.includes(id)).map((id) => `${id} is no statement`);
  return [...missing, ...twice, ...unknown];
}

const lawIds = new Set(laws.map(({ id }) => id));

function referenceFault(reference: string): string | undefined {
  const [, kind, where = "", title = ""] = /^(property|test|golden):([^#]+)(?:#([^]+))?$/.exec(reference) ?? [];
  if (kind === undefined) return `'${reference}' is no reference`;
  if (kind === "property") return lawIds.has(where) ? undefined : `no law ${where}`;
  return testFault(where, title);
}

/** What is wrong with an item. */
function faultsOf(item: Item): string[] {
  const faults = [...item.lecture.map(citationFault), ...item.shownBy.map(referenceFault)];
  const texts = [item.states, ...(item.status === "open" ? [item.missing] : [])];
  if (texts.some((text) => text.trim() === "")) faults.push("says nothing");
  if (item.lecture.length === 0) faults.push("cites nothing");
  if (item.status === "implemented" && (item.shownBy as readonly string[]).length === 0)
    faults.push("shown by nothing");
  if (item.status === "mentioned" && item.shownBy.length > 0) faults.push("named only, yet shown");
  if (item.equation !== null && !Object.hasOwn(equations, item.equation)) faults.push(`no equation ${item.equation}`);
  for (const list of [item.lecture, item.shownBy]) if (new Set(list).size < list.length) faults.push("says it twice");
  return faults.filter((fault) => fault !== undefined);
}

describe("the statements of the lecture", () => {
  it("are 221 and the systems 59, each once and numbered without gaps", () => {
    expect(expectedIds.length).toBe(221 + 59);
    expect(idFaults(table.map(([id]) => id))).toEqual([]);
  });

  it("would be caught missing, there twice, or unheard of", () => {
    expect(idFaults(expectedIds.filter((id) => id !== "S-30"))).toEqual(["S-30 is missing"]);
    expect(idFaults([...expectedIds, "VAC-01", "S-60"])).toEqual(["VAC-01 is there twice", "S-60 is no statement"]);
  });

  it.each(table)("%s says something, cites lines that exist, and names checks that exist", (_, item) => {
    expect(faultsOf(item)).toEqual([]);
  });

  it("would be caught saying nothing, or citing and naming what is not there", () => {
    const item: Item = {
      states: "y = x",
      lecture: ["000 L1"],
      equation: null,
      status: "implemented",
      shownBy: ["property:forward/outputs"],
    };
    const wrong = (change: object): string[] => faultsOf({ ...item, ...change } as Item);
    expect(faultsOf(item)).toEqual([]);
    expect(wrong({ states: " " })).toEqual(["says nothing"]);
    expect(wrong({ status: "open", missing: "" })).toEqual(["says nothing"]);
    expect(wrong({ lecture: [] })).toEqual(["cites nothing"]);
    expect(wrong({ shownBy: [] })).toEqual(["shown by nothing"]);
    expect(wrong({ status: "mentioned" })).toEqual(["named only, yet shown"]);
    expect(wrong({ equation: "no-such" })).toEqual(["no equation no-such"]);
    expect(wrong({ lecture: ["000 L1", "000 L1"] })).toEqual(["says it twice"]);
    for (const citation of ["000 1", "005 L1", "000 L3-2", "001 L185", "000 L0"]) {
      expect(wrong({ lecture: [citation] })).toEqual([`'${citation}' cites nothing`]);
    }
    const here = "spec/coverage.test.ts";
    expect(wrong({ shownBy: [`test:${here}#has one row for each id`] })).toEqual([]);
    expect(wrong({ shownBy: [`test:${here}#the statements of the lecture`] })).toEqual([
      `${here} has no test 'the statements of the lecture'`,
    ]);
    expect(wrong({ shownBy: ["golden:spec/no.test.ts#x"] })).toEqual(["no test file spec/no.test.ts"]);
    expect(wrong({ shownBy: ["property:no/law"] })).toEqual(["no law no/law"]);
    expect(wrong({ shownBy: ["seen"] })).toEqual(["'seen' is no reference"]);
  });
});

describe("the tests of the catalogue", () => {
  const folder = "properties/catalogue/";
  const files = readdirSync(new URL(folder, root)).filter((name) => name.endsWith(".test.ts"));

  it.each(files)("in %s each show some statement", (name) => {
    const shown = new Set(
      table.flatMap(([, { shownBy }]) => shownBy.map((reference) => reference.replace(/^\w+:/, ""))),
    );
    const idle = [...titlesIn(folder + name)].filter((title) => !shown.has(`${folder}${name}#${title}`));
    expect(idle).toEqual([]);
  });
});

describe("coverage.md", () => {
  const rendering = renderCoverage(coverage);

  it("is what the table renders to", () => {
    if (process.env["UPDATE_SPEC"] !== undefined) writeFileSync(page, rendering);
    expect(readFileSync(page, "utf8")).toBe(rendering);
  });

  it("has one row for each id", () => {
    expect([...rendering.matchAll(/^\| ([A-Z]+-\d+) \|/gm)].map((match) => match[1])).toEqual(table.map(([id]) => id));
  });

  it("counts each status, and lists what is open", () => {
    const items: [string, Item][] = [
      [
        "A-1",
        {
          states: "|y_1| * 2",
          lecture: ["000 L1"],
          equation: "affine",
          status: "implemented",
          shownBy: ["golden:a.test.ts#a [b]"],
        },
      ],
      [
        "A-2",
        { states: "b", lecture: ["000 L1", "001 L2"], equation: null, status: "open", missing: "all", shownBy: [] },
      ],
    ];
    expect(summary(items)).toBe("**2 rows: 1 implemented, 0 mentioned, 1 open.**");
    const text = renderCoverage([{ title: "T", items: Object.fromEntries(items) }]);
    expect(text).toContain("## What is open\n\n- A-2: all\n");
    expect(text).toContain(
      "| A-1 | \\|y_1\\| \\* 2 | 000 L1 | [affine](forward.md#affine) | implemented | worked: [a \\[b\\]](../a.test.ts) |\n" +
        "| A-2 | b | 000 L1, 001 L2 |  | open |  |\n",
    );
    expect(renderCoverage([])).toContain("Nothing.");
  });
});
