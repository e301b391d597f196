/** Files of waivers (spec/waivers.schema.json). */
import { readFileSync } from "node:fs";
import type { Waiver } from "../gate/waivers.js";
import { UsageError } from "./errors.js";
import type { Report } from "../gate/report.js";
import { glob } from "./glob.js";
import type { Io } from "./io.js";
import { didYouMean } from "./nearest.js";

/** @throws UsageError when the file is missing or is not what the schema demands, naming the place. */
export function readWaivers(path: string): readonly Waiver[] {
  const value = jsonFile(path);
  if (!Array.isArray(value)) throw new UsageError(`${path}: expected a list of waivers (spec/waivers.schema.json)`);
  return value.map((entry: unknown, position) => waiverFrom(entry, `${path}: waiver ${position + 1}`));
}

/** Says on stderr what is to be said about the waivers of a run. */
export function tellWaivers({ waivers }: Report, { stderr }: Io): void {
  for (const text of waivers?.notes ?? []) stderr.write(`gradproof: ${text}\n`);
  for (const text of waivers?.faults ?? []) stderr.write(`gradproof: ${text}, which fails the run\n`);
}

/** @throws UsageError when there is no such file, or it is not JSON. */
export function jsonFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${(error as Error).message}`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`${path} is not JSON: ${(error as Error).message.replaceAll("\n", " ")}`);
  }
}

interface Field {
  readonly pattern: RegExp;
  readonly expected: string;
  readonly isRequired: boolean;
}

const fields: Readonly<Record<string, Field>> = {
  property: { pattern: /[^]/, expected: "the id of a property or a pattern", isRequired: true },
  reason: { pattern: /[^]/, expected: "a text that is not empty", isRequired: true },
  issue: { pattern: /^https?:\/\/\S+$/, expected: "a link that begins with http:// or https://", isRequired: false },
  expires: {
    pattern: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
    expected: "a day such as 2030-12-31",
    isRequired: false,
  },
};

function waiverFrom(entry: unknown, place: string): Waiver {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry))
    throw new UsageError(`${place}: expected an object with ${Object.keys(fields).join(", ")}`);
  const given = new Map(Object.entries(entry));
  for (const name of given.keys()) {
    if (Object.hasOwn(fields, name)) continue;
    throw new UsageError(`${place} has an unknown field '${name}'${didYouMean(name, Object.keys(fields))}`);
  }
  for (const [name, field] of Object.entries(fields)) checkField(given, name, field, place);
  const waiver = entry as Omit<Waiver, "matches">;
  return { ...waiver, matches: glob(waiver.property) };
}

function checkField(given: ReadonlyMap<string, unknown>, name: string, field: Field, place: string): void {
  const value = given.get(name);
  if (value === undefined && !field.isRequired) return;
  if (value === undefined) throw new UsageError(`${place} lacks the field '${name}'`);
  if (typeof value === "string" && field.pattern.test(value)) return;
  throw new UsageError(`${place}: ${name} must be ${field.expected}, got ${JSON.stringify(value)}`);
}
