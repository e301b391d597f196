/** errata.md from the table of errata. */
import type { Erratum } from "../errata.js";

/** How an erratum is shown wrong: what the examples are about, and the known mistake that types it into a program. */
export interface Shown {
  readonly examples: readonly string[];
  readonly mutant?: string | undefined;
}

const classes: Readonly<Record<Erratum["class"], string>> = {
  author: "author: wrong in the source itself",
  label: "label: a heading, a name or a symbol beside a right formula",
  gap: "gap: incomplete, so that a literal program fails",
  ocr: "recognition: noise of optical character recognition",
  undecided: "undecided: the text is wrong, its origin cannot be told",
};

const preface = (errata: readonly Erratum[]): string => {
  const mathematical = errata.filter((erratum) => erratum.mathematical).length;
  return `# Errata of the lecture

The five documents that the project follows ([README.md](README.md#the-lecture)) contain ${errata.length} slips. ${mathematical} of them are mathematical: a
program written from the printed line computes a wrong number or fails. Those are executable in \`properties/errata\`: each is
shown wrong on a case whose right answer comes from finite differences or from arithmetic in integers, and each that has a
blind spot is shown to pass there. Blind spots matter to whoever tests an implementation: they are the inputs for which the
mistake cannot be seen. \`gradproof explain E0-04\` runs one.

This page is written by \`UPDATE_SPEC=1 npx vitest run spec/errata\` from [errata.ts](errata.ts). An id keeps its meaning for ever.
`;
};

/** The whole page. */
export function renderErrata(
  errata: Readonly<Record<string, Erratum>>,
  shownOf: (id: string) => Shown | undefined,
): string {
  const entries = Object.entries(errata);
  const documents = [...new Set(entries.map(([, { document }]) => document))];
  const chapters = documents.map((document) => {
    const own = entries.filter(([, erratum]) => erratum.document === document);
    return `## Document ${document}\n\n${own.map(([id, erratum]) => section(id, erratum, shownOf(id))).join("\n")}`;
  });
  return [preface(Object.values(errata)), ...chapters].join("\n");
}

function section(id: string, erratum: Erratum, shown: Shown | undefined): string {
  const items = [
    ["Lecture", erratum.lines],
    ["Class", classes[erratum.class]],
    ["Printed", erratum.printed],
    ["Right", erratum.correct],
    ["Note", erratum.note],
    ["Shown wrong by", shownWrong(erratum, shown)],
    ["Blind spot", erratum.mathematical ? (erratum.blindSpot ?? "none known") : undefined],
  ];
  const lines = items.flatMap(([label, text]) => (text === undefined ? [] : [`- ${label}: ${escaped(text)}`]));
  return `### ${id}\n\n${lines.join("\n")}\n`;
}

function shownWrong(erratum: Erratum, shown: Shown | undefined): string {
  if (!erratum.mathematical || shown === undefined) return "nothing to run: no number is wrong";
  const examples = shown.examples.join("; ");
  return shown.mutant === undefined ? examples : `${examples}; known mistake '${shown.mutant}'`;
}

/** What Markdown would take for its own: an underscore only where emphasis could begin. */
function escaped(text: string): string {
  return text.replace(/[*<\\`]|(?<![\p{L}\p{N}])_/gu, (character) => `\\${character}`);
}
