/** Targets that fit the loss. */
import type { LossName } from "../../src/model/index.js";

export interface TargetRecord {
  readonly targets: readonly number[];
  readonly oneHot: boolean;
}

/** T rows of M targets: of any number, of 0 and more, between 0 and 1, or one-hot, as the loss wants them. */
export function targetsFor(loss: LossName | "own", record: TargetRecord, T: number, M: number): number[][] {
  const plain = matrix(record.targets, T, M);
  switch (loss) {
    case "cross-entropy":
      // Soft rows may be all zero and need not add up to 1.
      return record.oneHot ? oneHot(record, T, M) : plain.map((row) => row.map(Math.abs));
    case "negative-log-of-sum":
      return record.oneHot ? oneHot(record, T, M) : plain.map((row) => notAllZero(row.map(Math.abs)));
    case "multiclass-hinge":
      return oneHot(record, T, M);
    case "binary-cross-entropy":
      return plain.map((row) => row.map((d) => (record.oneHot ? (d > 0 ? 1 : 0) : Math.min(1, Math.abs(d) / 2))));
    default:
      return plain;
  }
}

function oneHot(record: TargetRecord, T: number, K: number): number[][] {
  return read(record.targets, T).map((value) => {
    const label = Math.floor(Math.abs(value) * 8) % K;
    return Array.from({ length: K }, (_, k) => (k === label ? 1 : 0));
  });
}

/** The sum has no logarithm when no class has a target. */
function notAllZero(row: readonly number[]): number[] {
  return row.every((d) => d === 0) ? row.map((_, i) => (i === 0 ? 1 : 0)) : [...row];
}

/** The first `length` numbers; `rest` stands in where there are none left. */
export function read(
  numbers: readonly number[],
  length: number,
  rest: (position: number) => number = () => 0,
): number[] {
  return Array.from({ length }, (_, i) => numbers[i] ?? rest(i));
}

/** The numbers row by row, then zeros. */
export function matrix(numbers: readonly number[], rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => numbers[row * columns + column] ?? 0),
  );
}
