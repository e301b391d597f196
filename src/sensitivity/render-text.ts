/** The study for a person at a terminal: mutants, the matrix, laws, the smallest visible errors, and what came of it. */
import { countOf, labelWidth, painter, shortened, textWidth, wrap, type Paint } from "../gate/layout.js";
import { version } from "../gate/index.js";
import { classSummaries, firstKill, lawsThatKill, lawSummaries, type KillMatrix, type Row } from "./matrix.js";
import { disproved, isComplete, missed, type Sensitivity } from "./sensitivity.js";
import type { Visible } from "./smallest.js";
import { textTable } from "./text-table.js";
import { aboutAnswersAlone, aboutVisible, classSentence, goalMet, goalSentence, units } from "./words.js";

/** @param options.colour - whether to write the codes that terminals understand as colours. */
export function renderText(found: Sensitivity, options: { readonly colour?: boolean } = {}): string {
  const paint = painter(options.colour ?? false);
  const { matrix, visible } = found;
  const { rows, laws, runs, seed } = matrix;
  const what = `${countOf(rows.length, "mutant")} against ${countOf(laws.length, "law")}, ${countOf(runs, "case")} each, seed ${seed}`;
  const title = (text: string): string => paint("bold", text);
  const lines = [
    title(`gradproof ${version}: sensitivity, ${what}`),
    "",
    ...mutantLines(matrix, paint),
    "",
    title("Kill matrix"),
    ...wrap("A column for each law, numbered as in the table below; x where it catches the mutant.", textWidth),
    "",
    ...pictureLines(matrix),
    "",
    title("Laws"),
    ...lawLines(matrix),
    "",
    ...classLines(matrix),
    ...visibleLines(visible, title),
    "",
    ...conclusion(found, paint),
  ];
  return `${lines.join("\n")}\n`;
}

function mutantLines(matrix: KillMatrix, paint: Paint): string[] {
  const rows = matrix.rows.map((row) => {
    const first = firstKill(matrix, row);
    const time = row.cells.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    return [
      row.id,
      first?.law ?? "NONE",
      first === undefined ? "" : String(first.cases),
      String(lawsThatKill(row)),
      seconds(time),
    ];
  });
  const [head = "", ...lines] = textTable(["mutant", "first law to catch it", "cases", "laws", "time"], rows, 2);
  return [head, ...lines.map((line, position) => (rows[position]?.[1] === "NONE" ? paint("red", line) : line))];
}

function pictureLines({ laws, rows }: KillMatrix): string[] {
  const width = Math.min(Math.max(0, ...rows.map(({ id }) => id.length)), Math.max(12, textWidth - 2 - laws.length));
  const digits = (place: number): string =>
    laws.map((_, position) => String(position + 1).padStart(2)[place] ?? " ").join("");
  const line = (id: string, marks: string): string => `${shortened(id, width).padEnd(width)}  ${marks}`.trimEnd();
  return [
    line("", digits(0)),
    line("", digits(1)),
    ...rows.map(({ id, cells }: Row) => line(id, cells.map(({ killed }) => (killed ? "x" : ".")).join(""))),
  ];
}

function lawLines(matrix: KillMatrix): string[] {
  const rows = lawSummaries(matrix).map((law, position) => [
    String(position + 1).padStart(2),
    law.id,
    law.class,
    String(law.kills),
    String(law.alone),
    seconds(law.milliseconds),
  ]);
  return textTable(["", "law", "compares with", "catches", "alone", "time"], rows, 3);
}

function classLines(matrix: KillMatrix): string[] {
  const present = classSummaries(matrix).filter(({ laws }) => laws > 0);
  const sentences = present.flatMap((each) => wrap(classSentence(each, matrix.rows.length), textWidth));
  return [...sentences, ...wrap(aboutAnswersAlone, textWidth)];
}

function visibleLines(visible: readonly Visible[], title: (text: string) => string): string[] {
  if (visible.length === 0) return [];
  const rows = visible.map((row) => [
    String(row.layers),
    row.precision,
    row.quantity,
    ...[row.goal, row.best, row.bestRounded, row.median, row.tolerance.best, row.tolerance.median].map(units),
    goalMet(row) ? "" : "missed",
  ]);
  const head = ["layers", "precision", "quantity", "goal", "caught", "rounded", "median", "tol best", "tol median", ""];
  return [
    "",
    title("The smallest visible error"),
    ...wrap(aboutVisible, textWidth),
    "",
    ...textTable(head, rows, 3),
    "",
    ...wrap(goalSentence(visible), textWidth),
  ];
}

function conclusion(found: Sensitivity, paint: Paint): string[] {
  const { rows } = found.matrix;
  const complete = isComplete(found);
  const word = complete ? "COMPLETE" : "INCOMPLETE";
  const names = (list: readonly Row[]): string => list.map(({ id }) => id).join(", ");
  const killed = rows.filter((row) => lawsThatKill(row) > 0).length;
  const [lost, refuted] = [missed(found), disproved(found)];
  const text = [
    `${killed} of ${countOf(rows.length, "mutant")} caught.`,
    lost.length === 0 ? "None that can be caught is missed." : `Missed: ${names(lost)}.`,
    ...(refuted.length === 0 ? [] : [`Caught in spite of a proof that they cannot be: ${names(refuted)}.`]),
  ].join(" ");
  const [first = "", ...others] = wrap(text, textWidth - labelWidth);
  return [
    `${paint(complete ? "green" : "red", word)}${" ".repeat(labelWidth - word.length)}${first}`,
    ...others.map((line) => " ".repeat(labelWidth) + line),
  ];
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
