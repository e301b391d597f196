/** Pieces of a page of Markdown. */
import { wrap } from "../gate/layout.js";

/** Columns of prose. */
const proseWidth = 140;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

export function prose(text: string): string {
  return wrap(text, proseWidth).join("\n");
}

/** Keeps Markdown from reading formulas. */
export function escaped(text: string): string {
  return text.replace(/[\\*_|<>[\]`]/g, "\\$&");
}

/** Names as code, one after the other. */
export function names(ids: readonly string[]): string {
  return ids.map((id) => `\`${id}\``).join(", ");
}
