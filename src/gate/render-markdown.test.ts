import { describe, expect, it } from "vitest";
import { visible } from "./markup.js";
import { renderMarkdown } from "./render-markdown.js";
import type { Finding, Report } from "./report.js";
import { idsOf, someReports } from "./testing/reports.js";

const byHand = (): readonly string[] => ["``` by hand", "~~~", "</details>"];

/** The page with its fenced blocks taken out, as CommonMark finds them; and the blocks. */
function outline(text: string): { readonly lines: readonly string[]; readonly blocks: readonly string[] } {
  const lines: string[] = [];
  const blocks: string[] = [];
  let fence = "";
  for (const line of text.split("\n")) {
    const run = /^`{3,}/.exec(line)?.[0] ?? "";
    if (fence === "" && run !== "") [fence] = [run, blocks.push("")];
    else if (fence !== "" && run.length >= fence.length && line === run) fence = "";
    else if (fence === "") lines.push(line);
    else blocks.push(`${blocks.pop()}${line}\n`);
  }
  expect(fence).toBe("");
  return { lines, blocks };
}

/** Without anything that Markdown or HTML gives a meaning to; a reference to a character is none of it. */
const safe = "[^\\\\`*_\\[\\]|~<>@:$\"'\\n]*";
const code = `<code>${safe}</code>`;
const status = "[✗!?–~] (violated|error|undecided|skipped|waived)";

/** All that the page may hold outside of its blocks. */
const forms = [
  /^$/,
  new RegExp(`^## [✓✗!?] (PASS|FAIL|ERROR|INCONCLUSIVE): ${safe}$`),
  new RegExp(`^${code}, f64, seed 42,( shard 2 of 5,)? gradproof 0.1.0: ${safe}$`),
  new RegExp(`^- (✗ )?${safe}$`),
  new RegExp(`^The known mistake ${code} was caught by ${code}\\.$`),
  /^\| status \| property \| law \| what \|$/,
  /^\|---\|---\|---\|---\|$/,
  new RegExp(`^\\| ${status} \\| ${code} \\| ${safe} \\| ${safe} \\|$`),
  new RegExp(`^<details><summary>${status} ${code}: ${safe}</summary>$`),
  /^Replay:$/,
  /^<\/details>$/,
];

const idIn = (line: string): string => /<code>(.*?)<\/code>/.exec(line)?.[1] ?? "";

describe("Markdown", () => {
  it("holds nothing but what it is made of, whatever the subject's words", () => {
    for (const report of someReports) {
      const { lines } = outline(renderMarkdown(report, { byHand }));
      for (const line of lines)
        expect(
          forms.some((form) => form.test(line)),
          JSON.stringify(line),
        ).toBe(true);
    }
  });

  it("lists what did not hold, and shows in full what is wrong", () => {
    for (const report of someReports) {
      const { lines } = outline(renderMarkdown(report, { byHand }));
      const listed = lines.filter((line) => line.startsWith("| ") && !line.startsWith("| status")).map(idIn);
      expect([...listed].sort()).toEqual(
        idsOf(report, "violated", "error", "inconclusive", "skipped", "waived").sort(),
      );
      const shown = lines.filter((line) => line.startsWith("<details>")).map(idIn);
      const waived = report.findings.filter((found) => found.status === "waived" && found.counterexample !== null);
      const full = [...idsOf(report, "violated", "error"), ...waived.map(({ property }) => property)];
      expect([...shown].sort()).toEqual(full.sort());
      expect(lines.filter((line) => line === "</details>")).toHaveLength(shown.length);
      expect(lines[0]).toContain(report.verdict.toUpperCase());
    }
  });

  it("keeps a command in a block of its own, character for character", () => {
    for (const report of someReports) {
      const { blocks } = outline(renderMarkdown(report, { byHand }));
      const wanted = report.findings.flatMap(({ status, replay, counterexample }) => {
        const isShown = ["violated", "error"].includes(status) || (status === "waived" && counterexample !== null);
        return isShown && replay !== null ? [`${visible(replay)}\n`] : [];
      });
      for (const command of wanted) expect(blocks).toContain(command);
    }
  });

  const violated = (title: string, changes: Partial<Finding> = {}): Finding => ({
    property: "a/b",
    title,
    equations: [],
    level: "core",
    status: "violated",
    cases: 1,
    undecided: 0,
    reason: null,
    counterexample: null,
    diagnosis: [],
    located: null,
    replay: "gradproof gate --exec 'x `y` ```'",
    ...changes,
  });

  const reportOf = (...findings: Finding[]): Report => {
    const { canary: _, waivers: _waivers, ...report } = someReports[0] as Report;
    const subject = { ...report.subject, implementation: { name: "net" } };
    const counts = { cases: 2, held: 1, violated: 1, undecided: 0, skipped: 0 };
    return { ...report, shard: null, subject, counts, findings, verdict: findings.length === 0 ? "pass" : "fail" };
  };

  it("reads like this", () => {
    expect(renderMarkdown(reportOf(violated("a | b")))).toBe(`## ✗ FAIL: the subject gives a wrong answer

<code>net</code>, f64, seed 42, gradproof 0.1.0: 1 violated of 1 property; 2 cases asked, 0 undecided, 0 skipped by the subject.

| status | property | law | what |
|---|---|---|---|
| ✗ violated | <code>a/b</code> | a &#124; b |  |

<details><summary>✗ violated <code>a/b</code>: a &#124; b</summary>

\`\`\`text
law          a | b
\`\`\`

Replay:

\`\`\`\`sh
gradproof gate --exec 'x \`y\` \`\`\`'
\`\`\`\`

</details>
`);
    expect(renderMarkdown(reportOf())).toBe(`## ✓ PASS: no wrong number was found

<code>net</code>, f64, seed 42, gradproof 0.1.0: none of 0 properties; 2 cases asked, 0 undecided, 0 skipped by the subject.
`);
  });

  it("leaves details out that GitHub would refuse the whole summary for, and names them", () => {
    const long = violated("long", { property: "a/long", reason: "ü ".repeat(400_000) });
    const text = renderMarkdown(reportOf(violated("short"), long, violated("last", { property: "a/last" })));
    expect(new TextEncoder().encode(text).length).toBeLessThan(2 ** 20);
    expect(text).toContain("Left out, for a summary has its limits: <code>a/long</code>, <code>a/last</code>.\n");
    expect(text).toContain("| ✗ violated | <code>a/long</code> | long |");
    expect(text).toContain("<details><summary>✗ violated <code>a/b</code>");
  });
});
