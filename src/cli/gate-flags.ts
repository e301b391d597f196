/** The flags of `gradproof gate`; a module of its own, so that --help needs nothing of what the gate needs. */
import { InvalidArgumentError, Option, type Command } from "commander";
import { seedLimit } from "../gate/seeds.js";
import { parseToken, type ReplayToken } from "../gate/token.js";
import { precisionNames, type PrecisionName } from "../model/precision.js";
import { shardFlag, type ShardFlag } from "./shard.js";
import { collect, duration, integer, reportHelp, reportTarget, type ReportTarget } from "./values.js";

/** gradproof's own implementations. */
export const builtins = ["scalar", "vectorized", "graph"] as const;
export type Builtin = (typeof builtins)[number];

/** Which subject, by exactly one of these. */
export interface SubjectFlags {
  readonly exec?: string;
  readonly module?: string;
  readonly builtin?: Builtin;
  readonly mutant?: string;
}

export interface GateFlags extends SubjectFlags {
  readonly runs: number;
  readonly seed?: number;
  readonly property?: readonly string[];
  readonly precision?: PrecisionName;
  readonly level?: "core" | "edge";
  readonly report?: readonly ReportTarget[];
  /** In milliseconds. */
  readonly timeout: number;
  /** In milliseconds; a minute, or the timeout where that is longer, if left out. */
  readonly startTimeout?: number;
  /** Ten if left out. */
  readonly restarts?: number;
  readonly replay?: ReplayToken;
  /** A file. */
  readonly case?: string;
  /** In milliseconds. */
  readonly budget?: number;
  /** A file. */
  readonly waivers?: string;
  readonly shard?: ShardFlag;
}

/** Enough for each family of networks to turn up; ten seconds for a subject in a process. */
const defaultRuns = 100;
export const defaultTimeout = "10s";
/** In milliseconds: an interpreter that imports a large library from a cold disk takes half of it. */
export const defaultStartTimeout = 60_000;

export function gateCommand(command: Command): Command {
  return command
    .description("run all properties against an implementation")
    .option("--exec <cmd>", "the implementation is a program that speaks the protocol (spec/protocol.md)")
    .option("--module <file>", "the implementation is the default export of a JavaScript module")
    .addOption(new Option("--builtin <name>", "one of gradproof's own implementations").choices(builtins))
    .option("--mutant <id>", "an implementation with one known mistake")
    .option("--runs <n>", "cases per property", integer(1, Number.MAX_SAFE_INTEGER), defaultRuns)
    .option(
      "--seed <n>",
      "the same seed asks the same cases (default: random; the report tells it)",
      integer(0, seedLimit - 1),
    )
    .option(
      "--property <glob>",
      "only these properties, such as backward/weights or batch/*; may be repeated",
      collect(String),
    )
    .addOption(
      new Option("--precision <name>", "judge a module or a built-in as one of this precision").choices(precisionNames),
    )
    .addOption(
      new Option("--level <level>", "core: ordinary numbers; edge: extremes (default: both)").choices(["core", "edge"]),
    )
    .option("--report <format[=file]>", reportHelp, collect(reportTarget))
    .addOption(
      new Option("--timeout <duration>", "how long one case may take")
        .argParser(duration)
        .default(duration(defaultTimeout), defaultTimeout),
    )
    .option(
      "--start-timeout <duration>",
      "how long the program may take to start (default: 1m, or the timeout if that is longer)",
      duration,
    )
    .option("--restarts <n>", "how often a program that broke is started again (default: 10)", integer(0, 1000))
    .addOption(
      new Option("--replay <token>", "ask one case again, as a report names it")
        .argParser(replayToken)
        .conflicts(["runs", "seed", "property", "level"]),
    )
    .addOption(
      new Option(
        "--case <file>",
        "ask one stored case again: a case, or a counterexample or finding of a report",
      ).conflicts(["runs", "seed", "level", "replay", "waivers", "shard", "budget"]),
    )
    .addOption(
      new Option(
        "--budget <duration>",
        "ask on until the time is used up, in rounds of --runs cases per property, at least one",
      )
        .argParser(duration)
        .conflicts(["replay", "shard"]),
    )
    .addOption(
      new Option("--waivers <file>", "violations that are known and do not fail the run (spec/gate.md)").conflicts(
        "replay",
      ),
    )
    .addOption(
      new Option("--shard <i/n>", "ask one of n shares of the cases, for gradproof merge (spec/gate.md); needs --seed")
        .argParser(shardFlag)
        .conflicts("replay"),
    );
}

function replayToken(text: string): ReplayToken {
  const token = parseToken(text);
  if (token !== undefined && token.seed < seedLimit) return token;
  throw new InvalidArgumentError("Expected a token from a report, such as backward/weights@42:17:1:0.");
}
