/** The flags of `gradproof gate`; a module of its own, so that --help needs nothing of what the gate needs. */
import { InvalidArgumentError, Option, type Command } from "commander";
import { seedLimit } from "../gate/seeds.js";
import { parseToken, type ReplayToken } from "../gate/token.js";
import { precisionNames, type PrecisionName } from "../model/precision.js";
import { collect, duration, integer, reportTarget, type ReportTarget } from "./values.js";

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
  readonly replay?: ReplayToken;
}

/** Enough for each family of networks to turn up; ten seconds for a subject in a process. */
const defaultRuns = 100;
export const defaultTimeout = "10s";

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
    .option("--report <format[=file]>", "text or json, to stdout or to a file; may be repeated", collect(reportTarget))
    .addOption(
      new Option("--timeout <duration>", "how long one case may take")
        .argParser(duration)
        .default(duration(defaultTimeout), defaultTimeout),
    )
    .addOption(
      new Option("--replay <token>", "ask one case again, as a report names it")
        .argParser(replayToken)
        .conflicts(["runs", "seed", "property", "level"]),
    );
}

function replayToken(text: string): ReplayToken {
  const token = parseToken(text);
  if (token !== undefined && token.seed < seedLimit) return token;
  throw new InvalidArgumentError("Expected a token from a report, such as backward/weights@42:17:1:0.");
}
