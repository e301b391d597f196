/** spec/sensitivity.md: what does not depend on the machine, so that the same version and seed write the same page anywhere. */
import { countOf } from "../gate/layout.js";
import { escaped, names, prose, table } from "./markdown.js";
import { figureParts } from "./render-figures.js";
import { classSummaries, firstKill, lawsThatKill, lawSummaries, type KillMatrix } from "./matrix.js";
import { disproved, missed, type Sensitivity } from "./sensitivity.js";
import type { Visible } from "./smallest.js";
import { aboutAnswersAlone, aboutVisible, classSentence, goalSentence, units } from "./words.js";

export function renderMarkdown(found: Sensitivity): string {
  const { matrix, visible } = found;
  const { rows, laws, runs, seed } = matrix;
  const parts = [
    "# What the gate is worth",
    prose(
      `A gate is proved on wrong answers. Here every known mistake (\`properties/mutants\`) is put before every law, with the cases that ` +
        `\`gradproof gate\` asks under the same seed: ${countOf(rows.length, "mutant")}, ${countOf(laws.length, "law")}, ${countOf(runs, "case")} each, seed ${seed}. ` +
        "And where no law sees a mistake at all, for it is too small, the last table says how small that is.",
    ),
    prose(
      "This page is written by `npm run sensitivity`, which also prints the matrix with all its cells, and the time that each took. " +
        "`gradproof explain ID` tells more of a mutant or of a law.",
    ),
    "## Mutants",
    `${prose(outcome(found))}`,
    table(["mutant", "what it does", "first law to catch it", "cases", "laws"], mutantRows(matrix)),
    prose(
      "Laws stand in the order of the gate's report. Cases: until the first law catches it. Laws: how many catch it, each asked alone.",
    ),
    ...survivorParts(found),
    "## Laws",
    classSummaries(matrix)
      .filter((each) => each.laws > 0)
      .map((each) => `- ${classSentence(each, rows.length)}`)
      .join("\n"),
    prose(aboutAnswersAlone),
    table(["law", "compares with", "catches", "of these no other law catches"], lawRows(matrix)),
    ...visibleParts(visible),
    ...figureParts(found.figures ?? {}),
  ];
  return `${parts.join("\n\n")}\n`;
}

function outcome(found: Sensitivity): string {
  const { rows } = found.matrix;
  const lost = missed(found);
  const killed = rows.filter((row) => lawsThatKill(row) > 0).length;
  return `${killed} of ${countOf(rows.length, "mutant")} caught. ${lost.length === 0 ? "None that can be caught is missed." : `Missed: ${names(lost.map(({ id }) => id))}.`}`;
}

function mutantRows(matrix: KillMatrix): string[][] {
  return matrix.rows.map((row) => {
    const first = firstKill(matrix, row);
    return [
      `\`${row.id}\``,
      escaped(row.title),
      first === undefined ? "none" : `\`${first.law}\``,
      first === undefined ? "" : String(first.cases),
      String(lawsThatKill(row)),
    ];
  });
}

function survivorParts(found: Sensitivity): string[] {
  const { matrix, equivalents } = found;
  const proved = matrix.rows.filter(({ id }) => equivalents[id] !== undefined);
  const refuted = new Set(disproved(found));
  if (proved.length === 0) return [];
  const rows = proved.map((row) => [
    `\`${row.id}\``,
    `${escaped(equivalents[row.id] ?? "")}${refuted.has(row) ? " (refuted: a law catches it)" : ""}`,
  ]);
  return [table(["mutant", "why no law can catch it"], rows)];
}

function lawRows(matrix: KillMatrix): string[][] {
  return lawSummaries(matrix).map((law) => [`\`${law.id}\``, law.class, String(law.kills), String(law.alone)]);
}

function visibleParts(visible: readonly Visible[]): string[] {
  if (visible.length === 0) return [];
  const head = [
    "layers",
    "precision",
    "quantity",
    "goal",
    "caught",
    "rounded",
    "median",
    "tolerance, best",
    "tolerance, median",
  ];
  const rows = visible.map(({ layers, precision, quantity, tolerance, ...row }) => [
    String(layers),
    precision,
    `\`${quantity}\``,
    ...[row.goal, row.best, row.bestRounded, row.median, tolerance.best, tolerance.median].map(units),
  ]);
  return ["## The smallest visible error", prose(aboutVisible), prose(goalSentence(visible)), table(head, rows)];
}
