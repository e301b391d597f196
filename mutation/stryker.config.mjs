/** One run of Stryker: the part that GRADPROOF_MUTATION names ("oracle/losses"). Started by run.mjs, from the project's root. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { partOf } from "./folders.mjs";
import { mutantsOf } from "./mutants.mjs";
import { isAlive, reasonOf } from "./reasons.mjs";

const name = process.env.GRADPROOF_MUTATION ?? "compare/all";
const again = process.env.GRADPROOF_MUTATION_AGAIN === "1";
const incremental = process.env.GRADPROOF_MUTATION_INCREMENTAL === "1";
const file = `mutation/reports/${name.replace("/", "-")}`;

/** The places of the last report's survivors, but of those that are proved equivalent: lines count from 1 and columns from 0. */
function survivors() {
  const read = (path) => JSON.parse(readFileSync(path, "utf8"));
  const [report, reasons] = [read(`${file}.json`), read("mutation/equivalents.json")];
  const places = Object.values(report.files).flatMap(({ mutants }) => mutants.map(({ location }) => location));
  return mutantsOf(report).flatMap((mutant, position) => {
    const { start, end } = places[position];
    return isAlive(mutant) && reasonOf(mutant, reasons)?.kind !== "equivalent"
      ? [`${mutant.file}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`]
      : [];
  });
}

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  mutate: again ? survivors() : [...partOf(name).mutate, "!src/**/*.test.ts", "!src/**/testing/**"],
  testRunner: "in-process",
  plugins: [fileURLToPath(new URL("runner/plugin.mjs", import.meta.url))],
  coverageAnalysis: "perTest",
  concurrency: 1,
  // A core shared with other work must not turn a slow test into a killed mutant. Endless loops are found by counting.
  timeoutMS: 60_000,
  timeoutFactor: 4,
  dryRunTimeoutMinutes: 20,
  tempDirName: "mutation/.stryker-tmp",
  ignorePatterns: ["/dist", "/coverage", "/examples", "/mutation/node_modules", "/mutation/reports"],
  incremental,
  incrementalFile: `${file}.json`,
  // An incremental run writes the report by itself.
  reporters: ["progress-append-only", ...(incremental ? [] : ["json"])],
  jsonReporter: { fileName: `${file}${again ? ".again" : ""}.json` },
};
