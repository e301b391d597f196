import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { figureParts } from "../sensitivity/index.js";
import { UsageError } from "./errors.js";
import { figuresIn } from "./figures.js";

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "gradproof-figures-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("figures", () => {
  it("are refused from a folder that has none, and from a file that is no JSON", () => {
    expect(() => figuresIn([folder])).toThrow(
      new UsageError(
        `'${folder}' holds no figures; expected false-alarms.json, diagnosis.json, smallest-cases.json, score.json`,
      ),
    );
    writeFileSync(join(folder, "score.json"), "{");
    expect(() => figuresIn([folder])).toThrow(/score\.json' is no JSON: SyntaxError/);
  });

  it("of the repository say that no correct implementation was blamed", () => {
    const { falseAlarms } = figuresIn([join(root, "spec/figures")]);
    const total = (key: "cases" | "violated"): number =>
      (falseAlarms?.implementations ?? []).reduce((sum, each) => sum + each[key], 0);
    expect(total("cases")).toBeGreaterThanOrEqual(100_000);
    expect(total("violated")).toBe(0);
  });

  it("of the repository are those of spec/sensitivity.md; UPDATE_SPEC=1 writes them", () => {
    const path = join(root, "spec/sensitivity.md");
    const told = figureParts(figuresIn([join(root, "spec/figures"), join(root, "mutation")])).join("\n\n");
    const measured = readFileSync(path, "utf8").split("\n\n## False alarms\n")[0] ?? "";
    if (process.env["UPDATE_SPEC"] === "1") writeFileSync(path, `${measured}\n\n${told}\n`);
    expect(readFileSync(path, "utf8")).toBe(`${measured}\n\n${told}\n`);
  });
});
