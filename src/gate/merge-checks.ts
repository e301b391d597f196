/** Whether reports are those of all shards of one run. */
import { json } from "../model/index.js";
import type { Report } from "./report.js";
import { blockOf, type Shard } from "./shards.js";

/** A report under the name of its file. */
export interface ShardReport {
  readonly name: string;
  readonly report: Report;
}

/** Speaks to the person who put the reports together. */
export class MergeError extends Error {
  override readonly name = "MergeError";
}

/** @throws MergeError naming the files that disagree, or the shards that are missing. */
export function checkTogether(reports: readonly ShardReport[]): void {
  checkShards(reports.map(({ name, report }) => ({ name, shard: report.shard })));
  const [first, ...others] = reports as [ShardReport, ...ShardReport[]];
  for (const other of others) {
    for (const [what, of] of agreed) {
      const [mine, theirs] = [of(first.report), of(other.report)];
      if (mine === theirs) continue;
      throw new MergeError(`${first.name} and ${other.name} disagree on ${what}: ${mine} and ${theirs}`);
    }
    checkProperties(first, other);
  }
  checkCases(reports);
}

const agreed: readonly (readonly [string, (report: Report) => string])[] = [
  ["the version of gradproof", ({ version }) => version],
  ["the seed", ({ seed }) => String(seed)],
  // A user's own functions are in no file.
  ["the subject", ({ subject: { own: _, ...subject } }) => json.stringify(subject)],
];

function checkShards(named: readonly { readonly name: string; readonly shard: Shard | null }[]): void {
  const seen = new Map<number, string>();
  const [first] = named;
  if (first === undefined) throw new MergeError("there is no report to merge");
  for (const { name, shard } of named) {
    if (shard === null) throw new MergeError(`${name} is the report of a whole run, and of no shard`);
    const count = first.shard?.count;
    if (shard.count !== count)
      throw new MergeError(`${first.name} is one of ${count} shards, and ${name} one of ${shard.count}`);
    if (shard.index > shard.count)
      throw new MergeError(`${name} calls itself shard ${shard.index} of ${shard.count}, which there cannot be`);
    const twin = seen.get(shard.index);
    if (twin !== undefined) throw new MergeError(`${twin} and ${name} are both shard ${shard.index} of ${shard.count}`);
    seen.set(shard.index, name);
  }
  checkComplete(first.shard?.count ?? 0, seen);
}

/** More names than these would only push the first ones off the screen. */
const namedShards = 10;

function checkComplete(count: number, seen: ReadonlyMap<number, string>): void {
  const missing: number[] = [];
  for (let index = 1; index <= count && missing.length < namedShards; index++)
    if (!seen.has(index)) missing.push(index);
  if (missing.length === 0) return;
  const number = count - seen.size;
  const which = `${missing.join(", ")}${number > missing.length ? " and more" : ""}`;
  throw new MergeError(`${number} of ${count} shards are missing: ${which}; given: ${[...seen.values()].join(", ")}`);
}

function checkProperties(first: ShardReport, other: ShardReport): void {
  const mine = first.report.findings.map(({ property }) => property);
  const theirs = other.report.findings.map(({ property }) => property);
  const at = mine.findIndex((property, position) => property !== theirs[position]);
  const place = at === -1 && theirs.length > mine.length ? mine.length : at;
  if (place === -1) return;
  const [here, there] = [mine[place] ?? "nothing", theirs[place] ?? "nothing"];
  throw new MergeError(
    `${first.name} and ${other.name} were not asked the same properties: number ${place + 1} is ${here} and ${there}`,
  );
}

/** Whether each block is that of the shard in a run with as many cases as the blocks reach. */
function checkCases(reports: readonly ShardReport[]): void {
  const ends = reports.flatMap(({ report }) => report.findings.flatMap(({ part }) => part?.to ?? []));
  const runs = Math.max(0, ...ends);
  for (const { name, report } of reports) {
    for (const [position, { property, part, status }] of report.findings.entries()) {
      if (report.shard === null || (part === undefined && (status === "skipped" || status === "error"))) continue;
      if (part === undefined) throw new MergeError(`${name} does not tell which cases of ${property} were asked`);
      const { from, to } = blockOf(report.shard, runs, position);
      if (part.from === from && part.to === to) continue;
      throw new MergeError(
        `${name} was asked cases ${part.from} to ${part.to} of ${property}, and of ${runs} runs it would be ${from} to ${to}: all shards need the same --runs`,
      );
    }
  }
}
