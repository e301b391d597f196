/** One finding on the page, in the order in which a reader asks: law, equations, entries, cause, case, calculation, command. */
import { equations, type EquationId } from "../../spec/equations.js";
import { describePlace, type Mismatch } from "../compare/index.js";
import type { Case } from "../model/index.js";
import { caseLines, numberText } from "./case-text.js";
import { isConventionAlone } from "./finding-text.js";
import type { DetailOptions } from "./finding-summary.js";
import { countOf } from "./layout.js";
import { escaped } from "./markup.js";
import type { Counterexample, Diagnosis, Finding } from "./report.js";
import { statusSigns } from "./verdict-summary.js";

/** A page has more room than a terminal, yet nobody reads a whole matrix of wrong numbers. */
const shownEntries = 20;
/** Laws about everything name many equations; the first are what they are about. */
const shownEquations = 3;

export function findingHtml(finding: Finding, { byHand }: DetailOptions): string {
  const { property, title, status, level, counterexample, reason, replay, diagnosis } = finding;
  const calculation = status === "error" || counterexample === null ? [] : (byHand?.(counterexample) ?? []);
  return [
    `<article id="${anchorOf(finding)}">`,
    `<h3>${badge(finding)} <code>${escaped(property)}</code> <span class="quiet">${level}</span></h3>`,
    `<p>${escaped(title)}</p>`,
    ...equationsHtml(finding),
    ...(counterexample === null ? [] : wrongHtml(counterexample)),
    ...(reason === null || reason === counterexample?.message ? [] : part("Note", message(reason))),
    ...(diagnosis.length === 0 ? [] : part("Diagnosis", ...diagnosis.flatMap(diagnosisHtml))),
    ...locatedHtml(finding),
    ...(counterexample === null
      ? []
      : part(status === "error" ? "Last case" : "Smallest case", block(caseLines(counterexample.case).join("\n")))),
    ...(calculation.length === 0 ? [] : part("By hand", block(calculation.join("\n")))),
    ...(replay === null ? [] : part("Replay", `<pre class="copy" tabindex="0">${escaped(replay)}</pre>`)),
    "</article>",
  ].join("\n");
}

/** Where the page shows the finding, whether in full or in a row. */
export function anchorOf({ property }: Finding): string {
  return `law-${escaped(property)}`;
}

export function badge({ status }: Finding): string {
  const { sign, word } = statusSigns[status];
  return `<span class="badge ${status}"><span aria-hidden="true">${sign}</span> ${word}</span>`;
}

function part(heading: string, ...content: readonly string[]): string[] {
  return [`<h4>${heading}</h4>`, ...content];
}

/** Can be scrolled by the keyboard too. */
function block(text: string): string {
  return `<pre tabindex="0">${escaped(text)}</pre>`;
}

function message(text: string): string {
  return `<p class="message">${escaped(text)}</p>`;
}

function equationsHtml({ equations: ids }: Finding): string[] {
  if (ids.length === 0) return [];
  const rest = ids.slice(shownEquations);
  const folded = `<details><summary>and ${countOf(rest.length, "more equation")}</summary>${formulas(rest)}</details>`;
  return part("Equation", formulas(ids.slice(0, shownEquations)), ...(rest.length === 0 ? [] : [folded]));
}

function formulas(ids: readonly EquationId[]): string {
  const entries = ids.map((id) => {
    const { chapter, states } = equations[id];
    return `<dt>${escaped(id)} <span class="quiet">spec/${chapter}.md</span></dt><dd><code>${escaped(states)}</code></dd>`;
  });
  return `<dl class="formula">${entries.join("\n")}</dl>`;
}

function wrongHtml({ mismatches, message: said, case: question }: Counterexample): string[] {
  const rest = mismatches.length - shownEntries;
  return [
    ...(said === undefined ? [] : part("Message", message(said))),
    ...(mismatches.length === 0
      ? []
      : part("Wrong entries", entriesTable(mismatches.slice(0, shownEntries), question))),
    ...(rest > 0 ? [`<p class="quiet">and ${countOf(rest, "more entry", "more entries")}</p>`] : []),
  ];
}

/** In a narrow window each row becomes a list, in which every number has its heading beside it. */
const headings = ["entry", "got", "exact", "least acceptable", "greatest acceptable", "times outside"] as const;

function entriesTable(mismatches: readonly Mismatch[], question: Case): string {
  return [
    '<div class="scroll" tabindex="0" role="region" aria-label="Wrong entries"><table class="entries">',
    `<thead><tr>${headings.map((heading) => `<th scope="col">${heading}</th>`).join("")}</tr></thead><tbody>`,
    ...mismatches.map((mismatch) => entryRow(mismatch, question)),
    "</tbody></table></div>",
  ].join("\n");
}

function entryRow(mismatch: Mismatch, question: Case): string {
  const { got, exact, factor, range } = mismatch;
  // The sign of a zero makes no difference to a range: -0 + 0 is 0.
  const ends = range.map((end) => numberText(end + 0));
  const outside = Number.isFinite(factor) ? factor.toPrecision(3) : "∞";
  const texts = [describePlace(mismatch, question), numberText(got), exact, ...ends, outside];
  const cells = texts.map((text, position) => `<td data-heading="${headings[position]}">${escaped(text)}</td>`);
  return `<tr>${cells.join("")}</tr>`;
}

function diagnosisHtml({ mutant, title, equation, declare }: Diagnosis): string[] {
  const name = `<code>${escaped(mutant)}</code>`;
  if (declare === undefined) return [`<p>${escaped(title)} (${name}; breaks ${escaped(equation)})</p>`];
  const violated = isConventionAlone(declare)
    ? "The declaration is violated, and not the mathematics"
    : "Done on purpose";
  return [
    `<p>${escaped(title)} (${name}; ${escaped(equation)}). ${violated}: declare</p>`,
    `<pre class="copy" tabindex="0">${escaped(`"conventions": ${JSON.stringify(declare)}`)}</pre>`,
  ];
}

/** Where the mistake sits, unless the first of the wrong entries says so already. */
function locatedHtml({ located, counterexample }: Finding): string[] {
  const first = counterexample?.mismatches[0];
  if (located === null || (first?.quantity === located.quantity && first.layer === located.layer)) return [];
  const layer = located.layer === undefined ? "" : ` of layer ${located.layer}`;
  return part("Located", `<p>${escaped(located.quantity)}${layer}</p>`);
}
