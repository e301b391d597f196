/** The flags of `gradproof sensitivity`; a module of its own, so that --help needs nothing of what the study needs. */
import { InvalidArgumentError, type Command } from "commander";
import { seedLimit } from "../gate/seeds.js";
import { collect, integer } from "./values.js";

export interface SensitivityFlags {
  readonly runs: number;
  readonly seed?: number;
  readonly mutant?: readonly string[];
  readonly property?: readonly string[];
  readonly report?: readonly StudyTarget[];
  readonly figures?: readonly string[];
}

const formats = ["text", "json", "markdown"] as const;

/** What to write, and where; to stdout without a file. */
export interface StudyTarget {
  readonly format: (typeof formats)[number];
  readonly file?: string;
}

/** As many as the gate asks by default. */
const defaultRuns = 100;

export function sensitivityCommand(command: Command): Command {
  return command
    .description(
      "run every known mistake against the gate: what is caught, by which law, and how small an error is seen",
    )
    .option("--runs <n>", "cases per property", integer(1, Number.MAX_SAFE_INTEGER), defaultRuns)
    .option(
      "--seed <n>",
      "the same seed asks the same cases as `gradproof gate` does (default: random; the report tells it)",
      integer(0, seedLimit - 1),
    )
    .option("--mutant <glob>", "only these mistakes, such as batch/*; may be repeated", collect(String))
    .option("--property <glob>", "only these properties, such as backward/*; may be repeated", collect(String))
    .option(
      "--report <format[=file]>",
      "text, json or markdown, to stdout or to a file; may be repeated",
      collect(studyTarget),
    )
    .option(
      "--figures <folder>",
      "add to the page and the JSON what longer studies have measured, such as spec/figures of this repository; may be repeated",
      collect(String),
    )
    .addHelpText("after", "\nExit codes: 0 every mistake was caught, 1 some were not, 2 usage error.");
}

function studyTarget(text: string): StudyTarget {
  const [, name, file] = /^([a-z]+)(?:=(.+))?$/s.exec(text) ?? [];
  const format = formats.find((each) => each === name);
  if (format === undefined) throw new InvalidArgumentError("Expected text, json or markdown, or any with =FILE.");
  return { format, ...(file === undefined ? {} : { file }) };
}
