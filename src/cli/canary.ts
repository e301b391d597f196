/** Whether the gate still sees: in each run one law has to catch a known mistake, whatever the subject is like. */
import { mutants, mutantSubject } from "../../properties/mutants/index.js";
import { fnv1a, runGate, type Canary, type Property, type Report } from "../gate/index.js";
import { canaries } from "./canaries.js";

/**
 * Cases until a law counts as blind. Each law catches its canary in one case out of 16 or more on average, so that a law that
 * sees misses so many in a row once in 10^10 runs.
 */
export const canaryCases = 400;

/**
 * Puts the mistake that belongs to one of the laws, chosen by the seed, to that law: case by case, up to the first violation,
 * which is not made smaller.
 *
 * @param laws - those that the run asks about.
 * @returns undefined when none of the laws has a mistake of its own.
 */
export async function releaseCanary(laws: readonly Property[], seed: number): Promise<Canary | undefined> {
  const able = laws.filter(({ id }) => id in canaries);
  const law = able[fnv1a(`${seed}:canary`) % able.length];
  const mutant = mutants.find(({ id }) => id === canaries[law?.id ?? ""]);
  if (law === undefined || mutant === undefined) return undefined;
  const subject = mutantSubject(mutant);
  for (let path = 0; path < canaryCases; path++) {
    const replay = { property: law.id, seed, path: String(path) };
    const { verdict } = await runGate({ subject, properties: [law], runs: 1, seed, replay });
    if (verdict === "fail") return { mutant: mutant.id, caughtBy: law.id };
  }
  return { mutant: mutant.id, caughtBy: null };
}

/** The report with the canary in it; where the canary went uncaught, nothing that the gate says counts. */
export function withCanary(report: Report, canary: Canary | undefined): Report {
  if (canary === undefined) return report;
  return { ...report, verdict: canary.caughtBy === null ? "inconclusive" : report.verdict, canary };
}
