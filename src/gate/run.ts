/** The gate: puts a subject to the test and reports. It knows no particular property and no test framework. */
import type { Description } from "../model/index.js";
import type { Subject } from "../subject/index.js";
import { explainCrash, findingOf, notAsked } from "./findings.js";
import { Health } from "./health.js";
import type { Property } from "./property.js";
import type { Counterexample, Counts, Diagnosis, Finding, Location, Report } from "./report.js";
import { search, type Search } from "./search.js";
import { seedOf } from "./seeds.js";
import { blockOf, type Block, type Shard } from "./shards.js";
import { formatToken, type ReplayToken } from "./token.js";
import { hinderedBecause, verdictOf } from "./verdict.js";
import { version } from "./version.js";

export type Progress =
  /** `position` counts from 1. */
  | {
      readonly kind: "start";
      readonly property: Property;
      readonly position: number;
      readonly total: number;
      readonly runs: number;
    }
  /** Before each case; those tried to make a counterexample smaller are not told. */
  | { readonly kind: "case"; readonly property: Property; readonly number: number }
  | { readonly kind: "end"; readonly property: Property; readonly finding: Finding };

export interface GateOptions {
  /** The caller closes it. */
  readonly subject: Subject;
  readonly properties: readonly Property[];
  /** Cases per property, at least 1. */
  readonly runs: number;
  /** From 0 to 2^32 - 1. */
  readonly seed: number;
  /** Only the properties of this level; both when left out. */
  readonly level?: Property["level"] | undefined;
  /** Asks this one case and nothing else; seed, runs and level are then of no effect. */
  readonly replay?: ReplayToken | undefined;
  /** Asks this share of the cases alone; all shards must be asked the same properties and runs. Not with a replay. */
  readonly shard?: Shard | undefined;
  /** The command that runs this subject, for the replay commands in the report. */
  readonly command?: string;
  /** Ends the run once it is aborted, with what was found until then. The caller then closes the subject, which ends the question under way. */
  readonly signal?: AbortSignal | undefined;
  /** Awaited, so that it can let others have their turn. */
  readonly onProgress?: (progress: Progress) => void | Promise<void>;
  /** Finds known mistakes that give the same wrong answer. */
  readonly diagnose?: (counterexample: Counterexample, subject: Description) => Promise<readonly Diagnosis[]>;
  /** Finds where the mistake is by asking further; null where that tells no more than the mismatches. */
  readonly locate?: (counterexample: Counterexample) => Promise<Location | null>;
}

/**
 * Runs every property against the subject, in order.
 *
 * A subject that breaks costs the finding of the property in which it does, if it recovers; otherwise it ends the run. The report keeps
 * what was found until then.
 *
 * @throws RangeError when `runs` is not a positive integer, or when `replay` names a property that is not in the list.
 */
export async function runGate(options: GateOptions): Promise<Report> {
  const properties = chosen(options);
  const counts = { cases: 0, held: 0, violated: 0, undecided: 0, skipped: 0 };
  const findings: Finding[] = [];
  const health = new Health(options.subject, options.signal);
  for (const [offset, property] of properties.entries()) {
    const block = blockFor(options, offset);
    const runs = options.replay === undefined ? block.to - block.from : 1;
    await options.onProgress?.({ kind: "start", property, position: offset + 1, total: properties.length, runs });
    const { finding, searched } = await examine(property, health, options, block);
    if (searched !== undefined) {
      add(counts, searched.counts);
      health.note(property, searched);
    }
    findings.push(finding);
    await options.onProgress?.({ kind: "end", property, finding });
  }
  return {
    tool: "gradproof",
    version,
    subject: options.subject.description,
    seed: options.replay?.seed ?? options.seed,
    shard: options.shard ?? null,
    verdict: verdictOf(findings, counts, options.signal?.aborted === true),
    counts,
    findings,
  };
}

