/** The flags of `gradproof merge`; a module of its own, so that --help needs nothing of what the command needs. */
import type { Command } from "commander";
import { collect, reportHelp, reportTarget, type ReportTarget } from "./values.js";

export interface MergeFlags {
  readonly report?: readonly ReportTarget[];
  /** A file. */
  readonly waivers?: string;
}

export function mergeCommand(command: Command): Command {
  return command
    .description("put the reports of all shards of a run together into the report of the run")
    .argument("<report...>", "what gradproof gate --shard wrote with --report json=FILE, in any order")
    .option("--report <format[=file]>", reportHelp, collect(reportTarget))
    .option("--waivers <file>", "violations that are known and do not fail the run (spec/gate.md)")
    .addHelpText("after", "\nExits as the run would have; 3 when the reports do not belong together.");
}
