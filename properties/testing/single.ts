/** The built-in implementations as they would be in single precision: their own source, with every operation rounded to f32. */
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import * as model from "../../src/model/index.js";

type Backpropagate = (question: model.Case, conventions: model.Conventions) => model.Answer;

const source = resolve(import.meta.dirname, "../../src");

/** `backpropagate` of src/scalar, src/vectorized or src/graph in f32. */
export function inSinglePrecision(folder: "scalar" | "vectorized" | "graph"): Backpropagate {
  const { backpropagate } = load(join(source, folder, "index.js"), new Map());
  if (typeof backpropagate !== "function") throw new Error(`src/${folder} exports no backpropagate`);
  return backpropagate as Backpropagate;
}

/** A name that no module has of its own. */
const roundName = "$single";

type Module = Record<string, unknown>;

/** Runs a module of the folder; what it imports of the model has no arithmetic of gradients, and stays as it is. */
function load(path: string, loaded: Map<string, Module>): Module {
  const known = loaded.get(path);
  if (known !== undefined) return known;
  if (path === join(source, "model", "index.js")) return model;
  const module: Module = {};
  loaded.set(path, module);
  const require = (name: string): Module => load(join(dirname(path), name), loaded);
  const code = rounded(readFileSync(path.replace(/\.js$/, ".ts"), "utf8"));
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  (new Function("exports", "require", roundName, code) as (...parts: unknown[]) => void)(module, require, single);
  return module;
}

/** Sums of words stay words. */
function single(value: unknown): unknown {
  return typeof value === "number" ? Math.fround(value) : value;
}

/** JavaScript in which the result of every operation passes through `$single`. */
export function rounded(text: string): string {
  return ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    transformers: { before: [roundOperations] },
  }).outputText;
}

const operators = new Map<ts.SyntaxKind, ts.BinaryOperator>([
  [ts.SyntaxKind.PlusToken, ts.SyntaxKind.PlusToken],
  [ts.SyntaxKind.MinusToken, ts.SyntaxKind.MinusToken],
  [ts.SyntaxKind.AsteriskToken, ts.SyntaxKind.AsteriskToken],
  [ts.SyntaxKind.AsteriskAsteriskToken, ts.SyntaxKind.AsteriskAsteriskToken],
  [ts.SyntaxKind.SlashToken, ts.SyntaxKind.SlashToken],
]);

const assignments = new Map<ts.SyntaxKind, ts.BinaryOperator>([
  [ts.SyntaxKind.PlusEqualsToken, ts.SyntaxKind.PlusToken],
  [ts.SyntaxKind.MinusEqualsToken, ts.SyntaxKind.MinusToken],
  [ts.SyntaxKind.AsteriskEqualsToken, ts.SyntaxKind.AsteriskToken],
  [ts.SyntaxKind.SlashEqualsToken, ts.SyntaxKind.SlashToken],
]);

function roundOperations(context: ts.TransformationContext): ts.Transformer<ts.SourceFile> {
  const { factory } = context;
  const call = (value: ts.Expression): ts.Expression =>
    factory.createCallExpression(factory.createIdentifier(roundName), undefined, [value]);
  const visit = (before: ts.Node): ts.Node => {
    if (ts.isTypeNode(before)) return before;
    const node = ts.visitEachChild(before, visit, context);
    if (ts.isBinaryExpression(node)) {
      const { left, operatorToken, right } = node;
      const operator = operators.get(operatorToken.kind);
      if (operator !== undefined) return call(node);
      const assigned = assignments.get(operatorToken.kind);
      if (assigned === undefined) return node;
      return factory.createAssignment(left, call(factory.createBinaryExpression(left, assigned, right)));
    }
    // Any function may be Math.exp or another primitive; for all others there is nothing left to round.
    if (ts.isCallExpression(node) && node.expression.kind !== ts.SyntaxKind.SuperKeyword) return call(node);
    return ts.isNumericLiteral(node) && !isPropertyName(node) ? call(node) : node;
  };
  return (file) => ts.visitNode(file, visit) as ts.SourceFile;
}

function isPropertyName(node: ts.NumericLiteral): boolean {
  const parent = ts.getOriginalNode(node).parent as ts.Node | undefined;
  return parent !== undefined && ts.isPropertyAssignment(parent) && parent.name === ts.getOriginalNode(node);
}
