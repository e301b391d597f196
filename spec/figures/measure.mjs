/**
 * Measures again what spec/sensitivity.md says, and writes the page: `npm run sensitivity`, half an hour or so. With names of studies
 * (`npm run sensitivity -- false-alarms`) only these are measured; without a study (`-- page`) the figures at hand are taken.
 * The score of mutation testing comes from the last `npm run mutation`.
 */
import { spawnSync } from "node:child_process";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Each writes a file of its own into this folder. */
const studies = {
  "false-alarms": "properties/false-alarms.test.ts",
  diagnosis: "src/cli/diagnosis-rate.test.ts",
  "smallest-cases": "src/cli/shrinking.test.ts",
};

const named = process.argv.slice(2).filter((name) => name !== "page");
const unknown = named.filter((name) => !(name in studies));
if (unknown.length > 0) {
  console.error(`no study is named ${unknown.join(", ")}; there are ${Object.keys(studies).join(", ")}, and page`);
  process.exit(2);
}
const asked = process.argv.length > 2 ? named : Object.keys(studies);

for (const name of asked) run("node_modules/vitest/vitest.mjs", "run", studies[name]);
run("node_modules/typescript/bin/tsc", "-p", "src/tsconfig.build.json");
const page = ["--report", "text", "--report", "markdown=spec/sensitivity.md"];
run(
  "dist/src/cli/main.js",
  "sensitivity",
  "--seed",
  "1",
  "--figures",
  "spec/figures",
  "--figures",
  "mutation",
  ...page,
);

/** Ends everything when a study fails: its figures have missed a goal, or it could not measure. */
function run(script, ...parameters) {
  const { status } = spawnSync(process.execPath, [resolve(root, script), ...parameters], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, GRADPROOF_STUDY: "1" },
  });
  if (status !== 0) process.exit(status ?? 1);
}
