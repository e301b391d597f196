/** The smallest error of a single entry that agreement with the oracle catches, beside what a fixed tolerance would catch. */
import * as fc from "fast-check";
import { compareAnswer } from "../compare/index.js";
import { seedOf } from "../gate/index.js";
import { entriesOf, shapeOf, type Answer, type Case, type Quantity, type Reference } from "../model/index.js";
import { leastNoticed, roundedTo, ulpOf, type MeasuredPrecision } from "./ulps.js";

/** A kind of network, and the units in the last place within which errors in it are to be seen. */
export interface Depth {
  readonly layers: number;
  readonly goal: number;
}

export const depths: readonly Depth[] = [
  { layers: 1, goal: 16 },
  { layers: 6, goal: 1000 },
];

export const measuredPrecisions = ["f64", "f32"] as const satisfies readonly MeasuredPrecision[];

/** What numpy.testing and the gradient checkers of the frameworks take when they are told nothing: |got - want| ≤ atol + rtol |want|. */
export const usualTolerance = { rtol: 1e-3, atol: 1e-5 };

export interface SmallestOptions {
  readonly quantities: readonly Quantity[];
  /** Cases per kind of network. */
  readonly runs: number;
  readonly seed: number;
  /** Cases as the gate draws them, of networks with so many layers. */
  readonly cases: (precision: MeasuredPrecision, layers: number) => fc.Arbitrary<Case>;
  /** The reference that the laws of agreement judge by. */
  readonly certify: (question: Case, precision: MeasuredPrecision) => Reference;
  /** A correct answer in double precision. */
  readonly answer: (question: Case) => Answer;
  /** Awaited before each case, counted from 1. */
  readonly onProgress?: (depth: Depth, precision: MeasuredPrecision, number: number) => void | Promise<void>;
}

/** All in units in the last place of the precision; Infinity where no error is seen. */
export interface Visible extends Depth {
  readonly quantity: Quantity;
  readonly precision: MeasuredPrecision;
  /** Entries in which an error was tried: all but those that are 0 or infinite. */
  readonly entries: number;
  /** The smallest error caught in any entry: what the gate catches. */
  readonly best: number;
  /** The same among entries that are not exact, where correct implementations differ. */
  readonly bestRounded: number;
  readonly median: number;
  /** What the usual tolerance would catch around the exact value. */
  readonly tolerance: { readonly best: number; readonly median: number };
}

/** One row per quantity, kind of network and precision. */
export async function smallestVisible(options: SmallestOptions): Promise<readonly Visible[]> {
  const rows: Visible[] = [];
  for (const depth of depths) {
    for (const precision of measuredPrecisions) rows.push(...(await measured(depth, precision, options)));
  }
  return rows;
}

/** What was found in one entry. */
interface Found {
  readonly units: number;
  readonly exact: boolean;
  readonly tolerance: number;
}

async function measured(depth: Depth, precision: MeasuredPrecision, options: SmallestOptions): Promise<Visible[]> {
  const { quantities, runs, seed, cases, certify, answer, onProgress } = options;
  const questions = fc.sample(cases(precision, depth.layers), {
    numRuns: runs,
    seed: seedOf(seed, `smallest-visible-error/${depth.layers}/${precision}`),
  });
  const found = new Map<Quantity, Found[]>(quantities.map((quantity) => [quantity, []]));
  for (const [position, question] of questions.entries()) {
    await onProgress?.(depth, precision, position + 1);
    const reference = certify(question, precision);
    const correct = answer(question);
    for (const quantity of quantities)
      found
        .get(quantity)
        ?.push(...inQuantity(reference, entriesOf(question, correct, quantity) ?? [], quantity, precision));
  }
  return quantities.map((quantity) => ({ quantity, precision, ...depth, ...summary(found.get(quantity) ?? []) }));
}

/** The smallest error caught in each entry of the quantity. @throws Error when the correct answer is not in its range. */
function inQuantity(
  whole: Reference,
  correct: readonly number[],
  quantity: Quantity,
  precision: MeasuredPrecision,
): Found[] {
  // Digits are for people.
  const reference: Reference = { ...whole, digits: () => "" };
  const entries = correct.map((value) => roundedTo(precision, value));
  const isCaught = (values: readonly number[]): boolean =>
    compareAnswer(reference, answerWith(reference.case, quantity, values), [quantity]).mismatches.length > 0;
  if (isCaught(entries)) throw new Error(`a correct answer lies outside its range in ${quantity}, ${precision}`);
  const { exact, radius } = reference.ranges(quantity);
  return entries.flatMap((value, position): Found[] => {
    if (value === 0 || !Number.isFinite(value)) return [];
    const ulp = ulpOf(value, precision);
    const catches = (error: number): boolean => isCaught(entries.with(position, value + error));
    const truth = Math.abs(exact[position] ?? NaN);
    // Around what is too large for a double, or for correct implementations to agree on, no tolerance catches anything.
    const allowed = Number.isFinite(truth) ? usualTolerance.atol + usualTolerance.rtol * truth : Infinity;
    return [
      {
        // An error must be seen whichever way it points.
        units: leastNoticed(precision, (units) => catches(units * ulp) && catches(-units * ulp)),
        exact: radius[position] === 0,
        tolerance: Math.floor(allowed / ulp) + 1,
      },
    ];
  });
}

/** An answer that holds one quantity. `values` in the order of `entriesOf`. */
function answerWith(question: Case, quantity: Quantity, values: readonly number[]): Answer {
  let next = 0;
  const nested = ([length, ...inner]: readonly number[]): unknown =>
    length === undefined ? values[next++] : Array.from({ length }, () => nested(inner));
  const shape = shapeOf(question, quantity);
  const value = shape.layered ? shape.shapes.map((layer) => nested(layer)) : nested(shape.shape);
  const [outer, inner] = quantity.split(".") as [string, string?];
  return inner === undefined ? { [outer]: value } : { [outer]: { [inner]: value } };
}

function summary(found: readonly Found[]): Omit<Visible, "quantity" | "precision" | keyof Depth> {
  const units = found.map((each) => each.units);
  const tolerance = found.map((each) => each.tolerance);
  return {
    entries: found.length,
    best: least(units),
    bestRounded: least(found.filter(({ exact }) => !exact).map((each) => each.units)),
    median: median(units),
    tolerance: { best: least(tolerance), median: median(tolerance) },
  };
}

function least(values: readonly number[]): number {
  return values.reduce((smallest, value) => Math.min(smallest, value), Infinity);
}

/** The lower of the two in the middle of an even number; Infinity of none. */
function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Infinity;
}
