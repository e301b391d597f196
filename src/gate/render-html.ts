/** The report as one page (spec/report.md): no network, no script; what stands in it was escaped, and the page forbids everything else. */
import { familyOf, isShownInFull, shownInFull, type DetailOptions } from "./finding-summary.js";
import { anchorOf, badge, findingHtml } from "./html-finding.js";
import { style } from "./html-style.js";
import { escaped, oneLine } from "./markup.js";
import type { Finding, Report, Status } from "./report.js";
import {
  caseCounts,
  meaningOf,
  numberOf,
  propertyCounts,
  settingOf,
  statuses,
  statusSigns,
  subjectName,
  verdictSigns,
} from "./verdict-summary.js";

const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function renderHtml(report: Report, options: DetailOptions = {}): string {
  const verdict = report.verdict.toUpperCase();
  const full = shownInFull(report.findings);
  return [
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${verdict}: ${escaped(subjectName(report))}</title>`,
    `<style>${style}${filterRules}</style>\n</head>\n<body>`,
    ...(full.length === 0 ? [] : ['<a class="skip" href="#findings">To what is wrong</a>']),
    header(report),
    "<main>",
    ...matrix(report.findings),
    ...(full.length === 0 ? [] : ['<section id="findings">\n<h2>What is wrong</h2>']),
    ...full.map((finding) => findingHtml(finding, options)),
    ...(full.length === 0 ? [] : ["</section>"]),
    ...lawTable(report.findings),
    "</main>\n</body>\n</html>\n",
  ].join("\n");
}

function header(report: Report): string {
  const { verdict, findings, canary, waivers } = report;
  const facts = {
    Properties: propertyCounts(findings),
    Cases: caseCounts(report),
    Run: settingOf(report),
    ...(typeof canary?.caughtBy === "string" ? { Canary: `${canary.mutant} was caught by ${canary.caughtBy}` } : {}),
  };
  const entries = Object.entries(facts).map(([name, value]) => `<dt>${name}</dt><dd>${escaped(oneLine(value))}</dd>`);
  const sign = `<span aria-hidden="true">${verdictSigns[verdict]}</span>`;
  const about = [...(waivers?.faults ?? []).map((fault) => `✗ ${fault}`), ...(waivers?.notes ?? [])];
  return [
    `<header>\n<p><strong class="verdict ${verdict}">${sign} ${verdict.toUpperCase()}</strong></p>`,
    `<h1>${escaped(subjectName(report))}</h1>`,
    `<p>${escaped(sentence(meaningOf(report)))}</p>`,
    ...about.map((text) => `<p>${escaped(sentence(text))}</p>`),
    `<dl class="facts">${entries.join("\n")}</dl>\n</header>`,
  ].join("\n");
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** All laws at a glance: a row per family, a cell per law. */
function matrix(findings: readonly Finding[]): string[] {
  const families = [...new Set(findings.map(familyOf))];
  const rows = families.map((family) => {
    const cells = findings.filter((finding) => familyOf(finding) === family).map(cell);
    return `<dt>${escaped(family)}</dt><dd>${cells.join("\n")}</dd>`;
  });
  return rows.length === 0
    ? []
    : [`<section>\n<h2>All laws</h2>\n<dl class="matrix">${rows.join("\n")}</dl>\n</section>`];
}

function cell(finding: Finding): string {
  const { property, title, status } = finding;
  const { sign, word } = statusSigns[status];
  const name = property.slice(familyOf(finding).length + 1) || property;
  const label = `<span aria-hidden="true">${sign}</span> ${escaped(oneLine(name))} <span class="unseen">${word}</span>`;
  return `<a class="badge ${status}" href="#${anchorOf(finding)}" title="${escaped(oneLine(title))}">${label}</a>`;
}

/** Every law with its sentence and its numbers; a law that is shown in full above is linked to from here. */
function lawTable(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  const shown = statuses.filter((status) => numberOf(findings, status) > 0);
  const boxes = shown.map((status) => {
    const { sign, word } = statusSigns[status];
    return `<label><input type="checkbox" id="show-${status}" checked> ${sign} ${word} (${numberOf(findings, status)})</label>`;
  });
  return [
    '<section class="all">\n<h2>The laws in words</h2>',
    `<fieldset><legend>Show</legend>${boxes.join("\n")}</fieldset>`,
    '<table class="laws"><thead><tr><th scope="col">status</th><th scope="col">law</th><th scope="col" class="number">cases</th></tr></thead><tbody>',
    ...findings.map(lawRow),
    "</tbody></table>\n</section>",
  ];
}

function lawRow(finding: Finding): string {
  const { property, title, status, reason, cases, undecided, level } = finding;
  const isLinked = isShownInFull(finding);
  const name = `<code>${escaped(property)}</code>`;
  const why = isLinked || reason === null ? "" : `<br><span class="quiet message">${escaped(reason)}</span>`;
  const open = undecided === 0 ? "" : `<br><span class="quiet">${undecided} undecided</span>`;
  return [
    `<tr data-status="${status}"${isLinked ? "" : ` id="${anchorOf(finding)}"`}><td>${badge(finding)}</td>`,
    `<td>${isLinked ? `<a href="#${anchorOf(finding)}">${name}</a>` : name} <span class="quiet">${level}</span><br>${escaped(title)}${why}</td>`,
    `<td class="number">${cases}${open}</td></tr>`,
  ].join("");
}

/** Rows of a status whose box is not ticked are not shown: no script is needed for that. */
const filterRules = (statuses as readonly Status[])
  .map((status) => `.all:has(#show-${status}:not(:checked)) tr[data-status="${status}"] { display: none; }\n`)
  .join("");
