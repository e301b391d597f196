/**
 * What `npm start` shows: the gate on a built-in implementation and, where python3 exists, on the textbook network in
 * examples/python, a program in another language.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const gradproof = fileURLToPath(new URL("../dist/src/cli/main.js", import.meta.url));

function gate(...flags) {
  console.log(`$ npx gradproof gate ${flags.map((flag) => (flag.includes(" ") ? `"${flag}"` : flag)).join(" ")}\n`);
  const { status, error } = spawnSync(process.execPath, [gradproof, "gate", ...flags], { cwd: root, stdio: "inherit" });
  if (error !== undefined) throw error;
  console.log();
  return status ?? 1;
}

const codes = [gate("--builtin", "vectorized", "--seed", "1")];
if (spawnSync("python3", ["--version"]).status === 0) {
  codes.push(gate("--exec", "python3 examples/python/adapter.py", "--seed", "1"));
} else {
  console.log("python3 was not found: the textbook network in examples/python was not gated.");
}
process.exitCode = Math.max(...codes);
