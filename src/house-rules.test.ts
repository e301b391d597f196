/** Rules of this codebase that a reader could break without noticing, each with a tiny example that must be caught. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");

interface Source {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

function sourcesBelow(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

const sources = ["src", "spec", "properties"].flatMap(sourcesBelow);

const isTestSupport = (path: string): boolean => path.endsWith(".test.ts") || path.includes("/testing/");

/** What the file imports: paths from the root for its own files, package names for the rest. */
function importsOf({ path, text }: Source): string[] {
  const own = (specifier: string): string =>
    relative(root, resolve(root, dirname(path), specifier))
      .replaceAll("\\", "/")
      .replace(/\.js$/, ".ts");
  const specifiers = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  // preProcessFile does not see `export * as name from`.
  const namespaces = [...text.matchAll(/^export \* as \w+ from "([^"]+)"/gm)].map((match) => match[1] ?? "");
  return [...specifiers, ...namespaces].map((specifier) => (specifier.startsWith(".") ? own(specifier) : specifier));
}

/** Folder of a file in the import table: the longest of its keys that the path begins with. */
const table: Readonly<Record<string, readonly string[]>> = {
  spec: [],
  "src/model": ["spec"],
  "src/scalar": ["src/model"],
  "src/vectorized": ["src/model"],
  "src/graph": ["src/model"],
  "src/oracle": ["src/model", "decimal.js"],
  "src/training": ["src/model"],
  "src/fixtures": ["spec", "src/model", "src/subject", "src/compare", "src/oracle", "ajv"],
  "src/compare": ["src/model", "spec"],
  "src/subject": ["src/model", "spec", "ajv", "string-argv", "node:"],
  "src/gate": ["spec", "src/model", "src/subject", "src/compare", "fast-check"],
  "src/sensitivity": ["spec", "src/model", "src/subject", "src/compare", "src/gate", "fast-check"],
  properties: ["spec", "src/model", "src/compare", "src/oracle", "src/subject", "src/gate", "fast-check"],
  "properties/mutants": ["src/model", "src/subject", "spec"],
  "properties/near-misses": ["properties/mutants", "src/model", "src/subject", "spec"],
  "properties/errata": ["spec", "src/model", "src/oracle", "properties/mutants"],
  // The composition roots may know everything.
  "src/cli": ["src", "spec", "properties", "commander", "node:"],
  "src/index.ts": ["src", "spec", "properties"],
  "src/conformance.ts": ["src", "spec", "properties"],
  "src/vitest.ts": ["src", "vitest"],
  "src/node-test.ts": ["src", "node:"],
};

