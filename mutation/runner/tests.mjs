/** As much of Vitest as the tests beside the code use, with its own expectations, and fast-check that gives up early. */
import { JestAsymmetricMatchers, JestChaiExpect, JestExtend, ASYMMETRIC_MATCHERS_OBJECT } from "@vitest/expect";
import * as chai from "chai";
import * as fastCheck from "fast-check";

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);
const expect = Object.assign(
  (value, message) => chai.expect(value, message),
  chai.expect,
  globalThis[ASYMMETRIC_MATCHERS_OBJECT],
);

/** The file being loaded: its tests, and the titles of the groups around the next one. */
let current = { file: "", titles: [], tests: [] };

function it(title, ...rest) {
  const { file, titles, tests } = current;
  const name = `${[...titles, title].join(" ")} [${tests.length + 1}]`;
  tests.push({ id: `${file}#${name}`, name, body: rest.find((part) => typeof part === "function") });
}

function describe(title, ...rest) {
  current.titles.push(title);
  rest.find((part) => typeof part === "function")();
  current.titles.pop();
}

/** Rows are told apart by their number. */
const each =
  (register) =>
  (rows) =>
  (title, ...rest) => {
    const body = rest.find((part) => typeof part === "function");
    rows.forEach((row, n) => register(`${title} (${n + 1})`, () => body(...(Array.isArray(row) ? row : [row]))));
  };

const runIf = (condition) => (condition ? it : () => undefined);

export const fileOf = (id) => id.slice(0, id.indexOf("#"));

/** @returns the file's tests, or the error that loading it ends in. */
export function collect(file, load) {
  current = { file, titles: [], tests: [] };
  try {
    load();
    return { tests: current.tests };
  } catch (error) {
    return { tests: [], error };
  }
}

const others = ["decimal.js", "ajv/dist/2020.js", "string-argv"];

/** What the sources import from packages. @param cases - the most that a property asks about. */
export async function testFramework(cases) {
  const assert = (property, parameters) => {
    const numRuns = Math.min(parameters?.numRuns ?? 100, cases);
    return fastCheck.assert(property, { ...parameters, numRuns, endOnFailure: true });
  };
  const checked = { ...fastCheck, assert };
  return {
    vitest: {
      it: Object.assign(it, { each: each(it), runIf }),
      describe: Object.assign(describe, { each: each(describe) }),
      expect,
    },
    "fast-check": { ...checked, default: checked },
    ...Object.fromEntries(await Promise.all(others.map(async (name) => [name, await import(name)]))),
  };
}
