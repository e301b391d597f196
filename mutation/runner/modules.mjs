/** The project's modules, translated once and evaluated as often as wanted. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import ts from "typescript";

const compilerOptions = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2022,
  isolatedModules: true,
  esModuleInterop: false,
};
const builtIn = createRequire(import.meta.url);

export class Modules {
  /** @param packages - by name, what `import` from a package gives. */
  constructor(packages) {
    this.packages = packages;
    this.translated = new Map();
  }

  /** @returns a loader of files whose modules are all new. */
  fresh() {
    const loaded = new Map();
    const load = (file) => {
      const known = loaded.get(file);
      if (known !== undefined) return known.exports;
      const module = { exports: {} };
      loaded.set(file, module);
      const require = (specifier) =>
        specifier.startsWith(".") ? load(fileOf(file, specifier)) : this.packageOf(specifier);
      this.bodyOf(file)(module.exports, require, module);
      return module.exports;
    };
    return load;
  }

  packageOf(name) {
    if (name.startsWith("node:")) return builtIn(name);
    const found = this.packages[name];
    if (found === undefined) throw new Error(`${name} is none of the packages that the runner knows`);
    return found;
  }

  bodyOf(file) {
    let body = this.translated.get(file);
    if (body === undefined) {
      body = new Script(wrapped(file), { filename: file }).runInThisContext();
      this.translated.set(file, body);
    }
    return body;
  }
}

function fileOf(importer, specifier) {
  const path = `${resolve(dirname(importer), specifier)}`;
  return [path.replace(/\.js$/, ".ts"), path].find(existsSync);
}

/** import.meta is for modules alone. */
function withoutMeta(text, file) {
  return text
    .replaceAll("import.meta.dirname", JSON.stringify(dirname(file)))
    .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(file).href));
}

function wrapped(file) {
  const text = readFileSync(file, "utf8");
  const body = file.endsWith(".json")
    ? `module.exports = { default: ${text} };`
    : ts.transpileModule(withoutMeta(text, resolve(file)), { compilerOptions, fileName: file }).outputText;
  return `(function (exports, require, module) {${body}\n})`;
}
