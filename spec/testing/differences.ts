/**
 * The differences between the five documents that are no mistakes, and how each is settled. differences.md renders this table; a number
 * keeps its meaning for ever.
 */
import type { Difference } from "./differences/difference.js";
import { part1 } from "./differences/part-1.js";
import { part2 } from "./differences/part-2.js";

export type { Difference, Settled } from "./differences/difference.js";

export const differences: Readonly<Record<number, Difference>> = { ...part1, ...part2 };
