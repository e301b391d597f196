/** A study small enough to be written by hand. */
import type { Cell, KillMatrix, Row } from "../matrix.js";
import type { Sensitivity } from "../sensitivity.js";
import type { Visible } from "../smallest.js";

const cell = (killed: boolean, cases: number, milliseconds: number): Cell => ({ killed, cases, milliseconds });

/** @param factor - how slow the machine is. */
export function smallMatrix(factor = 1): KillMatrix {
  const row = (id: string, title: string, cells: readonly (number | undefined)[]): Row => ({
    id,
    title,
    equation: "affine",
    cells: cells.map((kill, position) => cell(kill !== undefined, kill ?? 100, factor * (position + 1) * 100)),
  });
  return {
    seed: 1,
    runs: 100,
    laws: [
      { id: "forward/loss", title: "the loss" },
      { id: "peer/answers", title: "the peer" },
      { id: "batch/union", title: "the union" },
    ],
    rows: [
      row("loss/wrong", "takes y_1 * 2 | 3", [3, 5, undefined]),
      row("batch/wrong", "forgets the batch", [undefined, undefined, 17]),
      row("none/same", "is right", [undefined, undefined, undefined]),
    ],
  };
}

export const visibleRow: Visible = {
  layers: 1,
  goal: 16,
  quantity: "loss",
  precision: "f64",
  entries: 10,
  best: 2,
  bestRounded: 7,
  median: Infinity,
  tolerance: { best: 4526117625508, median: 5e12 },
};

export function smallStudy(change: Partial<Sensitivity> = {}): Sensitivity {
  return { matrix: smallMatrix(), visible: [visibleRow], equivalents: {}, ...change };
}
