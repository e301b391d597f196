/** Deviations that a subject may have without having declared them, and declared ones that it does not have. */
import { deviationParameters, type Conventions, type DeviationName, type Deviations } from "../../model/index.js";

/** Another deviation than the declared one, or none. */
export interface Deviating {
  readonly name: DeviationName;
  /** Its parameter; "none" where there is none of it. */
  readonly value: number | "none";
  /** In words. */
  readonly does: string;
  /** What is declared, with this in its place. */
  readonly apply: (declared: Deviations) => Deviations;
}

/** What is done, in words, and the parameters that libraries take. */
const known: Readonly<
  Record<DeviationName, { readonly does: (value: number) => string; readonly values: readonly number[] }>
> = {
  "softplus-linear-above": { does: (threshold) => `returns z for softplus above ${threshold}`, values: [20] },
  "probabilities-clipped": {
    does: (epsilon) => `clips probabilities to [${epsilon}, 1 - ${epsilon}] before taking logarithms`,
    values: [1e-7, 1e-8, 1e-12, 1e-15],
  },
  "epsilon-in-logarithm": {
    does: (epsilon) => `adds ${epsilon} to what it takes logarithms of`,
    values: [1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15],
  },
};

/** The known parameters of each deviation that are not the declared one; none of it, where one is declared. */
export function otherDeviations({ deviations }: Conventions): readonly Deviating[] {
  return (Object.keys(known) as DeviationName[]).flatMap((name): Deviating[] => {
    const { does, values } = known[name];
    const declared = parameterOf(deviations, name);
    const instead = declared === undefined ? "" : `, but ${declared} is declared`;
    const others = values
      .filter((value) => value !== declared)
      .map((value): Deviating => ({
        name,
        value,
        does: `${does(value)}${instead}`,
        apply: (all) => ({ ...all, [name]: { [deviationParameters[name].parameter]: value } }),
      }));
    if (declared === undefined) return others;
    const apply = ({ [name]: _, ...rest }: Deviations): Deviations => rest;
    return [...others, { name, value: "none", does: `no longer ${does(declared)}, which is declared`, apply }];
  });
}

function parameterOf(deviations: Deviations, name: DeviationName): number | undefined {
  const given: Readonly<Record<string, number>> | undefined = deviations[name];
  return given?.[deviationParameters[name].parameter];
}
