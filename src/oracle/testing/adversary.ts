/**
 * The rounding adversary (spec/numerics.md, "Evidence that the ranges are right"): a correct implementation whose every
 * operation errs by all it may, in the direction that hurts one entry most.
 */
import { quantities } from "../../model/index.js";
import type { Form } from "./forms.js";
import { Implementation } from "./implementation.js";
import type { Real } from "../decimal.js";
import type { Widening } from "../widening.js";
import { decimals, doubles } from "./numbers.js";
import { Program } from "./program.js";
import type { Question } from "./random-cases.js";
import { tooFine } from "./rounding.js";

/** What the adversary made of an entry. */
export type Extreme = number | Real;

/**
 * The worst that each entry can become in that form. One run per operation finds how far every entry moves when that
 * operation alone errs; two runs per entry let all operations err in the directions that push it down, or up.
 *
 * @returns per entry its two extremes; the entries of all quantities, one after the other in the order of `quantities`.
 */
export function worstCases(
  question: Question,
  form: Form,
  format: Widening,
): (readonly [down: Extreme, up: Extreme])[] {
  const isFine = format.u < tooFine;
  const program = new Program(format, isFine ? "decimals" : "doubles");
  const results = new Implementation(program, form, question).results();
  const entries = quantities.flatMap((quantity) => results[quantity].map(({ operation }) => operation));
  const directions = directionsOf(program, entries);
  return entries.map((entry, position) => {
    const upwards = directions[position] as Float64Array;
    const parts = program.partsOf(entry);
    const pushed = (to: Float64Array): Extreme => {
      const how = { directions: to, wanted: (operation: number) => parts.has(operation) };
      return (isFine ? program.run(decimals, how) : program.run(doubles, how))[entry] as Extreme;
    };
    return [pushed(upwards.map((direction) => -direction)), pushed(upwards)];
  });
}

/** Per entry, in which direction each operation has to err to push it up: 1, -1, or 0 where it has no part in it. */
function directionsOf(program: Program, entries: readonly number[]): Float64Array[] {
  const format = visible(program.format);
  const undisturbed = program.run(doubles, { directions: {}, format });
  const directions = entries.map(() => new Float64Array(undisturbed.length));
  for (const operation of program.erring) {
    const disturbed = program.run(doubles, { directions: { [operation]: 1 }, format }, undisturbed, operation);
    entries.forEach((entry, position) => {
      const moved = (disturbed[entry] as number) - (undisturbed[entry] as number);
      (directions[position] as Float64Array)[operation] = Math.sign(moved) || 0;
    });
  }
  return directions;
}

/** The same format with errors so large that doubles show which way they push. */
function visible(format: Widening): Widening {
  const u = Math.max(format.u, 2 ** -20);
  return { ...format, u, primitive: (format.primitive / format.u) * u, eta: 2 * format.eta };
}
