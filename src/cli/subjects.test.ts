import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Report } from "../gate/index.js";
import { fileOf, folder, introduction, moduleOf, programOf, quick } from "./testing/samples.js";
import { gradproof } from "./testing/terminal.js";

describe("gradproof gate: subjects that cannot be run", () => {
  const form = "{ implementation: { name }, precision, supports, conventions?, own?, run(case) }";
  const expected = `expected a default export of the form ${form}`;
  it.each([
    ["there is no such file", join(folder, "none.mjs"), /there is no module .*none\.mjs$/],
    ["it does not load", fileOf("broken.mjs", "export default (;"), /broken\.mjs could not be loaded: \w*Error: /],
    ["it exports nothing", fileOf("empty.mjs", ""), `${expected}, got none`],
    ["it exports a function", fileOf("function.mjs", "export default () => 1;"), `${expected}, got a function`],
    ["it exports null", fileOf("null.mjs", "export default null;"), `${expected}, got a null`],
    [
      "it exports an empty object",
      fileOf("bare.mjs", "export default {};"),
      `${expected}, got an object with nothing in it`,
    ],
    ["it lacks run", fileOf("unable.mjs", `export default { ${introduction} };`), "got an object with implementation,"],
    ["its run is no function", fileOf("still.mjs", `export default { ${introduction}, run: 1 };`), expected],
    ["it says what nobody knows", moduleOf("odd", "() => ({}), mood: 1"), "unknown field 'mood'"],
  ])("a module when %s", async (_, file, message) => {
    const { code, stdout, stderr } = await gradproof(["gate", "--module", file, ...quick]);
    expect([code, stdout]).toEqual([3, ""]);
    if (typeof message === "string") expect(stderr).toContain(message);
    else expect(stderr.trimEnd()).toMatch(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("a program that does not exist, or does not shake hands", async () => {
    const missing = await gradproof(["gate", "--exec", "/no/such/program", ...quick]);
    expect(missing.code).toBe(3);
    expect(missing.stderr).toMatch(/^gradproof: could not start '\/no\/such\/program': no such program/);
    const silent = await gradproof(["gate", "--exec", `${process.execPath} -e 0`, ...quick]);
    expect(silent.code).toBe(3);
    expect(silent.stderr).not.toMatch(/^ +at /m);
  });

  it("a program that ends in the middle leaves a report that says where", async () => {
    const { code, stdout } = await gradproof(["gate", "--exec", programOf("dying", "process.exit(7);"), ...quick]);
    expect(code).toBe(3);
    expect(stdout).toContain("ERROR state/repeatable");
    expect(stdout).toContain("exit code 7");
  });

  describe("a program that dies of some cases", () => {
    const mortal = programOf(
      "mortal",
      "if (JSON.parse(line).case.batch.inputs.length > 2) process.exit(7); say({ seq, answer: { loss: 1 } });",
    );
    const argv = ["gate", "--exec", mortal, "--property", "state/*", "--runs", "20", "--seed", "1", "--report", "json"];
    const findings = async (...flags: string[]): Promise<Report["findings"]> => {
      const { code, stdout } = await gradproof([...argv, ...flags]);
      expect(code).toBe(3);
      return (JSON.parse(stdout) as Report).findings;
    };

    it("is asked on, in a new process", async () => {
      const found = await findings();
      const broken = found.filter(({ status }) => status === "error");
      expect(broken.length).toBeGreaterThan(1);
      expect(found.filter(({ reason }) => reason?.startsWith("not asked"))).toEqual([]);
      for (const { reason, counterexample } of broken) {
        expect(reason).toContain("the end of the program with exit code 7");
        expect(counterexample?.case.batch.inputs.length).toBeGreaterThan(2);
      }
    });

    it("is not, where it may not be started again", async () => {
      const found = await findings("--restarts", "0");
      expect(found.filter(({ status }) => status === "error")).toHaveLength(1);
      expect(found.at(-1)?.reason).toContain("it was given 0 restarts (--restarts), and they are used up");
    });
  });

  it("a program that is slow to start has a time of its own for that", async () => {
    const slow = programOf("slow", "say({ seq, answer: { loss: 1 } });").replace(
      " ",
      ' -r "" '.replace(
        '""',
        JSON.stringify(fileOf("wait.cjs", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1600);")),
      ),
    );
    const argv = ["gate", "--exec", slow, "--timeout", "1500ms", ...quick];
    expect((await gradproof(argv)).code).toBe(0);
    const { code, stderr } = await gradproof([...argv, "--start-timeout", "200ms"]);
    expect(code).toBe(3);
    expect(stderr).toContain("the handshake");
    expect(stderr).toContain("within the timeout of 200 ms");
  });

  it("a module may break on one case and is asked the next", async () => {
    const file = moduleOf("odd", "({ batch }) => (batch.inputs.length > 2 ? { loss: [] } : { loss: 1 })");
    const argv = ["gate", "--module", file, "--property", "state/*", "--runs", "20", "--seed", "1", "--report", "json"];
    const { code, stdout } = await gradproof(argv);
    expect(code).toBe(3);
    const reasons = (JSON.parse(stdout) as Report).findings.map(({ reason }) => reason ?? "");
    expect(reasons.filter((reason) => reason.includes("answer.loss must be")).length).toBeGreaterThan(1);
    expect(reasons.filter((reason) => reason.startsWith("not asked"))).toEqual([]);
  });

  it("a module that never answers is not waited for", async () => {
    const file = moduleOf("silent", "() => new Promise(() => {})");
    const { code, stdout } = await gradproof(["gate", "--module", file, "--timeout", "20ms", ...quick]);
    expect(code).toBe(3);
    expect(stdout).toContain("sample did not answer within 20 ms");
  });

  it("a module may keep its state in itself", async () => {
    const code = `class Net { #loss = 1; run() { return { loss: this.#loss }; } }
      export default Object.assign(new Net(), { ${introduction} });`;
    expect((await gradproof(["gate", "--module", fileOf("self.mjs", code), ...quick])).code).toBe(0);
  });
});
