/**
 * Survivors against equivalents.json, a list of groups of mutants that have one reason: `kind` "equivalent" (no test can tell
 * them from the original; `because` is the proof) or "gap" (a test is missing; `because` says which). A mutant is known by
 * its file, the function it is in, its line's text, and what replaced what, so that it is found again after lines have moved.
 */

/** @returns whether the mutant was not killed. */
export const isAlive = ({ status }) => status === "Survived" || status === "NoCoverage";

export const reasonOf = (mutant, reasons) =>
  reasons.find(({ mutants }) => mutants.some((entry) => isSame(entry, mutant)));

/**
 * @param mutants - all of one part; undefined when only its survivors are known.
 * @returns the survivors without a reason, the reasons without a mutant, and those whose mutant was killed.
 */
export function problemsOf(mutants, survivors, reasons) {
  const files = new Set(mutants?.map(({ file }) => file));
  const entries = reasons.flatMap((group) => group.mutants).filter(({ file }) => files.has(file));
  return [
    ...survivors
      .filter((mutant) => reasonOf(mutant, reasons) === undefined)
      .map((mutant) => `${named(mutant)} survives without a reason`),
    ...entries.flatMap((entry) => {
      const same = mutants.filter((mutant) => isSame(entry, mutant));
      if (same.length === 0) return [`${named(entry)} is listed and is no mutant any more`];
      return same.filter((mutant) => !isAlive(mutant)).map((mutant) => `${named(mutant)} is listed and was killed`);
    }),
  ];
}

function isSame(entry, mutant) {
  return ["file", "within", "line", "original", "replacement"].every((key) => entry[key] === mutant[key]);
}

function named({ file, number, original, replacement }) {
  return `${file}${number === undefined ? "" : `:${number}`}: ${original} → ${replacement}`;
}
