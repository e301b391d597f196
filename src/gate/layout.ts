/** Plain text within a fixed width, and colour for those who asked for it. */
import { visible } from "./markup.js";

/** Columns. Commands alone may be longer: they are there to be copied. */
export const textWidth = 100;

/** Where the text begins beside its label. */
export const labelWidth = 13;

/** What details may take, so that they can be indented twice. */
const detailWidth = textWidth - 4;

export type Colour = "red" | "green" | "yellow" | "bold";

/** Codes of ECMA-48, "select graphic rendition". */
const codes: Readonly<Record<Colour, number>> = { red: 31, green: 32, yellow: 33, bold: 1 };

/** Paints text, or leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string;

export function painter(inColour: boolean): Paint {
  return (colour, text) => (inColour ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text);
}

/** The text in lines that fit, broken at blanks; a word longer than a line is cut into several. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).flatMap((long) => cut(long, width))) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function cut(word: string, width: number): string[] {
  const parts = Math.max(1, Math.ceil(word.length / width));
  return Array.from({ length: parts }, (_, part) => word.slice(part * width, (part + 1) * width));
}

/** "label        text", wrapped, the lines of the text standing under one another; what a terminal would obey is shown by its code. */
export function labelled(label: string, text: string): string[] {
  const [first = "", ...others] = visible(text)
    .split("\n")
    .flatMap((line) => wrap(line, detailWidth - labelWidth));
  return [label.padEnd(labelWidth) + first, ...others.map((line) => " ".repeat(labelWidth) + line)].map((line) =>
    line.trimEnd(),
  );
}

export function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

/** The text, or its beginning and "…". */
export function shortened(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1)).trimEnd()}…`;
}

/** "1 case", "2 cases". */
export function countOf(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}
