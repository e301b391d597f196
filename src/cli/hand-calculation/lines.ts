import type { Mismatch } from "../../compare/index.js";
import { numberText } from "../../gate/case-text.js";
import { wrap } from "../../gate/layout.js";
import { stepText, type Step } from "./step.js";
import { number } from "./written.js";

/** Columns that the report leaves to a block of lines. */
const width = 94;
/** The names of the equations stand under one another here, if the lines before them are not longer. */
const usualWidth = 48;
const indentation = "  ";

/** The steps, those of each example under a heading of their own; the last is the one that the answer has wrong. */
export function lines(steps: readonly Step[], wrong: Mismatch, right: number): string[] {
  const several = new Set(steps.map(({ example }) => example)).size > 1 || (steps[0]?.example ?? 1) > 1;
  const column = Math.max(...steps.map((step) => stepText(step).length).filter((length) => length <= usualWidth), 0);
  return [
    ...steps.flatMap((step, position) => [
      ...(several && step.example !== steps[position - 1]?.example ? [heading(step)] : []),
      ...stepLines(step, column).map((line) => (several ? indentation : "") + line),
    ]),
    verdict(wrong, right),
  ];
}

function heading({ example }: Step): string {
  return example === undefined ? "the batch" : `example ${example}`;
}

/** The step and the equations it follows; on lines of their own where one is too short. */
function stepLines(step: Step, column: number): string[] {
  const text = stepText(step);
  const equations = `(${step.equations.join(", ")})`;
  const together = `${text.padEnd(column)}  ${equations}`;
  if (together.length <= width) return [together];
  return [...wrap(text, width), equations].map((line, position) => (position === 0 ? line : indentation + line));
}

function verdict({ got }: Mismatch, right: number): string {
  const shown = number(right);
  const close = Number.isFinite(got) && number(got).text === shown.text;
  // Numbers that differ late are shown in full.
  return `the answer has ${close ? numberText(got) : number(got).text} here, not ${close ? numberText(right) : shown.text}`;
}
