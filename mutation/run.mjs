/**
 * Mutation testing of the folders named, of all without a name: `npm run mutation -- compare scalar`.
 *
 * --survivors  asks again only about the mutants that survived the last run and are not proved equivalent, after tests were added.
 * --incremental  keeps what the last report says of mutants whose file and tests are unchanged; other changes go unseen.
 * --resume     leaves out the parts whose report is of the code and tests as they stand.
 * --report     runs nothing: writes score.json and survivors.md from the reports at hand.
 *
 * Exits with 1 when a folder's score is below 95 %, a survivor has no reason or a reason no survivor.
 */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { changedOf, digestOf, digestOfTests } from "./digest.mjs";
import { folders, parts } from "./folders.mjs";
import { addAnswers, readReport, readStamp, writeStamp } from "./reports.mjs";
import { report } from "./report.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const stryker = join(here, "node_modules/@stryker-mutator/core/bin/stryker.js");

const flags = new Set(process.argv.slice(2).filter((argument) => argument.startsWith("--")));
const names = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const unknown = [
  ...names.filter((name) => !(name in folders) && !parts.includes(name)),
  ...[...flags].filter((flag) => !["--survivors", "--incremental", "--resume", "--report"].includes(flag)),
];
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(", ")}; there are ${Object.keys(folders).join(", ")} and ${parts.join(", ")}`);
  process.exit(2);
}

const asked = parts.filter((part) => names.length === 0 || names.includes(part) || names.includes(part.split("/")[0]));
const problems = [
  ...(flags.has("--report")
    ? []
    : asked.flatMap((part) => runPart(part, digestOfTests(root, part), readStamp(root, part)))),
  ...report(root),
];
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);

/** @returns why there is no report of the part; nothing when there is one. */
function runPart(part, tests, stamp) {
  if (flags.has("--resume") && isOfThisCode(part) && stamp?.tests === tests) {
    console.error(`${part}: the report is of the code as it stands`);
    return [];
  }
  const again = flags.has("--survivors");
  if (again && !isOfThisCode(part)) return [`${part}: no last run of this code, so that no survivors are known`];
  console.error(`${part}: started`);
  const from = performance.now();
  const { status } = spawnSync(process.execPath, [stryker, "run", join(here, "stryker.config.mjs")], {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      GRADPROOF_MUTATION: part,
      GRADPROOF_MUTATION_AGAIN: again ? "1" : "0",
      GRADPROOF_MUTATION_INCREMENTAL: flags.has("--incremental") ? "1" : "0",
    },
  });
  if (status !== 0) return [`${part}: Stryker did not finish`];
  if (again) addAnswers(root, part);
  const minutes = Math.round((performance.now() - from) / 6000) / 10 + (again ? stamp.minutes : 0);
  writeStamp(root, part, { tests, minutes });
  return [];
}

function isOfThisCode(part) {
  const files = Object.entries(readReport(root, part)?.files ?? {});
  const digests = Object.fromEntries(files.map(([file, { source }]) => [file, digestOf(source)]));
  return files.length > 0 && changedOf(root, digests).length === 0;
}
