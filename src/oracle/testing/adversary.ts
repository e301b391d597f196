/**
 * The rounding adversary (spec/numerics.md, "Evidence that the ranges are right"): a correct implementation whose every
 * operation errs by all it may, in the direction that hurts one entry most.
 */
import { quantities } from "../../model/index.js";
import type { Form } from "./forms.js";
import { Implementation } from "./implementation.js";
import { Program, type Allowance } from "./program.js";
import type { Question } from "./random-cases.js";

/**
 * The worst that each entry can become in that form. One run per operation finds how far every entry moves when that
 * operation alone errs; two runs per entry let all operations err in the directions that push it down, or up.
 *
 * @returns per entry its two extremes; the entries of all quantities, one after the other in the order of `quantities`.
 */
export function worstCases(
  question: Question,
  form: Form,
  allowance: Allowance,
): (readonly [down: number, up: number])[] {
  const program = new Program(allowance);
  const results = new Implementation(program, form, question).results();
  const entries = quantities.flatMap((quantity) => results[quantity].map(({ operation }) => operation));
  const undisturbed = program.run({});
  const directions = entries.map(() => new Float64Array(undisturbed.length));
  for (const operation of program.erring) {
    const disturbed = program.run({ [operation]: 1 }, undisturbed, operation);
    entries.forEach((entry, position) => {
      (directions[position] as Float64Array)[operation] = Math.sign(
        (disturbed[entry] as number) - (undisturbed[entry] as number),
      );
    });
  }
  return entries.map((entry, position) => {
    const upwards = directions[position] as Float64Array;
    return [program.run(upwards.map(opposite))[entry] as number, program.run(upwards)[entry] as number];
  });
}

function opposite(direction: number): number {
  return -direction;
}
