/** One line of a calculation by hand. */
import type { EquationId } from "../../../spec/equations.js";
import { number, type Written } from "./written.js";

/** What a step computes, such as "dz/2/1/3": the letter, the example where it has one, the layer, the unit. */
export type Key = string;

export interface Step {
  readonly key: Key;
  /** How the reader sees it, such as "dz_3^(1)". */
  readonly name: string;
  /** What it equals, from the formula to the numbers; what equals the value alone is left out. */
  readonly right: readonly Written[];
  readonly value: number;
  /** Said of the value, such as "as 2 > 0". */
  readonly remark?: Written;
  readonly equations: readonly EquationId[];
  /** What must be known before. A key that no step has is given in the case. */
  readonly needs: readonly Key[];
  /** From 1; absent for what is computed of the batch. */
  readonly example?: number;
}

export function key(letter: string, ...indices: readonly number[]): Key {
  return [letter, ...indices].join("/");
}

/** The keys of a row of units. */
export function keys(letter: string, indices: readonly number[], units: number): Key[] {
  return Array.from({ length: units }, (_, position) => key(letter, ...indices, position + 1));
}

/** "z = 0.5 · 2 + 1 = 2"; "≈" where a number does not stand there in full. */
export function stepText({ name, right, value, remark }: Step): string {
  const result = number(value);
  const parts = right.filter(({ text }) => text !== result.text);
  const isExact = result.exact && right.every(({ exact }) => exact);
  const text = [name, ...parts.map((part) => part.text)].join(" = ");
  return `${text} ${isExact ? "=" : "≈"} ${result.text}${remark === undefined ? "" : `, ${remark.text}`}`;
}

/** The steps that lead to one of them, in their order; the one itself is the last. */
export function leadingTo(steps: readonly Step[], target: Key): Step[] {
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const needed = new Set<Key>();
  const visit = (wanted: Key): void => {
    const step = byKey.get(wanted);
    if (step === undefined || needed.has(wanted)) return;
    needed.add(wanted);
    step.needs.forEach(visit);
  };
  visit(target);
  return steps.filter((step) => needed.has(step.key));
}
