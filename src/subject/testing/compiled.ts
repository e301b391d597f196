/** gradproof as JavaScript in a temporary folder, for tests that need it in a process of its own. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { transformWithOxc } from "vite";
import { variable } from "../../cli/testing/setup.js";

const root = resolve(import.meta.dirname, "../../..");
let made: Promise<string> | undefined;

/** The folder; `src/cli/main.js` is in it. What is compiled is the checkout, and never what was built some time ago. */
export function compiled(): Promise<string> {
  made ??= compile();
  return made;
}

async function compile(): Promise<string> {
  const home = mkdtempSync(join(process.env[variable] ?? tmpdir(), "compiled-"));
  writeFileSync(join(home, "package.json"), '{"type":"module"}');
  symlinkSync(join(root, "node_modules"), join(home, "node_modules"), "junction");
  for (const folder of ["src", "spec", "properties"]) {
    for (const path of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
      const [from, to] = [join(root, folder, path), join(home, folder, path)];
      if (path.endsWith(".json")) cpSync(from, to);
      if (!path.endsWith(".ts") || path.endsWith(".test.ts")) continue;
      mkdirSync(dirname(to), { recursive: true });
      const options = { target: "es2022", tsconfig: false } as const;
      writeFileSync(
        to.replace(/\.ts$/, ".js"),
        (await transformWithOxc(readFileSync(from, "utf8"), from, options)).code,
      );
    }
  }
  return home;
}
