import { describe, expect, it } from "vitest";
import { version } from "../gate/version.js";
import { run } from "./run.js";
import { folder, programOf, quick } from "./testing/samples.js";
import { fakeIo, gradproof } from "./testing/terminal.js";

function failWith(error: unknown): never {
  throw error;
}

describe("gradproof", () => {
  it("tells its version, and how it is used", async () => {
    expect(await gradproof(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    const { code, stdout } = await gradproof(["--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Exit codes: 0 everything held");
    expect((await gradproof(["gate", "--help"])).stdout).toContain("--replay <token>");
  });

  it("a fault of its own is told with its trace, as no verdict on the subject", async () => {
    const { io, written } = fakeIo();
    const deaf = { ...io, stdout: { ...io.stdout, write: (): never => failWith(new Error("disk full")) } };
    expect(await run(["explain", "affine"], deaf)).toBe(3);
    const told =
      "gradproof: internal error, which is a fault of gradproof and not of the subject: Error: disk full\n    at ";
    expect(written.stderr.startsWith(told)).toBe(true);
    const strange = { ...io, stdout: { ...io.stdout, write: (): never => failWith("odd") } };
    expect(await run(["explain", "affine"], strange)).toBe(3);
    expect(written.stderr).toMatch(/subject: odd\n$/);
  });

  it("without a command it is a usage error, and an unknown one as well", async () => {
    const { code, stdout, stderr } = await gradproof([]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Usage: gradproof");
    const misspelt = "gradproof: unknown command 'gat' (Did you mean gate?)\n";
    expect(await gradproof(["gat"])).toEqual({ code: 2, stdout: "", stderr: misspelt });
  });
});

describe("gradproof gate: usage errors", () => {
  const builtin = ["--builtin", "scalar"];
  const flags = "--exec CMD, --module FILE, --builtin scalar|vectorized|graph or --mutant ID";
  const only = `gradproof: exactly one of ${flags} names the implementation to test`;
  const invalid = (flag: string, value: string): string =>
    `gradproof: option '${flag}' argument '${value}' is invalid.`;
  it.each([
    [[], `${only}, got none of them`],
    [[...builtin, "--module", "x.js"], `${only}, got --module and --builtin`],
    [["--builtin", "tape"], `${invalid("--builtin <name>", "tape")} Allowed choices are scalar, vectorized, graph.`],
    [
      ["--mutant", "batch/sums"],
      "gradproof: there is no mutant 'batch/sums'; did you mean 'batch/sums-instead-of-averages'?",
    ],
    [
      [...builtin, "--property", "backward/weight"],
      "gradproof: no property is named 'backward/weight'; did you mean 'backward/w",
    ],
    [[...builtin, "--property", "nothing/*"], "gradproof: no property is named 'nothing/*'"],
    [[...builtin, "--runs", "0"], `${invalid("--runs <n>", "0")} Expected an integer from 1 to`],
    [[...builtin, "--seed", "-1"], invalid("--seed <n>", "-1")],
    [
      [...builtin, "--timeout", "10"],
      `${invalid("--timeout <duration>", "10")} Expected a duration such as 500ms, 10s or 2m.`,
    ],
    [[...builtin, "--report", "xml"], `${invalid("--report <format[=file]>", "xml")} Expected text or json`],
    [[...builtin, "--report", "text", "--report", "json"], "gradproof: only one report can go to stdout"],
    [
      [...builtin, "--report", "json=/no/such/a.json"],
      "gradproof: cannot write /no/such/a.json: there is no folder /no/such",
    ],
    [[...builtin, ...quick, "--report", `json=${folder}`], `gradproof: cannot write ${folder}: EISDIR`],
    [[...builtin, "--replay", "nonsense"], `${invalid("--replay <token>", "nonsense")} Expected a token from a report`],
    [
      [...builtin, "--replay", "state/repeatable@4294967296:1"],
      invalid("--replay <token>", "state/repeatable@4294967296:1"),
    ],
    [[...builtin, "--replay", "state/none@1:2"], "gradproof: no property is named 'state/none'"],
    [[...builtin, "--replay", "a/b@1:2", "--seed", "1"], "gradproof: option '--replay <token>' cannot be used with"],
    [[...builtin, "--bultin"], "gradproof: unknown option '--bultin' (Did you mean --builtin?)"],
    [[...builtin, "stray"], "gradproof: too many arguments for 'gate'."],
  ])("%j", async (given, message) => {
    const { code, stderr } = await gradproof(["gate", ...given]);
    expect(code).toBe(2);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr.startsWith(message), stderr).toBe(true);
  });

  it("a precision that contradicts the program's handshake", async () => {
    const { code, stderr } = await gradproof(["gate", "--exec", programOf("f64", ""), "--precision", "f32", ...quick]);
    expect([code, stderr]).toEqual([2, "gradproof: --precision f32 contradicts the program, which declares f64\n"]);
  });
});