function chosen({ properties, runs, level, replay }: GateOptions): readonly Property[] {
  if (!Number.isInteger(runs) || runs < 1) throw new RangeError(`runs must be a positive integer, got ${runs}`);
  if (replay === undefined) return properties.filter((property) => level === undefined || property.level === level);
  const replayed = properties.filter(({ id }) => id === replay.property);
  if (replayed.length === 0) throw new RangeError(`there is no property '${replay.property}'`);
  return replayed;
}

/** The numbers of the cases that are asked of the property at this place. */
function blockFor({ shard, runs }: GateOptions, position: number): Block {
  return shard === undefined ? { from: 0, to: runs } : blockOf(shard, runs, position);
}

interface Examined {
  readonly finding: Finding;
  readonly searched?: Search;
}

async function examine(property: Property, health: Health, options: GateOptions, block: Block): Promise<Examined> {
  const hindrance = await health.hindrance();
  if (hindrance !== undefined) return { finding: notAsked(property, "skipped", hinderedBecause(hindrance)) };
  try {
    const unmet = unmetRequirement(property, options.subject);
    if (unmet !== undefined) return { finding: notAsked(property, "skipped", unmet) };
  } catch (error) {
    return { finding: notAsked(property, "error", explainCrash(error)) };
  }
  if (block.from === block.to) return { finding: noCaseOf(property, block) };
  const { command = "gradproof gate", onProgress, replay, shard } = options;
  const seed = replay?.seed ?? options.seed;
  const searched = await search(property, options.subject, {
    seed: seedOf(seed, property.id),
    runs: block.to - block.from,
    from: block.from,
    path: replay?.path,
    onCase: (number) => onProgress?.({ kind: "case", property, number }),
    shrinkCrash: health.isWhole,
    signal: options.signal,
  });
  const replayCommand = (path: string): string =>
    `${command} --replay ${formatToken({ property: property.id, seed, path })}`;
  const { counts, reasons } = searched;
  const part = shard === undefined ? {} : { part: { ...block, counts, reasons } };
  const finding = { ...findingOf(property, searched, replayCommand), ...part };
  if (options.signal?.aborted !== true) return { finding: await diagnosed(finding, options), searched };
  return { finding: finding.status === "violated" ? finding : { ...finding, ...interrupted }, searched };
}

/** There are fewer cases than shards. */
function noCaseOf(property: Property, block: Block): Finding {
  const counts = { cases: 0, held: 0, violated: 0, undecided: 0, skipped: 0 };
  const finding = notAsked(property, "skipped", "all of its cases belong to other shards");
  return { ...finding, part: { ...block, counts, reasons: {} } };
}

/** What becomes of the property in which the run was interrupted: nothing is known of the cases that were not asked. */
const interrupted = {
  status: "error",
  reason: "the run was interrupted before all of its cases were asked",
  counterexample: null,
  replay: null,
} as const;

function unmetRequirement({ requires }: Property, subject: Subject): string | undefined {
  const { observes } = subject.description.supports;
  const unseen = requires.observes.filter((quantity) => !observes.includes(quantity));
  if (unseen.length > 0) return `the subject does not observe ${unseen.join(", ")}`;
  return requires.missing?.({ description: subject.description, inProcess: subject.inProcess });
}

async function diagnosed(finding: Finding, { diagnose, locate, subject }: GateOptions): Promise<Finding> {
  const { counterexample } = finding;
  if (finding.status !== "violated" || counterexample === null) return finding;
  try {
    await subject.recover?.();
    const diagnosis = (await diagnose?.(counterexample, subject.description)) ?? finding.diagnosis;
    // A mistake that has a name needs no place: what it does to other quantities would only mislead.
    const located = diagnosis.length > 0 ? finding.located : ((await locate?.(counterexample)) ?? finding.located);
    return { ...finding, diagnosis, located };
  } catch (error) {
    const reason = `there is no diagnosis: ${String(error)}`;
    return { ...finding, reason: finding.reason === null ? reason : `${finding.reason}; ${reason}` };
  }
}

function add(sum: { -readonly [Key in keyof Counts]: number }, counts: Counts): void {
  for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += counts[key];
}
