/** The calculation that leads to a wrong entry, step by step, as a person does it on paper. */
import {
  completeConventions,
  entriesOf,
  placeOf,
  type Case,
  type Conventions,
  type DeclaredConventions,
  type Place,
} from "../../model/index.js";
import { describePlace, type Mismatch } from "../../compare/index.js";
import type { Counterexample } from "../../gate/index.js";
import { backwardSteps } from "./backward.js";
import { entryStep } from "./batch.js";
import { forwardSteps } from "./forward.js";
import { lines } from "./lines.js";
import { divergenceStep } from "./losses.js";
import { sheetOf, type Sheet } from "./sheet.js";
import { leadingTo, type Step } from "./step.js";

/** More numbers than these nobody takes up a pencil for. */
const mostNumbers = 40;
/** More lines than these push the rest off the screen. */
const mostLines = 25;

/**
 * The steps to the first wrong entry, and what the answer has in its place.
 *
 * @param declared - the subject's conventions.
 * @returns no line where no entry is wrong, where the case is too large or holds a function that is declared to deviate, or where the
 * calculation does not end in the entry's range: a law between answers may hold one answer wrong for the sake of another.
 */
export function handCalculation(
  { case: question, mismatches }: Counterexample,
  declared: DeclaredConventions | undefined,
): string[] {
  const [wrong] = mismatches;
  if (wrong === undefined || numbersIn(question) > mostNumbers) return [];
  const conventions = completeConventions(declared);
  if (deviates(question, conventions)) return [];
  const sheet = sheetOf(question, conventions);
  if (!isAcceptable(rightEntry(sheet, wrong), wrong)) return [];
  const printed = lines(stepsTo(sheet, wrong), wrong, rightEntry(sheet, wrong));
  if (printed.length <= mostLines) return printed;
  return [`left out: it takes ${printed.length} lines to the ${describePlace(wrong, question)}`];
}

/** Whether the steps below would be those of another function than the declared one. */
function deviates({ network, loss }: Case, { deviations }: Conventions): boolean {
  const { "softplus-linear-above": linear, "probabilities-clipped": clip, "epsilon-in-logarithm": added } = deviations;
  const holdsSoftplus = network.layers.some(({ activation }) => activation.name === "softplus");
  const takesLogarithms = ["cross-entropy", "negative-log-of-sum", "binary-cross-entropy"].includes(loss.name);
  return (holdsSoftplus && linear !== undefined) || (takesLogarithms && (clip ?? added) !== undefined);
}

/** Weights, biases, inputs, targets and what the activations hold. */
export function numbersIn(value: unknown): number {
  if (typeof value === "number") return 1;
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce<number>((count, member) => count + numbersIn(member), 0);
}

/** All steps that lead to the entry, which is the last. */
export function stepsTo(sheet: Sheet, wrong: Place): Step[] {
  const entry = entryStep(sheet, wrong);
  const steps = sheet.examples.flatMap((example) => [
    ...forwardSteps(sheet, example),
    divergenceStep(sheet, example),
    ...backwardSteps(sheet, example),
  ]);
  return leadingTo([...steps, ...(entry.step === undefined ? [] : [entry.step])], entry.key);
}

function rightEntry({ question, whole }: Sheet, wrong: Mismatch): number {
  const entries = entriesOf(question, whole, wrong.quantity) ?? [];
  const isWrong = (position: number): boolean => {
    const { layer, index } = placeOf(question, wrong.quantity, position);
    return layer === wrong.layer && index.every((i, axis) => i === wrong.index[axis]);
  };
  return entries.find((_, position) => isWrong(position)) ?? NaN;
}

/** Whether a number calculated in doubles lies in the range, give or take its own roundings. */
function isAcceptable(right: number, { range: [lo, hi], got }: Mismatch): boolean {
  const rounding = Math.abs(right) * 2 ** -40;
  return right + rounding >= lo && right - rounding <= hi && right !== got;
}
