/** Turns the values of flags into what they mean; commander names the flag in the message. */
import { InvalidArgumentError } from "commander";

const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** Node fires timers with a longer delay at once. */
const longestTimeout = 2 ** 31 - 1;

/** "500ms", "10s" or "2m", in milliseconds. */
export function duration(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? [];
  const length = Number(amount) * (milliseconds[unit ?? ""] ?? NaN);
  if (length > 0 && length <= longestTimeout) return length;
  throw new InvalidArgumentError("Expected a duration such as 500ms, 10s or 2m.");
}

/** An integer from `least` to `most`. */
export function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Expected an integer from ${least} to ${most}.`);
  };
}

/** Collects the values of a flag that may be given several times. */
export function collect<T>(read: (text: string) => T): (text: string, previous: readonly T[] | undefined) => T[] {
  return (text, previous = []) => [...previous, read(text)];
}

/** What a report can be written as (spec/report.md). */
export const reportFormats = ["text", "json", "junit", "markdown", "html", "github", "gradescope"] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** For the flag of the commands that report as the gate does. */
export const reportHelp = `${reportFormats.slice(0, -1).join(", ")} or ${reportFormats.at(-1)}, to stdout or to a file; may be repeated`;

/** "json=report.json": what to write, and where; to stdout without a file. */
export interface ReportTarget {
  readonly format: ReportFormat;
  readonly file?: string;
}

export function reportTarget(text: string): ReportTarget {
  const [, name, file] = /^([^=]*)(?:=(.+))?$/s.exec(text) ?? [];
  const format = reportFormats.find((known) => known === name);
  if (format !== undefined) return { format, ...(file === undefined ? {} : { file }) };
  throw new InvalidArgumentError(
    "Expected text or json, or junit, markdown, html, github or gradescope; each may have =FILE.",
  );
}