function folderOf(path: string): string | undefined {
  return Object.keys(table)
    .filter((folder) => path === folder || path.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function importViolations(files: readonly Source[]): string[] {
  return files
    .filter(({ path }) => !isTestSupport(path))
    .flatMap((file) => {
      const folder = folderOf(file.path);
      if (folder === undefined) return [`${file.path} stands in no folder of the import table`];
      const allowed = [folder, ...(table[folder] ?? [])];
      return importsOf(file)
        .filter(
          (target) =>
            !allowed.some((name) => target === name || target.startsWith(name.endsWith(":") ? name : `${name}/`)),
        )
        .map((target) => `${file.path} imports ${target}`);
    });
}

function only(files: readonly Source[], imported: RegExp, where: (path: string) => boolean): string[] {
  return files
    .filter((file) => !where(file.path))
    .flatMap((file) =>
      importsOf(file)
        .filter((target) => imported.test(target))
        .map((target) => `${file.path} imports ${target}`),
    );
}

const nodeIsAllowed = (path: string): boolean =>
  isTestSupport(path) ||
  path.startsWith("src/cli/") ||
  path === "src/subject/subprocess.ts" ||
  path === "src/node-test.ts";

/** Files that no other file leads to, starting from the entries and the tests. */
function unreachable(files: readonly Source[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const seen = new Set<string>();
  const visit = (path: string): void => {
    const file = byPath.get(path);
    if (file === undefined || seen.has(path)) return;
    seen.add(path);
    importsOf(file).forEach(visit);
  };
  files
    .filter(
      ({ path }) =>
        path.endsWith(".test.ts") ||
        ["src/index.ts", "src/cli/main.ts", "src/vitest.ts", "src/node-test.ts"].includes(path),
    )
    .forEach(({ path }) => visit(path));
  return files.map(({ path }) => path).filter((path) => !seen.has(path));
}

/** Shipped code that only tests reach is dead too. */
function reachedByTestsOnly(files: readonly Source[]): string[] {
  return unreachable(files.filter(({ path }) => !isTestSupport(path)));
}

describe("the import table", () => {
  it("is kept", () => {
    expect(importViolations(sources)).toEqual([]);
  });

  it.each([
    ["src/scalar/forward.ts", 'import { product } from "../vectorized/matrix.js";', "src/vectorized/matrix.ts"],
    ["src/graph/network.ts", 'import { softmax } from "../vectorized/functions.js";', "src/vectorized/functions.ts"],
    ["src/oracle/ball.ts", 'import { backpropagate } from "../scalar/index.js";', "src/scalar/index.ts"],
    ["properties/batch.ts", 'import { backpropagate } from "../src/scalar/index.js";', "src/scalar/index.ts"],
    ["properties/mutants/batch.ts", 'import { certify } from "../../src/oracle/index.js";', "src/oracle/index.ts"],
    ["properties/near-misses/sums.ts", 'import { certify } from "../../src/oracle/index.js";', "src/oracle/index.ts"],
    ["properties/errata/index.ts", 'export * from "../../src/gate/index.js";', "src/gate/index.ts"],
    ["src/gate/run.ts", 'export * from "../oracle/index.js";', "src/oracle/index.ts"],
    ["src/compare/compare.ts", 'const late = await import("../gate/index.js");', "src/gate/index.ts"],
    ["spec/equations.ts", 'import "../src/model/index.js";', "src/model/index.ts"],
    ["src/vectorized/matrix.ts", 'import { Decimal } from "decimal.js";', "decimal.js"],
  ])("catches %s with %s", (path, text, target) => {
    expect(importViolations([{ path, text }])).toEqual([`${path} imports ${target}`]);
  });

  it("catches a file outside of it", () => {
    expect(importViolations([{ path: "src/elsewhere/a.ts", text: "" }])).toEqual([
      "src/elsewhere/a.ts stands in no folder of the import table",
    ]);
  });
});

describe("a package has its place", () => {
  it.each<[string, RegExp, (path: string) => boolean, string, string]>([
    [
      "decimal.js in src/oracle/decimal.ts",
      /^decimal\.js$/,
      (path) => path === "src/oracle/decimal.ts" || isTestSupport(path),
      "src/oracle/ball.ts",
      "decimal.js",
    ],
    [
      "vitest in tests and in the entry for them",
      /^vitest/,
      (path) => isTestSupport(path) || path === "src/vitest.ts",
      "src/gate/run.ts",
      "vitest",
    ],
    [
      "node modules in the command line, the subprocess and tests",
      /^node:/,
      nodeIsAllowed,
      "src/subject/protocol.ts",
      "node:fs",
    ],
    [
      "commander in the command line",
      /^commander$/,
      (path) => path.startsWith("src/cli/"),
      "src/gate/run.ts",
      "commander",
    ],
  ])("%s", (_, imported, where, path, name) => {
    expect(only(sources, imported, where)).toEqual([]);
    expect(only([{ path, text: `import x from "${name}";` }], imported, where)).toEqual([`${path} imports ${name}`]);
  });
});

describe("dead files", () => {
  it("do not exist", () => {
    expect(unreachable(sources)).toEqual([]);
    expect(reachedByTestsOnly(sources)).toEqual([]);
  });

  it("are caught", () => {
    const planted = [
      ...sources,
      { path: "src/model/forgotten.ts", text: "export {};" },
      { path: "src/model/a.test.ts", text: 'import "./forgotten.js";' },
    ];
    expect(unreachable([...sources, { path: "src/model/forgotten.ts", text: "" }])).toEqual(["src/model/forgotten.ts"]);
    expect(reachedByTestsOnly(planted)).toEqual(["src/model/forgotten.ts"]);
  });
});

/** Functions whose last digits differ between engines, in what the oracle computes; Decimals made from a double's short text. */
function engineDependent(files: readonly Source[]): string[] {
  const pattern = /Math\.(exp|expm1|log|log1p|log2|log10|tanh|pow|sin|cos|sinh|cosh)\b/g;
  return files
    .filter(({ path }) => path.startsWith("src/oracle/") && !isTestSupport(path))
    .flatMap(({ path, text }) => [...text.matchAll(pattern)].map(([found]) => `${path}: ${found}`));
}

function plainDecimals(files: readonly Source[]): string[] {
  return files
    .filter(({ path }) => path.startsWith("src/") && path !== "src/oracle/decimal.ts" && !isTestSupport(path))
    .flatMap(({ path, text }) => [...text.matchAll(/new [A-Za-z.]*Decimal\(/g)].map(([found]) => `${path}: ${found}`));
}

describe("the oracle", () => {
  it("uses no function of the engine whose last digits are not fixed", () => {
    expect(engineDependent(sources)).toEqual([]);
    expect(engineDependent([{ path: "src/oracle/a.ts", text: "Math.exp(1)" }])).toEqual(["src/oracle/a.ts: Math.exp"]);
  });

  it("makes Decimals in one file", () => {
    expect(plainDecimals(sources)).toEqual([]);
    expect(plainDecimals([{ path: "src/compare/a.ts", text: "new Decimal(0.1)" }])).toEqual([
      "src/compare/a.ts: new Decimal(",
    ]);
  });
});

describe("what is left for later", () => {
  const marks =
    /\b(TODO|FIXME|XXX|HACK)\b|@ts-ignore|@ts-nocheck|(\bas|:) any\s*[,;)\]}=|&>]|\b(it|test|describe)\.(only|skip|todo)\b/;
  const leftOvers = (files: readonly Source[]): string[] =>
    files.filter(({ path, text }) => path !== "src/house-rules.test.ts" && marks.test(text)).map(({ path }) => path);

  it("is not in the code", () => {
    expect(leftOvers(sources)).toEqual([]);
    expect(leftOvers([{ path: "src/a.ts", text: "const x = y as any;" }])).toEqual(["src/a.ts"]);
  });
});

describe("the commands that the documents name", () => {
  const scripts = Object.keys(
    (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object }).scripts,
  );
  const documents = [...readdirSync(root), ...readdirSync(join(root, "spec")).map((name) => `spec/${name}`)].filter(
    (name) => name.endsWith(".md") && name !== "CHANGELOG.md",
  );
  const named = documents.flatMap((name) =>
    [...readFileSync(join(root, name), "utf8").matchAll(/\bnpm (?:run ([a-z:-]+)|(test|start))/g)].map(
      (match) => match[1] ?? match[2],
    ),
  );

  it("exist", () => {
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((script) => script !== undefined && !scripts.includes(script))).toEqual([]);
  });
});
