/** The mutants of a report of Stryker's, each with the words by which equivalents.json knows it. */

/** Long texts are told apart by their beginning. */
const longest = 100;

/** White space is formatting; "…" stands for the rest of a long text. */
export function shortened(text) {
  const plain = text.replace(/\s+/g, " ").trim();
  return plain.length <= longest ? plain : `${plain.slice(0, longest).trimEnd()}…`;
}

export function mutantsOf(report) {
  return Object.entries(report.files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split("\n");
    return mutants.map((mutant) => ({
      file,
      number: mutant.location.start.line,
      within: nameBefore(lines, mutant.location.start.line),
      line: lines[mutant.location.start.line - 1].trim(),
      original: shortened(textAt(lines, mutant.location)),
      replacement: shortened(mutant.replacement),
      mutator: mutant.mutatorName,
      status: mutant.status,
    }));
  });
}

/** The function, method or constant that begins last at or before the line; none for what stands above all of them. */
function nameBefore(lines, number) {
  for (let i = number - 1; i >= 0; i--) {
    const name = /^(?:export )?(?:function|const|class) (\w+)|^  (?:\w+ )*(\w+)\(.*\{$/.exec(lines[i]);
    if (name !== null) return name[1] ?? name[2];
  }
  return "";
}

function textAt(lines, { start, end }) {
  const whole = lines.slice(start.line - 1, end.line);
  whole[whole.length - 1] = whole[whole.length - 1].slice(0, end.column - 1);
  whole[0] = whole[0].slice(start.column - 1);
  return whole.join("\n");
}
