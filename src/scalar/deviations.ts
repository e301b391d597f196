import type { Conventions, Loss } from "../model/index.js";

type Deviations = Conventions["deviations"];

/** The losses that are logarithms of probabilities. */
const logarithmic: readonly Loss["name"][] = ["cross-entropy", "negative-log-of-sum", "binary-cross-entropy"];

/** What is declared of the logarithms of this loss. */
export interface DeclaredLogarithm {
  /** The epsilon of probabilities-clipped; undefined where nothing is clipped. */
  readonly clip: number | undefined;
  /** That of epsilon-in-logarithm; undefined where nothing is added. */
  readonly added: number | undefined;
}

export function declaredLogarithm({ name }: Loss, deviations: Deviations): DeclaredLogarithm {
  if (!logarithmic.includes(name)) return { clip: undefined, added: undefined };
  return { clip: deviations["probabilities-clipped"]?.epsilon, added: deviations["epsilon-in-logarithm"]?.epsilon };
}

/**
 * What the loss sees of the outputs.
 *
 * probabilities-clipped (spec/conventions.md):  c_i = min(max(y_i, epsilon), 1 - epsilon)
 *
 * @param y - y^(N). Shape [M(N) + 1], position 0 unused; so is the result. The same where nothing is clipped.
 */
export function clippedOutputs({ clip }: DeclaredLogarithm, y: readonly number[]): readonly number[] {
  if (clip === undefined) return y;
  const c = [NaN];
  for (let i = 1; i < y.length; i++) c[i] = Math.min(Math.max(y[i], clip), 1 - clip);
  return c;
}

/**
 * Back through the clip: dDiv/dy_i = dDiv/dc_i where epsilon <= y_i <= 1 - epsilon, else 0.
 *
 * @param dc - dDiv/dc. Shape [M(N) + 1], position 0 unused; so are `y` and the result.
 */
export function throughClip({ clip }: DeclaredLogarithm, y: readonly number[], dc: readonly number[]): number[] {
  const dy = [...dc];
  if (clip === undefined) return dy;
  for (let i = 1; i < y.length; i++) if (y[i] < clip || y[i] > 1 - clip) dy[i] = 0;
  return dy;
}

/** epsilon-in-logarithm (spec/conventions.md): x + epsilon stands in the logarithm in place of x. */
export function inLogarithm(x: number, added: number | undefined): number {
  return added === undefined ? x : x + added;
}
