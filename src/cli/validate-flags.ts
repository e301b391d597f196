/** The flags of `gradproof validate`. */
import { InvalidArgumentError, Option, type Command } from "commander";
import { defaultTimeout, type SubjectFlags } from "./gate-flags.js";
import { collect, duration } from "./values.js";

export interface ValidateFlags extends Pick<SubjectFlags, "exec" | "module"> {
  /** In milliseconds, like the next. */
  readonly timeout: number;
  readonly startTimeout?: number;
  readonly report?: readonly ValidationTarget[];
}

export interface ValidationTarget {
  readonly format: "text" | "json";
  readonly file?: string;
}

export function validateCommand(command: Command): Command {
  return command
    .description("tell the author of an adapter what to mend, before any gradient is judged")
    .option("--exec <cmd>", "the adapter is a program that speaks the protocol (spec/protocol.md)")
    .option("--module <file>", "the implementation is the default export of a JavaScript module")
    .option("--report <format[=file]>", "text or json, to stdout or to a file; may be repeated", collect(target))
    .addOption(
      new Option("--timeout <duration>", "how long one case may take")
        .argParser(duration)
        .default(duration(defaultTimeout), defaultTimeout),
    )
    .option(
      "--start-timeout <duration>",
      "how long the program may take to start (default: 1m, or the timeout if that is longer)",
      duration,
    );
}

function target(text: string): ValidationTarget {
  const [, format, file] = /^(text|json)(?:=(.+))?$/s.exec(text) ?? [];
  if (format !== "text" && format !== "json")
    throw new InvalidArgumentError("Expected text or json, or either with =FILE.");
  return { format, ...(file === undefined ? {} : { file }) };
}
