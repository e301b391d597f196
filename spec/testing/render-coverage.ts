/** coverage.md from the table of statements. */
import { equations } from "../equations.js";
import type { Item, Section, Shown } from "./coverage.js";
import { escaped } from "./markdown.js";

type Row = readonly [string, Item];

const rowsOf = ({ items }: Section): readonly Row[] => Object.entries(items);

const preface = (rows: readonly Row[]): string => `# Coverage of the lecture

Every statement and every system of the five documents ([README.md](README.md#the-lecture)), with the place where it is checked.
"Implemented" means that something which can fail checks it: a law of the gate, written like \`forward/outputs\`, or a test,
linked by its title; "worked" marks a test with a worked number. "Mentioned" means that the lecture names it and there is
nothing to implement. "Open" says what is missing.

${summary(rows)}

This page is written by \`UPDATE_SPEC=1 npx vitest run spec/coverage\` from [testing/coverage.ts](testing/coverage.ts). An id
keeps its meaning for ever; S numbers the systems, all others are statements.

## What is open

${open(rows)}
`;

/** How many rows have each status, in words. */
export function summary(rows: readonly Row[]): string {
  const count = (status: Item["status"]): number => rows.filter(([, item]) => item.status === status).length;
  const counts = `${count("implemented")} implemented, ${count("mentioned")} mentioned, ${count("open")} open`;
  return `**${rows.length} rows: ${counts}.**`;
}

function open(rows: readonly Row[]): string {
  const lines = rows.flatMap(([id, item]) => (item.status === "open" ? [`- ${id}: ${escaped(item.missing)}`] : []));
  return lines.length === 0 ? "Nothing." : lines.join("\n");
}

/** The whole page. */
export function renderCoverage(sections: readonly Section[]): string {
  const chapters = sections.map((section) => `## ${section.title}\n\n${table(rowsOf(section))}\n`);
  return [preface(sections.flatMap(rowsOf)), ...chapters].join("\n");
}

function table(rows: readonly Row[]): string {
  const head = ["id", "states", "lecture", "equation", "status", "shown by"];
  const lines = rows.map(([id, item]) => [
    id,
    escaped(item.states),
    item.lecture.join(", "),
    item.equation === null ? "" : `[${item.equation}](${equations[item.equation].chapter}.md#${item.equation})`,
    item.status,
    item.shownBy.map(shown).join("; "),
  ]);
  return [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** A law by its id, a test as a link to its file. */
function shown(reference: Shown): string {
  const [, kind = "", where = "", title = ""] = /^(\w+):([^#]+)(?:#([^]+))?$/.exec(reference) ?? [];
  if (kind === "property") return `\`${where}\``;
  return `${kind === "golden" ? "worked: " : ""}[${escaped(title)}](../${where})`;
}
