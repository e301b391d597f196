/** Figures of long studies, as files. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Figures } from "../sensitivity/index.js";
import { UsageError } from "./errors.js";

/** What each file holds. */
const files = {
  falseAlarms: "false-alarms.json",
  diagnosis: "diagnosis.json",
  smallness: "smallest-cases.json",
  mutation: "score.json",
} as const satisfies Record<keyof Figures, string>;

/** @throws UsageError when a folder holds none of the files, or one that is no JSON. */
export function figuresIn(folders: readonly string[]): Figures {
  return Object.assign({}, ...folders.map(figuresOf)) as Figures;
}

function figuresOf(folder: string): Figures {
  const found = Object.entries(files)
    .map(([key, file]) => [key, join(folder, file)] as const)
    .filter(([, path]) => existsSync(path));
  if (found.length === 0) {
    throw new UsageError(`'${folder}' holds no figures; expected ${Object.values(files).join(", ")}`);
  }
  return Object.fromEntries(found.map(([key, path]) => [key, read(path)])) as Figures;
}

function read(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UsageError(`'${path}' is no JSON: ${String(error)}`);
  }
}
