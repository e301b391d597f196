import { describe, expect, it } from "vitest";
import { escaped, visible } from "./markup.js";
import { renderHtml } from "./render-html.js";
import type { Report } from "./report.js";
import { filesOf, read } from "./testing/python.js";
import { idsOf, someReports } from "./testing/reports.js";
import { statuses, subjectName } from "./verdict-summary.js";

interface Reading {
  readonly tags: readonly string[];
  readonly attributes: readonly string[];
  readonly articles: readonly string[];
  readonly ids: readonly string[];
  readonly links: readonly string[];
  readonly text: string;
  readonly faults: readonly string[];
  readonly html5lib: boolean;
}

const byHand = (): readonly string[] => ["<script>by hand</script>"];
const pages = someReports.map((report) => renderHtml(report, { byHand }));
const readings = read("read_html.py", filesOf(pages, "html")) as readonly Reading[] | undefined;
const pairs: readonly (readonly [Report, Reading])[] = (readings ?? []).map((reading, position) => [
  someReports[position] as Report,
  reading,
]);

/** Whether the page shows the finding in full. */
const shown = (report: Report): string[] => [
  ...idsOf(report, "violated", "error"),
  ...report.findings.flatMap(({ status, counterexample, property }) =>
    status === "waived" && counterexample !== null ? [property] : [],
  ),
];

describe("the page", () => {
  it("is HTML without fault, though the subject's words are made to break it", (context) => {
    if (readings === undefined) return context.skip("there is no Python");
    for (const { faults } of readings) expect(faults).toEqual([]);
  });

  it("was read as a browser reads it", (context) => {
    if (readings?.[0]?.html5lib !== true) return context.skip("there is no html5lib (Debian: python3-html5lib)");
    expect(readings.every(({ html5lib }) => html5lib)).toBe(true);
  });

  it("holds no script, loads nothing and handles no event", (context) => {
    if (readings === undefined) return context.skip("there is no Python");
    const known = "a article body br code dd details div dl dt fieldset h1 h2 h3 h4 head header html input label legend main meta p pre section span strong style summary table tbody td th thead title tr".split(" "); // prettier-ignore
    const attributes = "aria-hidden aria-label charset checked class content data-heading data-status href http-equiv id lang name role scope tabindex title type".split(" "); // prettier-ignore
    for (const reading of readings) {
      expect(reading.tags.filter((tag) => !known.includes(tag))).toEqual([]);
      expect(reading.attributes.filter((name) => !attributes.includes(name))).toEqual([]);
      for (const link of reading.links) expect(link).toMatch(/^#/);
    }
    for (const page of pages) {
      expect(page).toContain("default-src 'none'");
      expect(/<style>(.*)<\/style>/s.exec(page)?.[1]).not.toMatch(/url\(|@import|\/\//);
    }
  });

  it("shows what is wrong in full, every law in the matrix and in the table, and every link leads somewhere", (context) => {
    if (readings === undefined) return context.skip("there is no Python");
    for (const [report, { articles, ids, links }] of pairs) {
      expect([...articles].sort()).toEqual(shown(report).map((id) => `law-${id}`).sort()); // prettier-ignore
      expect(new Set(ids).size).toBe(ids.length);
      const targets = links.map((link) => link.slice(1));
      expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
      for (const { property } of report.findings) expect(targets).toContain(`law-${property}`);
    }
  });

  it("says what the report says, hostile names and all", (context) => {
    if (readings === undefined) return context.skip("there is no Python");
    for (const [report, { text }] of pairs) {
      expect(text).toContain(subjectName(report));
      expect(text).toContain(report.verdict.toUpperCase());
      for (const fault of report.waivers?.faults ?? []) expect(text).toContain(visible(fault));
      for (const finding of report.findings) {
        expect(text).toContain(visible(finding.title));
        const { status, reason, counterexample, replay, diagnosis } = finding;
        if (!shown(report).includes(finding.property)) continue;
        if (reason !== null) expect(text).toContain(visible(reason));
        if (replay !== null) expect(text).toContain(visible(replay));
        for (const { title } of diagnosis) expect(text).toContain(visible(title));
        if (counterexample?.message !== undefined) expect(text).toContain(visible(counterexample.message));
        if (counterexample !== null && status !== "error") expect(text).toContain("<script>by hand</script>");
      }
    }
  });

  it("names the equations with their formulas, and the wrong entries with their ranges", () => {
    const report = someReports.find(({ findings }) =>
      findings.some(({ status, counterexample, equations }) =>
        status === "violated" && (counterexample?.mismatches.length ?? 0) > 0 && equations.length > 0)) as Report; // prettier-ignore
    const page = renderHtml(report);
    expect(page).toMatch(/<h4>Equation<\/h4>\n<dl class="formula"><dt>[\w-]+ <span class="quiet">spec\/[\w-]+\.md/);
    expect(page).toMatch(/<td data-heading="entry">gradient by the weight of layer 1, unit 1, input [12]<\/td>/);
    expect(page).toMatch(/<td data-heading="exact">[\d.]+<\/td>/);
  });

  it("is no page of blame where everything held", () => {
    const { canary: _, waivers: _waivers, ...any } = someReports[0] as Report;
    const page = renderHtml({ ...any, verdict: "pass", findings: [] });
    expect(page).not.toContain("What is wrong");
    expect(page).toContain("No wrong number was found.");
  });

  it("gives each status a sign, a word and a colour in light and dark, and a box that hides it", () => {
    const [page = ""] = pages;
    const [light = "", dark = ""] = page.split("@media (prefers-color-scheme: dark)");
    for (const status of statuses) {
      expect(light).toContain(`--${status}: `);
      expect(dark).toContain(`--${status}: `);
      expect(page).toContain(`.all:has(#show-${status}:not(:checked)) tr[data-status="${status}"]`);
    }
  });

  it("has colours that can be read: a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3)", () => {
    const [page = ""] = pages;
    const [light = "", dark = ""] = page.split("@media (prefers-color-scheme: dark)");
    for (const scheme of [light, dark.split("}")[0] ?? ""]) {
      const colours = Object.fromEntries(
        [...scheme.matchAll(/--([\w-]+): (#\w{6})/g)].map(([, name, value]) => [name, value]),
      );
      const contrast = (front: string, back: string): number => contrastOf(colours[front] ?? "", colours[back] ?? "");
      for (const status of statuses) expect(contrast(status, `${status}-back`), status).toBeGreaterThanOrEqual(4.5);
      for (const back of ["back", "card"])
        for (const front of ["text", "quiet", "link"]) expect(contrast(front, back), front).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("escapes the subject's name wherever it stands", () => {
    const any = someReports[0] as Report;
    const implementation = { name: '</title><script>alert("1")</script>' };
    const page = renderHtml({ ...any, subject: { ...any.subject, implementation } });
    expect(page).not.toContain("<script");
    expect(page.split(escaped(implementation.name))).toHaveLength(3);
  });
});

/** (L1 + 0.05) / (L2 + 0.05), the relative luminances of the two. */
function contrastOf(first: string, second: string): number {
  const [bright = NaN, dim = NaN] = [luminance(first), luminance(second)].sort((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

function luminance(colour: string): number {
  const [red = NaN, green = NaN, blue = NaN] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
