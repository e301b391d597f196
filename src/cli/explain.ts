/** `gradproof explain`. */
import { executableErrata, hiOf, loOf, wrongIn, type Amount, type Example } from "../../properties/errata/index.js";
import { mutants, type KnownMutant } from "../../properties/mutants/index.js";
import { nearMisses, type NearMiss } from "../../properties/near-misses/index.js";
import { equations, type EquationId } from "../../spec/equations.js";
import { errata, type Erratum, type ErratumId } from "../../spec/errata.js";
import type { Property } from "../gate/index.js";
import { labelled } from "../gate/layout.js";
import { UsageError } from "./errors.js";
import { fixtureEntries, fixtureNames } from "./fixtures/explain.js";
import { lawsFor } from "./laws.js";
import { didYouMean } from "./nearest.js";

/** What is known under this name. @throws UsageError with suggestions when nothing is. */
export function explain(id: string): string {
  const laws = lawsFor();
  const parts = [
    ...(isEquation(id) ? [equationLines(id, laws)] : []),
    ...laws.filter((property) => property.id === id).map(propertyLines),
    ...mutants.filter((mutant) => mutant.id === id).map(mutantLines),
    ...nearMisses.filter((nearMiss) => nearMiss.id === id).map(nearMissLines),
    ...(isErratum(id) ? [erratumLines(id, errata[id])] : []),
    ...fixtureEntries(id).map(({ heading, rows }) => [heading, ...rows.flatMap(([label, text]) => row(label, text))]),
  ];
  if (parts.length > 0) return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
  const known = [
    ...Object.keys(equations),
    ...laws.map((property) => property.id),
    ...mutants.map((mutant) => mutant.id),
    ...nearMisses.map((nearMiss) => nearMiss.id),
    ...Object.keys(errata),
    ...fixtureNames,
  ];
  throw new UsageError(`${nothing} is named '${id}'${didYouMean(id, known)}`);
}

const nothing = "no equation, property, mutant, near miss, erratum, flag or fixture";

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

function mutantLines({ id, title, equation, nearMiss, seen }: KnownMutant): string[] {
  const lookalike = nearMisses.find((candidate) => candidate.id === nearMiss)?.title;
  return [
    `mutant ${id}`,
    ...row("mistake", title),
    ...row("breaks", `${equation}: ${equations[equation].states}`),
    ...(seen.length === 0 ? [] : row("seen in", seen.join(", "))),
    ...row("near miss", `${nearMiss}: ${lookalike ?? "unknown"}`),
    ...row("run it", `gradproof gate --mutant ${id}`),
  ];
}

function nearMissLines({ id, title, conventions, precision, coreOnly, aloneBecause }: NearMiss): string[] {
  const neighbours = mutants.filter((mutant) => mutant.nearMiss === id).map((mutant) => mutant.id);
  return [
    `near miss ${id}`,
    ...row("right", title),
    ...(conventions === undefined ? [] : row("declares", JSON.stringify({ conventions }))),
    ...(precision === undefined ? [] : row("declares", JSON.stringify({ precision }))),
    ...row("held to", coreOnly === true ? "the core laws: it overflows at the edge" : "all laws"),
    ...row("looks like", neighbours.join(", ") || `no known mistake: ${aloneBecause ?? ""}`),
  ];
}

function isErratum(id: string): id is ErratumId {
  return Object.hasOwn(errata, id);
}

function erratumLines(
  id: ErratumId,
  { lines, class: origin, printed, correct, note, blindSpot, ...rest }: Erratum,
): string[] {
  const { mutant, shows = [] } = executableErrata[id] ?? {};
  return [
    `erratum ${id}`,
    ...row("lecture", lines),
    ...row("class", rest.mathematical ? origin : `${origin}; no number is wrong`),
    ...row("printed", printed),
    ...row("right", correct),
    ...(note === undefined ? [] : row("note", note)),
    ...(rest.mathematical ? row("blind spot", blindSpot ?? "none known") : []),
    ...(mutant === undefined ? [] : row("mutant", mutant)),
    ...shows.flatMap((example) => row("shown by", exampleText(example))),
    ...row("page", `spec/errata.md#${id.toLowerCase()}`),
  ];
}

/** How many wrong numbers of an example are enough to see what happens. */
const numbersShown = 3;

function exampleText(example: Example): string {
  const numbers = wrongIn(example)
    .slice(0, numbersShown)
    .map(({ name, printed, truth }) => `${name}: printed ${roughly(printed)}, true ${roughly(truth)}`);
  return [example.about, ...numbers].join("\n");
}

/** Seven digits, enough to work with by hand. */
function roughly(amount: Amount): string {
  return String(Number(((loOf(amount) + hiOf(amount)) / 2).toPrecision(7)));
}

function row(label: string, text: string): string[] {
  return labelled(label, text).map((line) => `  ${line}`);
}
