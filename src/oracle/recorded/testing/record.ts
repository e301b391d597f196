/** A file of what was answered before, one entry for each case. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";

/** By quantity, in a few words or digits. */
export type Entry = Readonly<Record<string, string>>;

/** Twelve digits that no two lists share. */
export function digest(values: readonly number[]): string {
  return createHash("sha256").update(values.join(" ")).digest("hex").slice(0, 12);
}

export class Known {
  /** Whether the file is to be written anew: with UPDATE_RANGES=1, for whoever has changed ranges on purpose. */
  readonly renewed = process.env["UPDATE_RANGES"] === "1";
  private readonly file: string;
  private readonly before: Readonly<{ [name: string]: Entry }>;
  private readonly now: { [name: string]: Entry } = {};

  constructor(file: string) {
    this.file = file;
    this.before = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { [name: string]: Entry }) : {};
  }

  /** Fails when the case was answered otherwise before, or when another case has its name. */
  expectAsBefore(name: string, entry: Entry): void {
    expect(name in this.now).toBe(false);
    this.now[name] = entry;
    if (!this.renewed) expect(entry).toEqual(this.before[name]);
  }

  write(): void {
    writeFileSync(this.file, `${JSON.stringify(this.now, null, 2)}\n`);
  }
}
