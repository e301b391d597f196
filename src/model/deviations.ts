/**
 * Where well-known libraries return another function on purpose (spec/conventions.md, "Deviations"). A fault unless it is declared;
 * once declared, the reference is that other function, exactly.
 */
export interface Deviations {
  /** softplus-linear-above: softplus is z, and its derivative 1, where z > threshold. */
  readonly "softplus-linear-above"?: { readonly threshold: number };
  /** probabilities-clipped: losses that take logarithms see min(max(y, epsilon), 1 - epsilon) in place of y. */
  readonly "probabilities-clipped"?: { readonly epsilon: number };
  /** epsilon-in-logarithm: these losses take ln(x + epsilon) in place of ln x. */
  readonly "epsilon-in-logarithm"?: { readonly epsilon: number };
}

export type DeviationName = keyof Deviations;

/** The parameter of each deviation: a positive number below its bound. */
export const deviationParameters = {
  "softplus-linear-above": { parameter: "threshold", below: Infinity },
  // At ½ nothing is left between the bounds.
  "probabilities-clipped": { parameter: "epsilon", below: 0.5 },
  "epsilon-in-logarithm": { parameter: "epsilon", below: 1 },
} as const satisfies Record<DeviationName, { readonly parameter: string; readonly below: number }>;

/** @throws RangeError naming the deviation whose parameter is not a positive number below its bound. */
export function checkDeviations(deviations: Deviations): void {
  for (const [name, { parameter, below }] of Object.entries(deviationParameters)) {
    const given: Readonly<Record<string, number>> | undefined = deviations[name as DeviationName];
    const value = given?.[parameter] ?? NaN;
    if (given === undefined || (value > 0 && value < below)) continue;
    throw new RangeError(`deviations.${name}.${parameter} must be above 0 and below ${below}, got ${value}`);
  }
}
