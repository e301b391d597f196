/** The verdict in words and signs: what the reports for machines and for pages begin with. */
import { isConventionAlone } from "./finding-text.js";
import { countOf } from "./layout.js";
import { oneLine } from "./markup.js";
import type { Finding, Report, RunVerdict, Status } from "./report.js";

/** Each status has a sign of its own, so that nobody needs to tell colours apart. */
export const statusSigns: Readonly<Record<Status, { readonly sign: string; readonly word: string }>> = {
  violated: { sign: "✗", word: "violated" },
  error: { sign: "!", word: "error" },
  inconclusive: { sign: "?", word: "undecided" },
  skipped: { sign: "–", word: "skipped" },
  waived: { sign: "~", word: "waived" },
  held: { sign: "✓", word: "held" },
};

export const statuses = Object.keys(statusSigns) as readonly Status[];

export const verdictSigns: Readonly<Record<RunVerdict, string>> = {
  pass: "✓",
  fail: "✗",
  error: "!",
  inconclusive: "?",
};

/** What the verdict means, to somebody who has read nothing else. */
export function meaningOf({ verdict, findings, counts, canary }: Report): string {
  if (canary?.caughtBy === null)
    return `the gate itself is broken, so nothing in this report counts: a known mistake, ${canary.mutant}, went uncaught`;
  const violated = findings.filter(({ status }) => status === "violated");
  switch (verdict) {
    case "pass":
      return "no wrong number was found";
    case "fail":
      if (violated.length === 0) return "no property is violated, but a waiver does not fit";
      return violated.every(isUndeclaredConvention)
        ? "the subject departs from its declaration, each time as a convention does that it has not declared"
        : "the subject gives a wrong answer";
    case "error":
      return "the run could not be completed";
    case "inconclusive":
      return `${counts.held === 0 ? "nothing" : "too little"} was decided, so this is not a pass`;
  }
}

/** Whether the violation is best explained by a convention that is to be declared. */
export function isUndeclaredConvention({ diagnosis: [best] }: Finding): boolean {
  return best?.declare !== undefined && isConventionAlone(best.declare);
}

/** "3 violated, 80 held of 83 properties". */
export function propertyCounts(findings: readonly Finding[]): string {
  const parts = statuses.flatMap((status) => {
    const number = numberOf(findings, status);
    return number === 0 ? [] : [`${number} ${statusSigns[status].word}`];
  });
  return `${parts.join(", ") || "none"} of ${countOf(findings.length, "property", "properties")}`;
}

export function numberOf(findings: readonly Finding[], ...wanted: readonly Status[]): number {
  return findings.filter(({ status }) => wanted.includes(status)).length;
}

/** "100 cases asked, 3 undecided, 0 skipped by the subject". */
export function caseCounts({ counts: { cases, undecided, skipped } }: Report): string {
  return `${countOf(cases, "case")} asked, ${undecided} undecided, ${skipped} skipped by the subject`;
}

/** "net 1.0 (Python)". */
export function subjectName({ subject: { implementation } }: Report): string {
  const { name, version, language } = implementation;
  return oneLine([name, version, language === undefined ? undefined : `(${language})`].filter(Boolean).join(" "));
}

/** "f64, seed 42, shard 2 of 5, gradproof 0.1.0". */
export function settingOf({ subject, seed, shard, rounds, version }: Report): string {
  return [
    subject.precision,
    `seed ${seed}`,
    ...(shard === null ? [] : [`shard ${shard.index} of ${shard.count}`]),
    ...(rounds === undefined ? [] : [countOf(rounds, "round")]),
    `gradproof ${version}`,
  ].join(", ");
}

/**
 * What is wrong with the run beside its properties, lest a reader of them alone takes it for better than it is: the gate itself is broken, a
 * waiver does not fit, or nothing is violated and nothing broke, and yet it is no pass.
 */
export function runFaults(report: Report): string[] {
  const { verdict, findings, canary, waivers } = report;
  const isBroken = canary?.caughtBy === null;
  const faults = waivers?.faults ?? [];
  const isUnseen = verdict !== "pass" && numberOf(findings, "violated", "error") === 0 && faults.length === 0;
  return [...(isBroken || isUnseen ? [meaningOf(report)] : []), ...faults];
}
