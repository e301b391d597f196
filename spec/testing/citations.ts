/** Places of the lecture: "000 L214", or a range, "000 L208-217". */

/** How many lines each document has. */
export const lines: Readonly<Record<string, number>> = { "000": 782, "001": 184, "002": 422, "003": 655, "004": 990 };

/** What is wrong with a citation. */
export function citationFault(citation: string): string | undefined {
  const [, document = "", first = "", last = first] = /^(00[0-4]) L(\d+)(?:-(\d+))?$/.exec(citation) ?? [];
  const inside = Number(first) >= 1 && Number(last) >= Number(first) && Number(last) <= (lines[document] ?? 0);
  return inside ? undefined : `'${citation}' cites nothing`;
}
