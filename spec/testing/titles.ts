/** The tests that a file holds, for tables that name them. */
import { existsSync, readFileSync } from "node:fs";
import ts from "typescript";

const root = new URL("../../", import.meta.url);
const known = new Map<string, ReadonlySet<string>>();

/** The titles of the tests in a file, from its syntax: what merely stands in a comment is no test. Path from the root. */
export function titlesIn(path: string): ReadonlySet<string> {
  const seen = known.get(path);
  if (seen !== undefined) return seen;
  const titles = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^it\b/.test(node.expression.getText(file))) {
      const [title] = node.arguments;
      if (title !== undefined && ts.isStringLiteralLike(title)) titles.add(title.text);
    }
    ts.forEachChild(node, visit);
  };
  const file = ts.createSourceFile(path, readFileSync(new URL(path, root), "utf8"), ts.ScriptTarget.Latest);
  visit(file);
  known.set(path, titles);
  return titles;
}

/** What is wrong with a test named by its file and its exact title. */
export function testFault(path: string, title: string): string | undefined {
  if (!path.endsWith(".test.ts") || !existsSync(new URL(path, root))) return `no test file ${path}`;
  return titlesIn(path).has(title) ? undefined : `${path} has no test '${title}'`;
}
