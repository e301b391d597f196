/** A folder for all that tests write, gone when they are done. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The environment variable with its path. */
export const variable = "GRADPROOF_TESTS";

export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "gradproof-tests-"));
  process.env[variable] = folder;
  return () => rmSync(folder, { recursive: true });
}
