/**
 * Columns two blanks apart, each as wide as its widest cell, under its head.
 *
 * @param left - so many columns begin on the left; the others hold numbers and end on the right.
 */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[], left: number): string[] {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => (column < left ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}
