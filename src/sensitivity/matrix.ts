/** The kill matrix: which law catches which mistake. */
import type { EquationId } from "../../spec/equations.js";
import { classOf, lawClasses, type LawClass } from "./classes.js";

export interface Cell {
  readonly killed: boolean;
  /** Cases asked, the one that killed included. */
  readonly cases: number;
  readonly milliseconds: number;
}

/** One mutant against every law. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly equation: EquationId;
  /** In the order of the laws. */
  readonly cells: readonly Cell[];
}

export interface KillMatrix {
  readonly seed: number;
  /** Cases per law. */
  readonly runs: number;
  /** In the order of the gate. */
  readonly laws: readonly { readonly id: string; readonly title: string }[];
  readonly rows: readonly Row[];
}

/** The first law, in the order of the gate, that catches the mutant, and after how many cases; undefined when none does. */
export function firstKill(
  { laws }: KillMatrix,
  { cells }: Row,
): { readonly law: string; readonly cases: number } | undefined {
  const position = cells.findIndex(({ killed }) => killed);
  const [law, cell] = [laws[position], cells[position]];
  return law === undefined || cell === undefined ? undefined : { law: law.id, cases: cell.cases };
}

/** How many laws catch the mutant. */
export function lawsThatKill({ cells }: Row): number {
  return cells.filter(({ killed }) => killed).length;
}

/** The mutants that no law catches. */
export function survivors({ rows }: KillMatrix): readonly Row[] {
  return rows.filter((row) => lawsThatKill(row) === 0);
}

/** What one law catches. */
export interface LawSummary {
  readonly id: string;
  readonly title: string;
  readonly class: LawClass;
  readonly kills: number;
  /** Mutants that no other law catches. */
  readonly alone: number;
  readonly milliseconds: number;
}

export function lawSummaries({ laws, rows }: KillMatrix): readonly LawSummary[] {
  return laws.map(({ id, title }, position) => {
    const killed = rows.filter(({ cells }) => cells[position]?.killed);
    return {
      id,
      title,
      class: classOf(id),
      kills: killed.length,
      alone: killed.filter((row) => lawsThatKill(row) === 1).length,
      milliseconds: rows.reduce((sum, { cells }) => sum + (cells[position]?.milliseconds ?? 0), 0),
    };
  });
}

/** What the laws of one class would catch if there were no others. */
export interface ClassSummary {
  readonly class: LawClass;
  readonly laws: number;
  readonly killed: number;
}

export function classSummaries({ laws, rows }: KillMatrix): readonly ClassSummary[] {
  return lawClasses.map((each) => {
    const own = laws.map(({ id }) => classOf(id) === each);
    const killed = rows.filter(({ cells }) => cells.some((cell, position) => own[position] && cell.killed));
    return { class: each, laws: own.filter(Boolean).length, killed: killed.length };
  });
}
