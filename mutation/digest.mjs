/** Which code a report is of, in a few digits. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { testsOf, partOf } from "./folders.mjs";

export const digestOf = (text) => createHash("sha256").update(text).digest("hex").slice(0, 12);

/** @returns those of the files that are not as their digests say. */
export function changedOf(root, digests) {
  return Object.entries(digests)
    .filter(([file, digest]) => !existsSync(join(root, file)) || digestOf(readFileSync(join(root, file))) !== digest)
    .map(([file]) => file);
}

/** @returns the files of the folder that Stryker would mutate. */
export function codeBelow(root, folder) {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.includes("/testing/"));
}

/** Of all tests that may kill a mutant of the part. */
export function digestOfTests(root, part) {
  return digestOf(
    testsOf(partOf(part), root)
      .map((file) => `${file}\n${readFileSync(join(root, file), "utf8")}`)
      .join(),
  );
}
