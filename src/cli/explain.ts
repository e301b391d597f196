/** `gradproof explain`. */
import { mutants, type Mutant } from "../../properties/mutants/index.js";
import { equations, type EquationId } from "../../spec/equations.js";
import type { Property } from "../gate/index.js";
import { labelled } from "../gate/layout.js";
import { UsageError } from "./errors.js";
import { lawsFor } from "./laws.js";
import { didYouMean } from "./nearest.js";

/** What is known under this name. @throws UsageError with suggestions when nothing is. */
export function explain(id: string): string {
  const laws = lawsFor();
  const parts = [
    ...(isEquation(id) ? [equationLines(id, laws)] : []),
    ...laws.filter((property) => property.id === id).map(propertyLines),
    ...mutants.filter((mutant) => mutant.id === id).map(mutantLines),
  ];
  if (parts.length > 0) return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
  const known = [
    ...Object.keys(equations),
    ...laws.map((property) => property.id),
    ...mutants.map((mutant) => mutant.id),
  ];
  throw new UsageError(`no equation, property or mutant is named '${id}'${didYouMean(id, known)}`);
}

function isEquation(id: string): id is EquationId {
  return Object.hasOwn(equations, id);
}

function equationLines(id: EquationId, laws: readonly Property[]): string[] {
  const { chapter, states, lecture } = equations[id];
  const checkedBy = laws.filter((property) => property.equations.includes(id)).map((property) => property.id);
  const brokenBy = mutants.filter((mutant) => mutant.equation === id).map((mutant) => mutant.id);
  return [
    `equation ${id}`,
    ...row("formula", states),
    ...row("chapter", `spec/${chapter}.md#${id}`),
    ...row("lecture", lecture.length === 0 ? "not stated there" : lecture.join(", ")),
    ...row("checked by", checkedBy.join(", ") || "no property"),
    ...row("broken by", brokenBy.join(", ") || "no mutant"),
  ];
}

function propertyLines({ id, title, level, equations: ids, requires }: Property): string[] {
  return [
    `property ${id}`,
    ...row("law", title),
    ...row("level", level === "core" ? "core: ordinary numbers" : "edge: saturation, kinks and extremes"),
    ...ids.flatMap((equation, position) =>
      row(position === 0 ? "equations" : "", `${equation}: ${equations[equation].states}`),
    ),
    ...(requires.observes.length === 0 ? [] : row("needs", requires.observes.join(", "))),
    ...row("run it", `gradproof gate --exec CMD --property ${id}`),
  ];
}

function mutantLines({ id, title, equation }: Mutant): string[] {
  return [
    `mutant ${id}`,
    ...row("mistake", title),
    ...row("breaks", `${equation}: ${equations[equation].states}`),
    ...row("run it", `gradproof gate --mutant ${id}`),
  ];
}

function row(label: string, text: string): string[] {
  return labelled(label, text).map((line) => `  ${line}`);
}
