/** The reports that Stryker leaves in mutation/reports, one for each part, and beside each a stamp: of which code it is. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const pathOf = (root, part, ending) => join(root, "mutation/reports", `${part.replace("/", "-")}${ending}`);
const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined);

export const readReport = (root, part) => read(pathOf(root, part, ".json"));
export const readStamp = (root, part) => read(pathOf(root, part, ".stamp.json"));

export function writeStamp(root, part, stamp) {
  writeFileSync(pathOf(root, part, ".stamp.json"), JSON.stringify(stamp));
}

/** Into the part's report, what a second run says about those that survived the first. */
export function addAnswers(root, part) {
  const [first, second] = [readReport(root, part), read(pathOf(root, part, ".again.json"))];
  for (const [file, { mutants }] of Object.entries(second.files)) {
    const known = new Map(mutants.map((mutant) => [keyOf(mutant), mutant.status]));
    for (const mutant of first.files[file].mutants) mutant.status = known.get(keyOf(mutant)) ?? mutant.status;
  }
  writeFileSync(pathOf(root, part, ".json"), JSON.stringify(first));
}

const keyOf = ({ location, mutatorName, replacement }) => JSON.stringify([location, mutatorName, replacement]);
