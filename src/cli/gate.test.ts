import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, describe, expect, it } from "vitest";
import caseSchema from "../../spec/case.schema.json" with { type: "json" };
import protocolSchema from "../../spec/protocol.schema.json" with { type: "json" };
import reportSchema from "../../spec/report.schema.json" with { type: "json" };
import type { Report } from "../gate/index.js";
import { version } from "../gate/version.js";
import { run } from "./run.js";
import { fakeIo, gradproof } from "./testing/terminal.js";

const folder = mkdtempSync(join(tmpdir(), "gradproof-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What every module here says of itself. */
const introduction = `implementation: { name: "sample" }, precision: "f64", supports: {
  activations: ["identity"], losses: ["squared-error"], regularizers: [], observes: ["loss"] }`;

/** The loss is a number that grows with every question. */
const forgetful = fileOf("forgetful.mjs", `let asked = 0;\nexport default { ${introduction}, run: () => ({ loss: asked++ }) };`);
const skipping = fileOf("skipping.mjs", `export default { ${introduction}, run: () => ({ skipped: { message: "no" } }) };`);

/** A program that shakes hands and then does with each request what the code says. */
function program(name: string, onRequest: string): string {
  const code = `
    const introduction = { ${introduction} };
    const say = (message) => console.log(JSON.stringify(message));
    require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
      const { cmd, seq } = JSON.parse(line);
      if (cmd === "start") say({ protocol: 1, ...introduction });
      else if (cmd === "run") { ${onRequest} }
      else process.exit(0);
    });`;
  return `${process.execPath} ${fileOf(`${name}.cjs`, code)}`;
}

function failWith(error: unknown): never {
  throw error;
}

/** A property that is fast and needs no oracle. */
const quick = ["--property", "state/repeatable", "--runs", "5", "--seed", "1"];

describe("gradproof gate: what is run", () => {
  it.each(["scalar", "vectorized"])("the built-in %s passes", async (name) => {
    const { code, stdout, stderr } = await gradproof(["gate", "--builtin", name, ...quick]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`gradproof ${version}: gradproof ${name} ${version} (TypeScript), f64, seed 1\n`);
    expect(stdout).toContain("PASS ");
  });

  it("a module with a mistake fails, and its replay command leads to the same case", async () => {
    const { code, stdout } = await gradproof(["gate", "--module", forgetful, ...quick]);
    expect(code).toBe(1);
    expect(stdout).toContain("VIOLATED state/repeatable");
    const command = /^ {2}replay +gradproof (.*)$/m.exec(stdout)?.[1]?.split(" ") ?? [];
    expect(command.slice(0, 3)).toEqual(["gate", "--module", forgetful]);
    const again = await gradproof(command);
    const caseOf = (text: string): string | undefined => /smallest case\n(.*)\n {2}replay/s.exec(text)?.[1];
    expect(again.code).toBe(1);
    expect(caseOf(again.stdout)).toBe(caseOf(stdout));
  });

  it("a mutant is run by its name", async () => {
    const { code, stdout } = await gradproof(["gate", "--mutant", "batch/sums-instead-of-averages", ...quick]);
    expect(code).toBe(0);
    expect(stdout).toContain(": mutant batch/sums-instead-of-averages (TypeScript)");
  });

  it("a program is run over the protocol", async () => {
    const command = program("steady", "say({ seq, answer: { loss: 1 } });");
    const { code, stdout } = await gradproof(["gate", "--exec", command, "--precision", "f64", ...quick]);
    expect(code).toBe(0);
    expect(stdout).toContain(": sample, f64, seed 1\n");
  });

  it("the command in the report brings along what makes a difference, quoted for a shell", async () => {
    const command = program("forgetful", "say({ seq, answer: { loss: seq } });");
    const { code, stdout } = await gradproof(["gate", "--exec", command, "--precision", "f64", "--timeout", "20s", ...quick]);
    expect(code).toBe(1);
    expect(stdout).toContain(`gradproof gate --exec '${command}' --precision f64 --timeout 20000ms --replay state/repeatable@1:`);
  });

  it("a subject that skips everything is inconclusive and no pass", async () => {
    const { code, stdout } = await gradproof(["gate", "--module", skipping, ...quick]);
    expect(code).toBe(4);
    expect(stdout).toContain("INCONCLUSIVE ");
  });

  it("without a seed each run has its own, and the report tells it", async () => {
    const argv = ["gate", "--builtin", "scalar", "--property", "state/repeatable", "--runs", "1"];
    const seedOf = async (): Promise<string | undefined> => /seed (\d+)/.exec((await gradproof(argv)).stdout)?.[1];
    expect(await seedOf()).not.toBe(await seedOf());
  });

  it("patterns choose properties, and a level leaves the others out", async () => {
    const ids = async (...flags: string[]): Promise<string[]> => {
      const { stdout } = await gradproof(["gate", "--module", skipping, "--runs", "1", "--report", "json", ...flags]);
      return (JSON.parse(stdout) as Report).findings.map(({ property, level }) => `${level} ${property}`);
    };
    const all = await ids();
    expect(await ids("--property", "**")).toEqual(all);
    const some = all.filter((id) => /state|forward\/loss/.test(id));
    expect(await ids("--property", "state/*", "--property", "forward/loss")).toEqual(some);
    expect(await ids("--level", "edge")).toEqual(all.filter((id) => id.startsWith("edge")));
    expect(await ids("--level", "core")).toEqual(all.filter((id) => id.startsWith("core")));
  });

  it("a precision may be demanded of what runs in this process", async () => {
    const { stdout } = await gradproof(["gate", "--builtin", "scalar", "--precision", "f32", "--report", "json", ...quick]);
    expect((JSON.parse(stdout) as Report).subject.precision).toBe("f32");
  });
});

describe("gradproof gate: reports", () => {
  it("JSON goes to stdout, valid by the schema, and text to a file", async () => {
    const file = join(folder, "report.txt");
    const { stdout } = await gradproof(["gate", "--module", forgetful, ...quick, "--report", "json", "--report", `text=${file}`]);
    const validate = new Ajv2020({ schemas: [caseSchema, protocolSchema] }).compile(reportSchema);
    expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors)).toBe(true);
    expect(readFileSync(file, "utf8")).toContain("VIOLATED state/repeatable");
  });

  it("text goes to stdout when everything else goes to files, in colour only there", async () => {
    const file = join(folder, "report.json");
    const argv = ["gate", "--builtin", "scalar", ...quick, "--report", `json=${file}`];
    const { stdout } = await gradproof(argv, { stdoutIsTerminal: true });
    expect(stdout).toContain("\u001b[32mheld\u001b[0m");
    expect((JSON.parse(readFileSync(file, "utf8")) as Report).verdict).toBe("pass");
    expect((await gradproof(argv, { stdoutIsTerminal: true, env: { NO_COLOR: "1" } })).stdout).not.toContain("\u001b");
    expect((await gradproof(argv)).stdout).not.toContain("\u001b");
  });
});

