/** One finding in full, in the order in which a reader asks: law, equation, entry, cause, case, command. */
import { equations, type EquationId } from "../../spec/equations.js";
import { describePlace, type Mismatch } from "../compare/index.js";
import type { Case, DeclaredConventions } from "../model/index.js";
import { caseLines, numberText } from "./case-text.js";
import { countOf, indent, labelled, labelWidth, type Paint } from "./layout.js";
import type { Counterexample, Diagnosis, Finding } from "./report.js";

/** More would push the case and the command off the screen. */
const shownMismatches = 5;
/** Laws about everything name many equations. */
const shownEquations = 3;

/** @param byHand - the calculation that leads to the wrong entry; without lines it has no heading either. */
export function findingLines(finding: Finding, paint: Paint, byHand: readonly string[] = []): string[] {
  const { counterexample } = finding;
  const [word, caseHeading] = finding.status === "violated" ? ["VIOLATED", "smallest case"] : ["ERROR", "last case"];
  return [
    paint("red", `${word} ${finding.property}`),
    ...indent([
      ...labelled("law", finding.title),
      ...equationLines(finding.equations),
      ...(counterexample === null ? [] : wrongLines(counterexample)),
      ...(finding.reason === null || finding.reason === counterexample?.message
        ? []
        : labelled("note", finding.reason)),
      ...diagnosisLines(finding.diagnosis),
      ...locatedLines(finding),
      ...(counterexample === null ? [] : [caseHeading, ...indent(caseLines(counterexample.case))]),
      ...(byHand.length === 0 ? [] : ["by hand", ...indent(byHand)]),
      // Never wrapped: it is there to be copied.
      ...(finding.replay === null ? [] : [`${"replay".padEnd(labelWidth)}${finding.replay}`]),
    ]),
  ];
}

function equationLines(ids: readonly EquationId[]): string[] {
  const rest = ids.slice(shownEquations);
  const texts = ids
    .slice(0, shownEquations)
    .map((id) => `${id} (spec/${equations[id].chapter}.md): ${equations[id].states}`);
  if (rest.length > 0) texts.push(`and ${rest.join(", ")}`);
  return texts.flatMap((text, position) => labelled(position === 0 ? "equation" : "", text));
}

function wrongLines({ mismatches, message, case: question }: Counterexample): string[] {
  const shown = mismatches.slice(0, shownMismatches);
  const rest = mismatches.length - shown.length;
  return [
    ...(message === undefined ? [] : labelled("message", message)),
    ...shown.flatMap((mismatch, position) => mismatchLines(mismatch, question, position === 0)),
    ...(rest === 0 ? [] : [`${" ".repeat(labelWidth)}and ${countOf(rest, "more entry", "more entries")}`]),
  ];
}

function mismatchLines(mismatch: Mismatch, question: Case, isFirst: boolean): string[] {
  return [
    ...labelled(isFirst ? "wrong" : "", describePlace(mismatch, question)),
    ...labelled("  got", numberText(mismatch.got)),
    ...labelled("  exact", mismatch.exact),
    ...labelled("  acceptable", rangeText(mismatch.range)),
    ...labelled("  outside", outsideText(mismatch)),
  ];
}

function rangeText([lo, hi]: readonly [number, number]): string {
  // The sign of a zero makes no difference to a range: -0 + 0 is 0.
  return Object.is(lo + 0, hi + 0) ? `${lo + 0} alone` : `${lo + 0} to ${hi + 0}`;
}

function outsideText({ got, factor, range: [lo, hi] }: Mismatch): string {
  if (Number.isNaN(got)) return "NaN lies in no range";
  if (!Number.isFinite(got)) return "infinitely far";
  if (lo === hi || !Number.isFinite(factor)) return "the range has no width: only the exact value is right";
  return `${factor.toPrecision(3)} times as far from the exact value as the range reaches`;
}

function diagnosisLines(diagnosis: readonly Diagnosis[]): string[] {
  return diagnosis.flatMap(({ mutant, title, equation, declare }, position) => {
    const label = position === 0 ? "diagnosis" : "";
    if (declare === undefined) return labelled(label, `${title} (${mutant}; breaks ${equation})`);
    return [
      ...labelled(label, `${title} (${mutant}; ${equation})`),
      ...labelled("  violated", violatedText(declare)),
      // Not wrapped: it is there to be copied.
      `${"  declare".padEnd(labelWidth)}"conventions": ${JSON.stringify(declare)}`,
    ];
  });
}

/** What is at fault where a declaration would make the answer right. */
function violatedText(declare: DeclaredConventions): string {
  return isConventionAlone(declare)
    ? "the declaration, and not the mathematics"
    : "the mathematics, as some libraries do on purpose; declared, it is held to that very function";
}

/** Whether it is a legitimate choice alone, and no deviation from the function that is asked for. */
export function isConventionAlone({ deviations = {} }: DeclaredConventions): boolean {
  return Object.keys(deviations).length === 0;
}

/** Where the mistake sits, unless the first of the wrong entries says so already. */
function locatedLines({ located, counterexample }: Finding): string[] {
  if (located === null) return [];
  const same = counterexample?.mismatches[0];
  if (same !== undefined && same.quantity === located.quantity && same.layer === located.layer) return [];
  const layer = located.layer === undefined ? "" : ` of layer ${located.layer}`;
  return labelled("located", `${located.quantity}${layer}`);
}
