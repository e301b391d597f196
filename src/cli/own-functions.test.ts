import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Report } from "../gate/index.js";
import { folder } from "./testing/samples.js";
import { gradproof } from "./testing/terminal.js";

const example = join(import.meta.dirname, "../../examples/javascript/own-functions.mjs");

/** A copy of the example with some of its text replaced. */
function changed(name: string, ...replacements: readonly (readonly [string, string])[]): string {
  let text = readFileSync(example, "utf8");
  for (const [from, to] of replacements) {
    expect(text).toContain(from);
    text = text.replaceAll(from, to);
  }
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, text);
  return path;
}

const gate = (module: string, ...flags: readonly string[]) =>
  gradproof(["gate", "--module", module, "--seed", "2", "--runs", "20", ...flags]);

describe("a module with functions of its own", () => {
  it("passes, being asked for them", async () => {
    const { code, stdout } = await gate(example, "--property", "forward/*", "--property", "backward/*");
    expect(stdout).toContain("PASS ");
    expect(code).toBe(0);
  });

  it("fails where its code is not its formula, and the report names the function", async () => {
    const wrong = changed("wrong-swish", ["return s + z * s * (1 - s);", "return s + z * s * (1 + s);"]);
    const { code, stdout } = await gate(wrong, "--property", "backward/weights");
    expect(code).toBe(1);
    expect(stdout).toContain("the user's own swish");
  });

  it("fails where the formula's gradient is not that of its value, although its code agrees with it", async () => {
    const wrong = changed(
      "wrong-formula",
      ["a.multiply(s, a.subtract(a.constant(1), s))", "a.multiply(s, a.add(a.constant(1), s))"],
      ["return s + z * s * (1 - s);", "return s + z * s * (1 + s);"],
    );
    expect((await gate(wrong, "--property", "backward/weights")).code).toBe(0);
    const { code, stdout } = await gate(wrong, "--property", "differences/central");
    expect(code).toBe(1);
    expect(stdout).toContain("VIOLATED differences/central");
  });

  it("has its functions in the JSON report by their ids, and a replay that leads to the same case", async () => {
    const wrong = changed("wrong-huber", [
      "derivative: (error) => error / Math.sqrt(",
      "derivative: (error) => 2 * error / Math.sqrt(",
    ]);
    const { code, stdout } = await gate(wrong, "--property", "backward/biases", "--report", "json");
    expect(code).toBe(1);
    const [finding] = (JSON.parse(stdout) as Report).findings;
    expect(finding?.counterexample?.case.loss).toEqual({ name: "own", id: "pseudo-huber" });
    const token = finding?.replay?.split("--replay ")[1] ?? "";
    const again = await gradproof(["gate", "--module", wrong, "--replay", token, "--report", "json"]);
    expect((JSON.parse(again.stdout) as Report).findings[0]?.counterexample?.case).toEqual(
      finding?.counterexample?.case,
    );
  });

  it.each([
    ["a name that is taken", 'id: "swish"', 'id: "softmax"'],
    ["no name", 'id: "swish"', 'id: ""'],
  ])("is refused with %s", async (_, from, to) => {
    const { code, stderr } = await gate(changed("misnamed", [from, to]));
    expect(code).toBe(3);
    expect(stderr).toContain("own.activations[0].id");
  });
});
