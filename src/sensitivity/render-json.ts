import { version } from "../gate/index.js";
import { classSummaries, firstKill, lawsThatKill, lawSummaries, type KillMatrix, type Row } from "./matrix.js";
import { disproved, isComplete, missed, type Sensitivity } from "./sensitivity.js";

/** Everything that was measured, as JSON. What is never seen is null. */
export function renderJson(found: Sensitivity): string {
  const { matrix, visible, equivalents, figures } = found;
  const content = {
    tool: "gradproof",
    version,
    seed: matrix.seed,
    runs: matrix.runs,
    complete: isComplete(found),
    missed: missed(found).map(({ id }) => id),
    disproved: disproved(found).map(({ id }) => id),
    classes: classSummaries(matrix).map((each) => ({ ...each, of: matrix.rows.length })),
    laws: lawSummaries(matrix),
    mutants: matrix.rows.map((row) => mutant(matrix, row, equivalents[row.id])),
    smallestVisibleErrors: visible,
    ...figures,
  };
  return `${JSON.stringify(content, (_, value: unknown) => (value === Infinity ? null : value), 2)}\n`;
}

function mutant(matrix: KillMatrix, row: Row, proof: string | undefined): object {
  const { id, title, equation, cells } = row;
  return {
    id,
    title,
    equation,
    first: firstKill(matrix, row) ?? null,
    laws: lawsThatKill(row),
    equivalent: proof ?? null,
    cells: Object.fromEntries(matrix.laws.map((law, position) => [law.id, cells[position]])),
  };
}