describe("gradproof gate: usage errors", () => {
  const builtin = ["--builtin", "scalar"];
  const only =
    "gradproof: exactly one of --exec CMD, --module FILE, --builtin scalar|vectorized or --mutant ID names the implementation to test";
  const invalid = (flag: string, value: string): string => `gradproof: option '${flag}' argument '${value}' is invalid.`;
  it.each([
    [[], `${only}, got none of them`],
    [[...builtin, "--module", "x.js"], `${only}, got --module and --builtin`],
    [["--builtin", "graph"], `${invalid("--builtin <name>", "graph")} Allowed choices are scalar, vectorized.`],
    [["--mutant", "batch/sums-instead-of-average"], "gradproof: there is no mutant 'batch/sums-instead-of-average'; did you mean 'batch/"],
    [[...builtin, "--property", "backward/weight"], "gradproof: no property is named 'backward/weight'; did you mean 'backward/weights'"],
    [[...builtin, "--property", "nothing/*"], "gradproof: no property is named 'nothing/*'"],
    [[...builtin, "--runs", "0"], `${invalid("--runs <n>", "0")} Expected an integer from 1 to`],
    [[...builtin, "--seed", "-1"], invalid("--seed <n>", "-1")],
    [[...builtin, "--timeout", "10"], `${invalid("--timeout <duration>", "10")} Expected a duration such as 500ms, 10s or 2m.`],
    [[...builtin, "--report", "xml"], `${invalid("--report <format[=file]>", "xml")} Expected text or json, or either with =FILE.`],
    [[...builtin, "--report", "text", "--report", "json"], "gradproof: only one report can go to stdout"],
    [[...builtin, "--report", "json=/no/such/a.json"], "gradproof: cannot write /no/such/a.json: there is no folder /no/such"],
    [[...builtin, ...quick, "--report", `json=${folder}`], `gradproof: cannot write ${folder}: EISDIR`],
    [[...builtin, "--replay", "nonsense"], `${invalid("--replay <token>", "nonsense")} Expected a token from a report`],
    [[...builtin, "--replay", "state/repeatable@4294967296:1"], invalid("--replay <token>", "state/repeatable@4294967296:1")],
    [[...builtin, "--replay", "state/none@1:2"], "gradproof: no property is named 'state/none'"],
    [[...builtin, "--replay", "a/b@1:2", "--seed", "1"], "gradproof: option '--replay <token>' cannot be used with option '--seed <n>'"],
    [[...builtin, "--bultin"], "gradproof: unknown option '--bultin' (Did you mean --builtin?)"],
    [[...builtin, "stray"], "gradproof: too many arguments for 'gate'."],
  ])("%j", async (flags, message) => {
    const { code, stderr } = await gradproof(["gate", ...flags]);
    expect(code).toBe(2);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr.startsWith(message), stderr).toBe(true);
  });

  it("a precision that contradicts the program's handshake", async () => {
    const { code, stderr } = await gradproof(["gate", "--exec", program("f64", ""), "--precision", "f32", ...quick]);
    expect([code, stderr]).toEqual([2, "gradproof: --precision f32 contradicts the program, which declares f64\n"]);
  });
});

