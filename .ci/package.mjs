// What a stranger gets: the package is packed, installed into empty projects, and used there as the README says.
//
//   node .ci/package.mjs [VITEST_VERSION ...]
//
// Exit code 1 when something does not do what it should.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const versions = process.argv.length > 2 ? process.argv.slice(2) : [devDependencies.vitest];
const folder = mkdtempSync(join(tmpdir(), "gradproof-package-"));
let failures = 0;

/** Runs a command and tells whether it did what it should. */
function check(what, cwd, command, args, { status = 0, holds } = {}) {
  const result = spawnSync(command, args, { cwd, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
  const output = `${result.stdout}${result.stderr}`;
  const isRight = result.status === status && (holds === undefined || holds.test(output));
  console.log(`${isRight ? "ok  " : "FAIL"}  ${what}`);
  if (isRight) return;
  failures += 1;
  console.log(output.slice(-3000));
}

/** The same implementation, right or with gradients a little too large, in a test file of each framework. */
const implementation = (isRight) => `
import { scalar } from "gradproof";
export const mine = {
  description: scalar.description,
  run: async (question) => {
    const answer = await scalar.run(question);
    const weights = answer.gradients.weights.map((W) => W.map((row) => row.map((dw) => dw * ${isRight ? 1 : "(1 + 2 ** -20)"})));
    return { ...answer, gradients: { ...answer.gradients, weights } };
  },
};
export default { ...scalar.description, run: mine.run };
`;
const testFile = (framework, module) => `
import { describeConformance } from "gradproof/${framework}";
import { mine } from "./${module}.mjs";
describeConformance(mine, { runs: 4, property: ["forward/*", "backward/*"] });
`;
const typed = `
import { renderText, runGate, allProperties, scalar, inProcessSubject, type Report } from "gradproof";
import { describeConformance, type ConformanceOptions } from "gradproof/vitest";
import { describeConformance as forNode } from "gradproof/node-test";
const options: ConformanceOptions = { runs: 5, level: "core" };
export const tests = (): void => (describeConformance(scalar, options), forNode(scalar, options));
export const report: Promise<Report> = runGate({ subject: inProcessSubject(scalar), properties: allProperties, runs: 1, seed: 1 });
export const text: Promise<string> = report.then((each) => renderText(each));
`;

const packed = spawnSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: root, encoding: "utf8" });
if (packed.status !== 0) throw new Error(`npm pack failed:\n${packed.stdout}${packed.stderr}`);
const tarball = join(folder, packed.stdout.trim().split("\n").at(-1));

for (const version of versions) {
  const project = join(folder, `vitest-${version}`);
  mkdirSync(project);
  const write = (name, text) => writeFileSync(join(project, name), text);
  write("package.json", JSON.stringify({ name: "stranger", private: true, type: "module" }));
  write("right.mjs", implementation(true));
  write("wrong.mjs", implementation(false));
  for (const module of ["right", "wrong"]) {
    write(`${module}.test.mjs`, testFile("vitest", module));
    write(`${module}.node.mjs`, testFile("node-test", module));
  }
  write("typed.ts", typed);
  const tools = [`vitest@${version}`, `typescript@${devDependencies.typescript}`, `@types/node@${devDependencies["@types/node"]}`];
  check(`installs beside vitest ${version}`, project, "npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", tarball, ...tools]);
  check("vitest passes a right implementation", project, "npx", ["vitest", "run", "right"], { holds: /\d+ passed/ });
  check("vitest fails a wrong one with the finding", project, "npx", ["vitest", "run", "wrong"], { status: 1, holds: /VIOLATED backward\/weights/ });
  check("node:test passes a right implementation", project, "node", ["--test", "right.node.mjs"], { holds: /# fail 0|fail 0/ });
  check("node:test fails a wrong one with the finding", project, "node", ["--test", "wrong.node.mjs"], { status: 1, holds: /VIOLATED backward\/weights/ });
  for (const [module, resolution] of [
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ]) {
    const flags = ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", module, "--moduleResolution", resolution];
    check(`types resolve under ${resolution}`, project, "npx", ["tsc", ...flags, "typed.ts"]);
  }
  check("the gate runs a module", project, "npx", ["gradproof", "gate", "--module", "right.mjs", "--runs", "2", "--property", "forward/*"], { holds: /PASS/ });
  check("the gate fails a wrong one", project, "npx", ["gradproof", "gate", "--module", "wrong.mjs", "--runs", "10", "--property", "backward/weights"], { status: 1, holds: /FAIL/ });
  check("the fixtures are there", project, "npx", ["gradproof", "fixtures", "list"], { holds: /tests in \d+ families/ });
  check("and hold what they say", project, "npx", ["gradproof", "fixtures", "check", "--family", "relu-at-zero"], { holds: /PASS/ });
}
rmSync(folder, { recursive: true, force: true });
process.exit(failures === 0 ? 0 : 1);
