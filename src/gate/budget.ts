/** Soaking: the gate asks on, round after round, until a time is used up. */
import { mergedFinding, sumOf } from "./merge.js";
import type { Property } from "./property.js";
import type { Counts, Finding, Report } from "./report.js";
import { runGate, type GateOptions } from "./run.js";
import { fnv1a } from "./seeds.js";
import { isHindered, verdictOf } from "./verdict.js";

export interface Budget {
  readonly milliseconds: number;
  /** Milliseconds since some moment in the past. */
  now(): number;
}

/** A whole run under one number is one shard of one; so its report says what a merger has to know. */
const whole = { index: 1, count: 1 } as const;

/** The seed of a round, from 1: the first one's is that of the run. */
export function roundSeed(seed: number, round: number): number {
  return round === 1 ? seed : fnv1a(`${seed}:round ${round}`);
}

/**
 * At least one round, which is the run without a budget; then rounds with seeds of their own, until the time is used up. A property that is violated or
 * cannot be asked is not asked again; an error ends it, as it may come back as often as there is time. The clock is looked at before each property.
 *
 * @param options - without replay and shard.
 * @throws RangeError as runGate does.
 */
export async function soak(options: GateOptions, { milliseconds, now }: Budget): Promise<Report> {
  const end = now() + milliseconds;
  const first = await runGate({ ...options, shard: whole });
  const tally = new Tally(first);
  const isOver = (): boolean => now() >= end || tally.isBroken || options.signal?.aborted === true;
  let rounds = 1;
  while (await oneMore(options, roundSeed(options.seed, rounds + 1), tally, isOver)) rounds += 1;
  const { findings, counts } = tally;
  const verdict = verdictOf(findings, counts, options.signal?.aborted === true);
  return { ...first, shard: null, verdict, counts, findings, rounds };
}

/** @returns whether the round was gone through to its end, and asked anything. */
async function oneMore(options: GateOptions, seed: number, tally: Tally, isOver: () => boolean): Promise<boolean> {
  const open = options.properties.filter((property) => tally.isOpen(property));
  for (const [offset, property] of open.entries()) {
    if (isOver()) return false;
    tally.add(await runGate(oneOf(options, property, { seed, position: offset + 1, total: open.length })));
  }
  return open.length > 0 && !tally.isBroken;
}

/** The options for one property of a round, whose progress is told as that of the round. */
function oneOf(
  options: GateOptions,
  property: Property,
  { seed, position, total }: { readonly seed: number; readonly position: number; readonly total: number },
): GateOptions {
  const { onProgress } = options;
  return {
    ...options,
    seed,
    properties: [property],
    shard: whole,
    onProgress: (progress) => onProgress?.(progress.kind === "start" ? { ...progress, position, total } : progress),
  };
}

/** What all rounds so far found out about each property. */
class Tally {
  readonly #findings: Map<string, Finding[]>;
  readonly #counts: Counts[];

  constructor(first: Report) {
    this.#findings = new Map(first.findings.map((finding) => [finding.property, [finding]]));
    this.#counts = [first.counts];
  }

  add({ findings, counts }: Report): void {
    for (const finding of findings) this.#findings.get(finding.property)?.push(finding);
    this.#counts.push(counts);
  }

  /** Whether there may be more to find out about the property. */
  isOpen({ id }: Property): boolean {
    const last = this.#findings.get(id)?.at(-1);
    return last !== undefined && (last.status === "held" || last.status === "inconclusive");
  }

  /** Whether anything went wrong that would only go wrong again. */
  get isBroken(): boolean {
    const last = [...this.#findings.values()].flatMap((all) => all.at(-1) ?? []);
    return last.some((finding) => finding.status === "error" || isHindered(finding));
  }

  get findings(): Finding[] {
    return [...this.#findings.values()].map(mergedFinding);
  }

  get counts(): Counts {
    return sumOf(this.#counts);
  }
}
