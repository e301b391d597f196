/** Splits a run among machines that know nothing of each other but their number. */

/** One of several runs that together make up one. */
export interface Shard {
  /** From 1 to `count`. */
  readonly index: number;
  readonly count: number;
}

/** Cases of one property by their numbers in the whole run: from `from`, counted from 0, and before `to`. */
export interface Block {
  readonly from: number;
  readonly to: number;
}

/**
 * The cases of a property that belong to a shard. The shards' blocks of one property join without gap or overlap, and no shard's whole share is
 * larger than another's by more than one case: the blocks differ by one at most, evenly spread, and each further property moves them on by one shard.
 *
 * @param runs - cases of the property in the whole run.
 * @param position - the property's among those of the run, from 0.
 */
export function blockOf({ index, count }: Shard, runs: number, position: number): Block {
  const place = (index - 1 + position) % count;
  return { from: startOf(place, count, runs), to: startOf(place + 1, count, runs) };
}

/** Floor of runs · place / count; in integers, for the product may lie beyond the doubles that count by ones. */
function startOf(place: number, count: number, runs: number): number {
  return Number((BigInt(runs) * BigInt(place)) / BigInt(count));
}
