/** Whole arrays first; single entries get words and digits only where one is wrong. */
import {
  entriesOf,
  placeOf,
  quantities as causalOrder,
  shapeOf,
  type Answer,
  type Case,
  type Quantity,
  type Ranges,
  type Reference,
} from "../model/index.js";
import type { Mismatch } from "./mismatch.js";

/** An answer against its reference. */
export interface Comparison {
  /** All entries outside their ranges, in the order in which the lecture computes the quantities. */
  readonly mismatches: readonly Mismatch[];
  /** How many entries lie inside a range too wide for a wrong one to be seen. */
  readonly undecided: number;
  /** How many entries were compared. */
  readonly entries: number;
}

/**
 * An entry can decide when its radius is at most this share of its own magnitude, or of the largest in its quantity
 * and layer (spec/numerics.md, Verdicts). Not a tolerance: no answer is accepted or rejected by it.
 */
export const decisive = 2 ** -10;

/**
 * Compares every entry of the given quantities with its range; a quantity that the answer lacks adds no entries.
 *
 * derived-range (spec/numerics.md): an entry holds iff lo ≤ got ≤ hi, which NaN never does. A radius of Infinity means
 * that nothing can be said: such an entry is undecided, whatever came.
 *
 * @throws ShapeError when a quantity has not the shape that the case demands.
 */
export function compareAnswer(reference: Reference, answer: Answer, quantities: readonly Quantity[]): Comparison {
  const mismatches: Mismatch[] = [];
  let undecided = 0;
  let entries = 0;
  for (const quantity of causalOrder) {
    const got = quantities.includes(quantity) ? entriesOf(reference.case, answer, quantity) : undefined;
    if (got === undefined) continue;
    const ranges = reference.ranges(quantity);
    const wrong = outside(ranges, got);
    entries += got.length;
    undecided += indecisive(reference.case, quantity, ranges).filter((position) => !wrong.includes(position)).length;
    mismatches.push(...wrong.map((position) => explain(reference, quantity, position, got[position] as number)));
  }
  return { mismatches, undecided, entries };
}

/** The positions of the entries outside their ranges. */
function outside(ranges: Ranges, got: readonly number[]): number[] {
  const wrong: number[] = [];
  for (let position = 0; position < got.length; position++) {
    const entry = got[position] as number;
    const holds = entry >= (ranges.lo[position] as number) && entry <= (ranges.hi[position] as number);
    if (!holds && ranges.radius[position] !== Infinity) wrong.push(position);
  }
  return wrong;
}

/** The positions whose range would hide a wrong entry. They depend on the case alone, not on what was answered. */
function indecisive(question: Case, quantity: Quantity, { exact, radius }: Ranges): number[] {
  const wide: number[] = [];
  let position = 0;
  for (const size of layerSizes(question, quantity)) {
    const end = position + size;
    const limit = decisive * scaleOf(exact.slice(position, end));
    for (; position < end; position++) {
      if (!((radius[position] as number) <= limit)) wide.push(position);
    }
  }
  return wide;
}

/** The largest magnitude, which is no smaller than any single one; NaN stands where nothing can be said and is left out. */
function scaleOf(exact: readonly number[]): number {
  return exact.reduce((largest, value) => (Math.abs(value) > largest ? Math.abs(value) : largest), 0);
}

function layerSizes(question: Case, quantity: Quantity): number[] {
  const shape = shapeOf(question, quantity);
  return (shape.layered ? shape.shapes : [shape.shape]).map((part) =>
    part.reduce((product, length) => product * length, 1),
  );
}

function explain(reference: Reference, quantity: Quantity, position: number, got: number): Mismatch {
  const { lo, hi, exact, radius } = reference.ranges(quantity);
  return {
    ...placeOf(reference.case, quantity, position),
    got,
    exact: reference.digits(quantity, position),
    range: [lo[position] as number, hi[position] as number],
    factor: factorOf(got, exact[position] as number, radius[position] as number),
  };
}

function factorOf(got: number, exact: number, radius: number): number {
  const factor = Math.abs(got - exact) / radius;
  return Number.isNaN(factor) ? Infinity : factor;
}
