/** Sentences and numbers that the text and the page share. */
import type { LawClass } from "./classes.js";
import type { ClassSummary } from "./matrix.js";
import { usualTolerance, type Visible } from "./smallest.js";

/** The share of the mutants that the laws among answers are to catch alone. */
export const goalOfAnswersAlone = 0.8;

export const classWords: Readonly<Record<LawClass, string>> = {
  "exact values": "Laws that compare with exact values or with finite differences of them",
  "second implementation": "Laws that compare with a second implementation",
  "answers alone": "Laws that compare the subject's answers with each other",
};

export const aboutAnswersAlone =
  "Laws among answers need no exact value of any number. How far roundings may part two answers they still take from " +
  "the oracle's radii.";

export const aboutVisible =
  "An error is put into one entry of a correct answer, either way, and made smaller until the law of agreement no longer " +
  "sees it. Sizes are in units in the last place of the precision. Caught: the smallest in any entry of any case, which is " +
  "what the gate sees. Rounded: the same among entries in which correct implementations may differ. Median: over all entries " +
  "that are not 0. Tolerance: what rtol " +
  `${usualTolerance.rtol} with atol ${usualTolerance.atol}, around the exact value, would catch at best and in the median.`;

export function percent(part: number, whole: number): string {
  return whole === 0 ? "none" : `${((part / whole) * 100).toFixed(1)} %`;
}

export function classSentence({ class: name, laws, killed }: ClassSummary, mutants: number): string {
  const text = `${classWords[name]} (${laws}): alone they catch ${killed} of ${mutants}, ${percent(killed, mutants)}`;
  if (name !== "answers alone") return `${text}.`;
  const met = killed >= goalOfAnswersAlone * mutants ? "met" : "missed";
  return `${text}; the goal of ${goalOfAnswersAlone * 100} % is ${met}.`;
}

/** Largest whole number that is written out. */
const mostWrittenOut = 99_999;

/** A number of units in the last place. */
export function units(value: number): string {
  if (value === Infinity) return "none";
  return value <= mostWrittenOut ? String(value) : value.toExponential(1).replace("e+", "e");
}

export function goalMet({ best, goal }: Visible): boolean {
  return best <= goal;
}

/** Whether the goals are met, naming the quantities where one is not. */
export function goalSentence(visible: readonly Visible[]): string {
  const over = visible.filter((row) => !goalMet(row));
  if (over.length === 0) return "Every goal is met.";
  const names = over.map(({ quantity, layers, precision }) => `${quantity} (${layersOf(layers)}, ${precision})`);
  return `Goals missed: ${names.join(", ")}.`;
}

export function layersOf(layers: number): string {
  return layers === 1 ? "1 layer" : `${layers} layers`;
}
