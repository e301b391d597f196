/** One simple case of a regime, always the same. */
import * as fc from "fast-check";
import { json, type Case, type Description } from "../../src/model/index.js";
import { cases, possible, type Regime } from "./cases.js";

/** Enough for small sizes to be among them. */
const usually = 25;
const seed = 1;

/**
 * The shortest case, as it is written, among so many that are drawn.
 *
 * @returns undefined where the subject offers nothing for the regime, or none of those drawn is wanted.
 */
export function simplest(
  description: Description,
  regime: Regime,
  wanted: (question: Case) => boolean,
  drawn: number = usually,
): Case | undefined {
  if (possible(regime)({ description }) !== undefined) return undefined;
  const sized = fc
    .sample(cases(description, regime), { seed, numRuns: drawn })
    .filter(wanted)
    .map((question) => ({ question, size: json.stringify(question).length }));
  return sized.sort((a, b) => a.size - b.size)[0]?.question;
}
