/** differences.md from the table of differences. */
import type { Difference, Settled } from "./differences.js";
import { escaped } from "./markdown.js";

const preface = (count: number): string => `# The differences between the documents

The five documents ([README.md](README.md#the-lecture)) differ in ${count} ways none of which is a mistake. A program may follow any of them.
Some change numbers; those are [declared](conventions.md#what-a-subject-declares), and the reference is computed under the declaration. The
others change nothing, or nothing but roundings, which the [ranges](numerics.md#derived-range) contain.

Every row is backed by something that fails if the row is false. For a convention, \`properties/differences-of-convention.test.ts\` has
a correct implementation accepted when it declares what it does, and rejected when it does not; for the rest, the tests named
there show both writings to give the same numbers, or numbers within the same ranges.

This page is written by \`UPDATE_SPEC=1 npx vitest run spec/differences\` from [testing/differences.ts](testing/differences.ts). A number keeps
its meaning for ever.
`;

/** The whole page. */
export function renderDifferences(differences: Readonly<Record<number, Difference>>): string {
  const head = ["", "difference", "lecture", "how it is settled", "by"];
  const rows = Object.entries(differences).map(([number, { words, lecture, outcome, by }]) => [
    number,
    escaped(words),
    lecture.join(", "),
    escaped(outcome),
    by.map(link).join("; "),
  ]);
  const table = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  return `${preface(rows.length)}\n${table}\n`;
}

function link(by: Settled): string {
  if ("convention" in by) return `[\`${by.convention}\`](conventions.md#what-a-subject-declares)`;
  if ("kink" in by) return `[\`derivativeAtKink.${by.kink}\`](conventions.md#at-a-kink)`;
  const [path = "", title = ""] = by.test.split("#");
  return `[${escaped(title)}](../${path})`;
}
