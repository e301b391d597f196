import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Keeps what a study has measured in spec/figures, for spec/sensitivity.md. */
export function write(study: string, figures: object): void {
  const folder = join(import.meta.dirname, "../../../../spec/figures");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${study}.json`), `${JSON.stringify(figures, null, 2)}\n`);
}
