/** Whether a subject answers the simplest question about each thing that it claims. */
import type { Case } from "../../model/index.js";
import { adviceOn } from "./advice.js";
import { mend, ok, open, type Check } from "./check.js";
import type { Interview, Outcome } from "./interview.js";
import type { Claim } from "./trials.js";

export interface ClaimsChecked {
  readonly checks: readonly Check[];
  /** Questions that were answered. */
  readonly answered: readonly Case[];
  /** Why others were declined. */
  readonly declined: readonly string[];
}

export async function checkClaims(claims: readonly Claim[], interview: Interview): Promise<ClaimsChecked> {
  const checks: Check[] = [];
  const answered: Case[] = [];
  const declined: string[] = [];
  for (const claim of claims) {
    const seen: Seen[] = [];
    for (const { where, question } of claim.trials) {
      const outcome = await interview.askOne(question);
      seen.push({ where, outcome });
      if ("answer" in outcome) answered.push(question);
      if ("skipped" in outcome) declined.push(outcome.skipped.message);
    }
    checks.push(checkOf(claim, seen));
  }
  return { checks, answered, declined };
}

interface Seen {
  readonly where: string;
  readonly outcome: Outcome;
}

/** The worst of what was seen decides. */
function checkOf({ name, declaredIn }: Claim, seen: readonly Seen[]): Check {
  if (seen.length === 0) return open(name, "no case within the declaration asks about it");
  for (const { where, outcome } of seen)
    if ("failure" in outcome) return mend(name, `${where}: ${outcome.failure}`, adviceOn(outcome.failure));
  for (const { where, outcome } of seen) {
    if (!("error" in outcome)) continue;
    const advice = `The implementation failed on a simple case. Mend it; or, if it does not do such cases, answer "skipped", or take it out of ${declaredIn}.`;
    return mend(name, `${where}: an error reply: ${outcome.error.message}`, advice);
  }
  const unasked = seen.map(({ outcome }) => outcome).find((outcome) => "unasked" in outcome);
  if (unasked !== undefined) return open(name, unasked.unasked);
  if (seen.some(({ outcome }) => "answer" in outcome)) return ok(name, seen.map(inWords).join(", "));
  const advice = `It declines even the simplest case: take it out of ${declaredIn}, or answer.`;
  return mend(name, seen.map(inWords).join(", "), advice);
}

function inWords({ where, outcome }: Seen): string {
  return "skipped" in outcome ? `${where} (declined: ${outcome.skipped.message})` : where;
}
