/** Which share of a run this process has. */
import { InvalidArgumentError } from "commander";
import type { Shard } from "../gate/shards.js";
import { UsageError } from "./errors.js";

/** "auto" is told by the environment. */
export interface ShardFlag {
  readonly index: number | "auto";
  readonly count: number;
}

/** What Kubernetes tells each pod of an indexed job, counting from 0. */
const indexVariable = "JOB_COMPLETION_INDEX";

/** "2/5" or "auto/5". */
export function shardFlag(text: string): ShardFlag {
  const [, name, total] = /^(auto|\d{1,9})\/(\d{1,9})$/.exec(text) ?? [];
  const count = Number(total);
  const index = name === "auto" ? name : Number(name);
  if (count >= 1 && (index === "auto" || (index >= 1 && index <= count))) return { index, count };
  throw new InvalidArgumentError(`Expected I/N with I from 1 to N, or auto/N, where I comes from ${indexVariable}.`);
}

/** @throws UsageError when the environment does not tell which one this is. */
export function shardOf({ index, count }: ShardFlag, env: Readonly<Record<string, string | undefined>>): Shard {
  if (index !== "auto") return { index, count };
  const told = env[indexVariable];
  if (told !== undefined && /^\d{1,9}$/.test(told) && Number(told) < count) return { index: Number(told) + 1, count };
  const got = told === undefined ? "which is not set" : `got '${told}'`;
  throw new UsageError(`--shard auto/${count} needs ${indexVariable} to be from 0 to ${count - 1}, ${got}`);
}
