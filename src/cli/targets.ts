/** Where reports go. */
import { statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UsageError } from "./errors.js";
import type { Io } from "./io.js";
import type { ReportTarget } from "./values.js";

interface Target {
  readonly format: string;
  readonly file?: string;
}

/** The text goes to stdout unless something else does. @throws UsageError before a long run would be in vain. */
export function checkedTargets<T extends Target>(targets: readonly T[], text: T): readonly T[] {
  const printed = targets.filter(({ file }) => file === undefined);
  if (printed.length > 1) {
    throw new UsageError("only one report can go to stdout; give the others a file, as in --report json=report.json");
  }
  for (const { file } of targets) {
    if (file === undefined) continue;
    const folder = dirname(file);
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) continue;
    throw new UsageError(`cannot write ${file}: there is no folder ${folder}`);
  }
  return printed.length === 0 ? [text, ...targets] : targets;
}

/**
 * In a run of GitHub Actions annotations follow the text, unless they were asked for; not where something else was printed, which a program may
 * want to read.
 */
export function withAnnotations(targets: readonly ReportTarget[], { env }: Io): readonly ReportTarget[] {
  const isAsked = targets.some(({ format }) => format === "github");
  const isTextPrinted = targets.some(({ format, file }) => format === "text" && file === undefined);
  if (env["GITHUB_ACTIONS"] !== "true" || isAsked || !isTextPrinted) return targets;
  return [...targets, { format: "github" }];
}

/** @throws UsageError when the file cannot be written. */
export function deliver(text: string, file: string | undefined, io: Io): void {
  if (file === undefined) return io.stdout.write(text);
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
  }
}
