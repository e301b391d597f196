import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { equations, type Equation } from "./equations.js";

const root = new URL("../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const markdownIn = (folder: string): string[] =>
  readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith(".md"))
    .map((name) => folder + name);

const table: [string, Equation][] = Object.entries(equations);
const chapters = [...new Set(table.map(([, { chapter }]) => chapter))];
const documents = [...markdownIn("spec/"), ...markdownIn("./").map((path) => path.slice(2))];

/** The ids that a chapter has a heading for, in order. */
function idsIn(text: string): string[] {
  return [...text.matchAll(/^#+ `([^`]+)`$/gm)].map((match) => match[1] as string);
}

/** What stands between the heading of an id and the next heading; undefined when there is no such heading. */
function sectionOf(text: string, id: string): string | undefined {
  const [, after] = text.split(`\n### \`${id}\`\n`);
  return after?.split(/^#/m)[0];
}

/** How a section begins to say where its equation comes from, when the lecture does not state it. */
const supplied = ["Supplied: the lecture names it without a formula", "A consequence of "];

/** What the section of an equation lacks. */
function faultsOf(id: string, equation: Equation, text: string): string[] {
  const section = sectionOf(text, id);
  if (section === undefined) return [`${id}: no heading`];
  const wanted = [equation.states, ...equation.lecture, "Shapes: ", "Quantit"];
  const origins = equation.lecture.length > 0 ? ["Lecture: "] : supplied;
  const faults = wanted.filter((part) => !holds(section, part)).map((part) => `${id}: lacks '${part}'`);
  if (!origins.some((origin) => section.includes(`\n${origin}`)))
    faults.push(`${id}: does not say where it comes from`);
  return faults;
}

/** Whether the text holds the part as a whole: "000 L11" is not held by "000 L115" nor by "000 L11-13". */
function holds(text: string, part: string): boolean {
  return /\d$/.test(part) && /^\d/.test(part) ? new RegExp(`${part}(?![-\\d])`).test(text) : text.includes(part);
}

/** The anchors GitHub gives to the headings of a text. */
function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>();
  return [...withoutCode(text).matchAll(/^#{1,6} (.+)$/gm)].map((match) => {
    const slug = (match[1] as string)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/\s/g, "-");
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
}

function withoutCode(text: string): string {
  return text.replace(/^```[^]*?^```/gm, "");
}

/** The relative links of a document that lead nowhere. */
function deadLinks(path: string, text: string): string[] {
  const targets = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] as string);
  const dead = targets.filter((target) => !/^[a-z]+:/.test(target) && !resolves(path, target, text));
  return dead.map((target) => `${path}: ${target}`);
}

function resolves(path: string, target: string, text: string): boolean {
  const [file = "", anchor] = target.split("#");
  const url = new URL(file === "" ? path : file, file === "" ? root : new URL(path, root));
  if (!existsSync(url)) return false;
  if (anchor === undefined) return true;
  return anchorsOf(file === "" ? text : readFileSync(url, "utf8")).includes(anchor);
}

describe("every equation has its section", () => {
  it.each(table)("%s", (id, equation) => {
    expect(faultsOf(id, equation, read(`spec/${equation.chapter}.md`))).toEqual([]);
  });

  it("and each chapter has sections for its own equations alone, each once", () => {
    for (const chapter of chapters) {
      const expected = table.filter(([, equation]) => equation.chapter === chapter).map(([id]) => id);
      expect(idsIn(read(`spec/${chapter}.md`)).sort()).toEqual(expected.sort());
    }
  });

  it("so a missing heading, another formula, a missing citation and an unknown origin are found", () => {
    const equation: Equation = { chapter: "forward", states: "y = x", lecture: ["000 L11"] };
    const page = (id: string, states: string, origin: string): string =>
      ["# Page", `### \`${id}\``, states, "Shapes: -", origin, "Quantity: -", "### `next`", "y = x 000 L11"].join(
        "\n\n",
      );
    expect(faultsOf("it", equation, page("it", "y = x", "Lecture: 000 L11."))).toEqual([]);
    expect(faultsOf("it", equation, page("its", "y = x", "Lecture: 000 L11."))).toEqual(["it: no heading"]);
    expect(faultsOf("it", equation, page("it", "y = z", "Lecture: 000 L11."))).toEqual(["it: lacks 'y = x'"]);
    expect(faultsOf("it", equation, page("it", "y = x", "Lecture: 000 L115, 000 L11-13."))).toEqual([
      "it: lacks '000 L11'",
    ]);
    expect(faultsOf("it", { ...equation, lecture: [] }, page("it", "y = x", "Lecture: none."))).toEqual([
      "it: does not say where it comes from",
    ]);
    expect(idsIn(page("it", "", ""))).toEqual(["it", "next"]);
  });
});

describe("the citations", () => {
  it("name one of the five documents and an increasing range of lines, each once per equation", () => {
    const lines = { "000": 782, "001": 184, "002": 422, "003": 655, "004": 990 };
    for (const [id, { lecture }] of table) {
      expect(new Set(lecture).size, id).toBe(lecture.length);
      for (const citation of lecture) {
        const [, document = "", first = "", last = first] = /^(00[0-4]) L(\d+)(?:-(\d+))?$/.exec(citation) ?? [];
        expect(Number(first), `${id}: ${citation}`).toBeGreaterThan(0);
        expect(Number(last), `${id}: ${citation}`).toBeGreaterThanOrEqual(Number(first));
        expect(Number(last), `${id}: ${citation}`).toBeLessThanOrEqual(lines[document as keyof typeof lines]);
      }
    }
  });
});

describe("the documents", () => {
  it("are all listed in spec/README.md", () => {
    const listed = read("spec/README.md");
    const pages = markdownIn("spec/")
      .map((path) => path.slice("spec/".length))
      .filter((page) => page !== "README.md");
    expect(pages).toEqual(expect.arrayContaining(chapters.map((chapter) => `${chapter}.md`)));
    expect(pages.filter((page) => !listed.includes(`| [${page}](${page}) |`))).toEqual([]);
  });

  it.each(documents)("%s has no dead link", (path) => {
    expect(deadLinks(path, read(path))).toEqual([]);
  });

  it("would be caught with a dead link", () => {
    const targets = [
      "#a-b-c",
      "#a",
      "nowhere.md",
      "README.md#no-such",
      "README.md#the-lecture",
      "../LICENSE",
      "https://x.org",
    ];
    const text = `# A \`b\`-c\n\n${targets.map((target) => `[x](${target})`).join(" ")}\n`;
    const dead = ["#a", "nowhere.md", "README.md#no-such"];
    expect(deadLinks("spec/forward.md", text)).toEqual(dead.map((target) => `spec/forward.md: ${target}`));
  });
});
