// What a language needs before its example can run: whether it is there, and how to get it.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const pythons = new Map();

/** The first Python that has a module: the one in the path, or the system's, for which apt-get installs. */
export function pythonWith(module) {
  const has = (python) => spawnSync(python, ["-c", `import ${module}`]).status === 0;
  const python = pythons.get(module) ?? ["python3", "/usr/bin/python3"].find(has);
  if (python !== undefined) pythons.set(module, python);
  return python;
}

const isThere = (need) => {
  if (need.startsWith("/")) return existsSync(need);
  const [program, module] = need.split(":");
  if (module !== undefined) return pythonWith(module) !== undefined;
  return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
};

/** What is not there of `needs`: programs, files with their path, and modules of Python such as python3:numpy. */
export const missing = ({ needs }) => needs.filter((need) => !isThere(need));

function install(packages) {
  const { status } = spawnSync("apt-get", ["install", "--yes", "--no-install-recommends", ...packages], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) console.log(`apt-get could not install ${packages.join(" ")}`);
}

/** Whether a language can run, after an attempt to install what it lacks where that is wanted; says why if not. */
export function isReady(language, mayInstall) {
  if (mayInstall && missing(language).length > 0) install(language.packages);
  const lacking = missing(language);
  if (lacking.length > 0) console.log(`${language.name} is skipped: there is no ${lacking.join(", no ")}`);
  return lacking.length === 0;
}

/** Prints rows as a table, the first its heading. */
export function print(table) {
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => String(row[column] ?? "").length)));
  const line = (row) => row.map((cell, n) => String(cell).padEnd(widths[n] + 2)).join("");
  for (const row of table) console.log(line(row).trimEnd());
}
