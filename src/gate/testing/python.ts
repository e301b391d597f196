/** What programs in Python make of files, in one call, for starting Python takes its time. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Debian's own comes first, for it knows Debian's packages. */
const python = ["/usr/bin/python3", "python3"].find((name) => isThere(name));

export function isThere(program: string): boolean {
  return spawnSync(program, ["--version"]).status === 0;
}

/** Each text in a file of its own. */
export function filesOf(texts: readonly string[], extension: string): string[] {
  const folder = mkdtempSync(join(process.env["GRADPROOF_TESTS"] ?? tmpdir(), "reports-"));
  return texts.map((text, position) => {
    const path = join(folder, `${position}.${extension}`);
    writeFileSync(path, text);
    return path;
  });
}

/** @returns what the script prints of the files; undefined without Python. */
export function read(script: string, files: readonly string[]): unknown {
  if (python === undefined) return undefined;
  const options = { encoding: "utf8", maxBuffer: 2 ** 28 } as const;
  return JSON.parse(execFileSync(python, [join(import.meta.dirname, script), ...files], options));
}