describe("gradproof gate: subjects that cannot be run", () => {
  const expected = "expected a default export of the form { implementation: { name }, precision, supports, conventions?, run(case) }";
  it.each([
    ["there is no such file", join(folder, "none.mjs"), /there is no module .*none\.mjs$/],
    ["it does not load", fileOf("broken.mjs", "export default (;"), /broken\.mjs could not be loaded: \w*Error: /],
    ["it exports nothing", fileOf("empty.mjs", ""), `${expected}, got none`],
    ["it exports a function", fileOf("function.mjs", "export default () => 1;"), `${expected}, got a function`],
    ["it exports null", fileOf("null.mjs", "export default null;"), `${expected}, got a null`],
    ["it exports an empty object", fileOf("bare.mjs", "export default {};"), `${expected}, got an object with nothing in it`],
    ["it lacks run", fileOf("unable.mjs", `export default { ${introduction} };`), /got an object with implementation, precision, supports/],
    ["its run is no function", fileOf("still.mjs", `export default { ${introduction}, run: 1 };`), expected],
    ["it says what nobody knows", fileOf("odd.mjs", `export default { ${introduction}, mood: 1, run: () => ({}) };`), "unknown field 'mood'"],
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
    const { code, stdout } = await gradproof(["gate", "--exec", program("dying", "process.exit(7);"), ...quick]);
    expect(code).toBe(3);
    expect(stdout).toContain("ERROR state/repeatable");
    expect(stdout).toContain("exit code 7");
  });

  it("a module that never answers is not waited for", async () => {
    const file = fileOf("silent.mjs", `export default { ${introduction}, run: () => new Promise(() => {}) };`);
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
    expect(written.stderr).toMatch(/^gradproof: internal error, which is a fault of gradproof and not of the subject: Error: disk full\n +at /);
    const strange = { ...io, stdout: { ...io.stdout, write: (): never => failWith("odd") } };
    expect(await run(["explain", "affine"], strange)).toBe(3);
    expect(written.stderr).toMatch(/subject: odd\n$/);
  });

  it("without a command it is a usage error, and an unknown one as well", async () => {
    const { code, stdout, stderr } = await gradproof([]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Usage: gradproof");
    expect(await gradproof(["gat"])).toEqual({ code: 2, stdout: "", stderr: "gradproof: unknown command 'gat' (Did you mean gate?)\n" });
  });
});
