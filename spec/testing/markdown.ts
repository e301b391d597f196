/** Text as the cell of a table: what Markdown would take for its own gets a backslash, an underscore only where emphasis could begin. */
export function escaped(text: string): string {
  return text.replace(/[*<\\`|[\]]|(?<![\p{L}\p{N}])_/gu, (character) => `\\${character}`);
}
