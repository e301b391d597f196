/** Helps people who mistype a name. */

/** How many suggestions are useful. */
const most = 3;
/** A suggestion is a guess: it may differ by these many keystrokes, and by more in a long name. */
const fewestTypos = 2;
const lettersPerTypo = 4;

/** The names most like the given one: those that contain it, then those that a few keystrokes turn into it. */
export function nearest(name: string, known: readonly string[]): string[] {
  const limit = Math.max(fewestTypos, Math.floor(name.length / lettersPerTypo));
  return known
    .map((candidate) => ({ candidate, distance: candidate.includes(name) ? 0 : editDistance(name, candidate) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** "; did you mean 'a', 'b'?", or nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const names = nearest(name, known);
  return names.length === 0 ? "" : `; did you mean ${names.map((candidate) => `'${candidate}'`).join(", ")}?`;
}

/** Levenshtein's distance: insertions, deletions and replacements of one character. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, position) => position);
  for (const [above, letter] of [...a].entries()) {
    const next = [above + 1];
    for (const [left, other] of [...b].entries()) {
      const replaced = (row[left] as number) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (next[left] as number) + 1, (row[left + 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
