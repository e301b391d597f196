/** What undeclared conventions and deviations are called. */
import type { DeclaredConventions } from "../../model/index.js";
import type { Choice } from "./conventions.js";
import type { Suspect } from "./suspects.js";

/**
 * Id, title and line to declare of choices that are made together.
 *
 * @param declared - the line to declare.
 * @param choices - at least one.
 */
export function named(declared: DeclaredConventions, choices: readonly Choice[]): Omit<Suspect, "open"> {
  const does = choices.map((choice) => choice.does).join(", and ");
  const [first] = choices as [Choice];
  return {
    mutant: idOf(declared, choices),
    title: `${does}: ${kindOf(choices)}, to be declared as "conventions": ${JSON.stringify(declared)}`,
    equation: first.equation,
    declare: declared,
  };
}

/** "deviation/softplus-linear-above:20", "convention/reduction:sum" */
function idOf(declared: DeclaredConventions, [{ deviation } = {}, ...others]: readonly Partial<Choice>[]): string {
  if (deviation !== undefined && others.length === 0) return `deviation/${deviation.name}:${deviation.value}`;
  return `convention/${JSON.stringify(declared).replaceAll(/["{}]/g, "")}`;
}

/** What the choices are, in words. */
function kindOf(choices: readonly Choice[]): string {
  const deviations = choices.filter(({ deviation }) => deviation !== undefined).length;
  const legitimate = choices.length - deviations;
  const kinds = [
    ...(legitimate === 0 ? [] : [legitimate === 1 ? "a legitimate convention" : "legitimate conventions"]),
    ...(deviations === 0 ? [] : [deviations === 1 ? "a deviation of some libraries" : "deviations of some libraries"]),
  ];
  return kinds.join(" and ");
}
