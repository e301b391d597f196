/** How small the smallest cases are that the gate shows of the known mistakes. */
import { numbersIn } from "../../hand-calculation/index.js";
import { median } from "./figures.js";
import { firstViolations, reported, type Hunt } from "./first-violations.js";

/** The case that a report shows of a mistake, and the law that has found it. */
export interface SmallestCase {
  readonly mutant: string;
  readonly law: string;
  readonly seed: number;
  /** Weights, biases, inputs, targets and what the activations hold. */
  readonly numbers: number;
  /** Significant decimal digits of the number that has most of them. */
  readonly digits: number;
}

export interface Shrinking {
  readonly seeds: readonly number[];
  /** Cases per law. */
  readonly runs: number;
  readonly mutants: number;
  /** One for each seed and each mistake that is caught under it. */
  readonly cases: readonly SmallestCase[];
  readonly numbers: { readonly median: number; readonly worst: number };
  readonly digits: { readonly median: number; readonly worst: number };
}

/** @param onProgress - awaited after each mistake, with the number of cases so far. */
export async function shrinking(
  { seeds, ...hunt }: Omit<Hunt, "seed"> & { readonly seeds: readonly number[] },
  onProgress: (cases: number) => void | Promise<void> = () => undefined,
): Promise<Shrinking> {
  const cases: SmallestCase[] = [];
  for (const seed of seeds) {
    for await (const violation of firstViolations({ ...hunt, seed })) {
      const { counterexample } = await reported(violation);
      const [numbers, digits] = [numbersIn(counterexample.case), digitsIn(counterexample.case)];
      cases.push({ mutant: violation.mutant.id, law: violation.law.id, seed, numbers, digits });
      await onProgress(cases.length);
    }
  }
  return {
    seeds,
    runs: hunt.runs,
    mutants: hunt.mutants.length,
    cases,
    numbers: figures(cases.map(({ numbers }) => numbers)),
    digits: figures(cases.map(({ digits }) => digits)),
  };
}

function figures(values: readonly number[]): Shrinking["numbers"] {
  return { median: median(values), worst: Math.max(0, ...values) };
}

/** Significant decimal digits of the number that has most of them, anywhere in the value. */
export function digitsIn(value: unknown): number {
  if (typeof value === "number") return value.toExponential().replace(/e.*/, "").replaceAll(/[-.]/g, "").length;
  if (typeof value !== "object" || value === null) return 0;
  return Math.max(0, ...Object.values(value).map(digitsIn));
}
