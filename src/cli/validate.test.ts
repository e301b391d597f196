/** Real adapters: one that is sane, and others of which each is wrong in one way. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fileOf, folder, introduction } from "./testing/samples.js";
import { gradproof } from "./testing/terminal.js";
import type { Check, Validation } from "./validation/check.js";
import { adapter, type Parts } from "./validation/testing/adapter.js";

async function validated(command: string, ...flags: string[]): Promise<{ code: number; validation: Validation }> {
  const { code, stdout } = await gradproof(["validate", "--exec", command, "--report", "json", ...flags]);
  return { code, validation: JSON.parse(stdout) as Validation };
}

const toMend = ({ checks }: Validation): readonly Check[] => checks.filter(({ status }) => status === "mend");
const named = (validation: Validation, name: string): Check | undefined =>
  validation.checks.find(({ check }) => check === name);

describe("a sane adapter", () => {
  it("passes every check", async () => {
    const { code, validation } = await validated(adapter());
    expect(toMend(validation)).toEqual([]);
    expect([code, validation.verdict]).toEqual([0, "sane"]);
    expect(validation.checks.filter(({ status }) => status === "open")).toEqual([]);
    expect(validation.checks.map(({ check }) => check)).toEqual([
      ...["start", "handshake", "activation identity", "activation relu", "loss squared-error", "batches", "numbers"],
      ...["NaN and infinities", "a batch without examples", "the same question again", "two questions at once"],
      ...["refusals", "end"],
    ]);
    expect(named(validation, "activation relu")?.found).toBe("last layer, hidden layer");
    expect(named(validation, "numbers")?.found).toBe(
      "-0.0, 5e-324, 1.7976931348623157e+308, -1.7976931348623157e+308, 0.1, 1",
    );
  });

  it("is told so in a page of text, and in a file", async () => {
    const file = join(folder, "validation.json");
    const argv = ["validate", "--exec", adapter(), "--report", "text", "--report", `json=${file}`];
    const { code, stdout, stderr } = await gradproof(argv);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^gradproof \S+ validate: tiny, f64\n\nok {4}start {21}it starts\n/);
    expect(stdout).toMatch(
      /\nSANE: 13 of 13 checks are fine\. Whether the numbers are right, gradproof gate tells\.\n$/,
    );
    expect(stdout.split("\n").every((line) => line.length <= 100)).toBe(true);
    expect((JSON.parse(readFileSync(file, "utf8")) as Validation).verdict).toBe("sane");
  });

  it("may be slow, decline a case, and answer questions that were asked together in any order", async () => {
    const declines = `message.case.network.layers.at(-1).activation.name === "relu" ? { skipped: { message: "not on top" } } : { answer: { loss, outputs } }`;
    const run = "setTimeout(answer, message.seq % 2 === 0 ? 1 : 20, message)";
    const { code, validation } = await validated(adapter({ reply: declines, run }));
    expect([code, toMend(validation)]).toEqual([0, []]);
    expect(named(validation, "activation relu")?.found).toBe("last layer (declined: not on top), hidden layer");
    expect(named(validation, "refusals")?.found).toContain("understood, ");
  });

  it("that offers less is looked at less, and told where", async () => {
    const supports = `{ activations: ["relu"], losses: ["squared-error"], regularizers: [], observes: ["loss"] }`;
    const { code, validation } = await validated(adapter({ supports, reply: "({ answer: { loss } })" }));
    expect([code, toMend(validation)]).toEqual([0, []]);
    expect(validation.checks.filter(({ status }) => status === "open").map(({ check }) => check)).toEqual(["numbers"]);
    expect(named(validation, "NaN and infinities")).toBeUndefined();
  });

  it("may be a module", async () => {
    const module = fileOf("module.mjs", `export default { ${introduction}, run: () => ({ loss: 1 }) };`);
    const { code, stdout } = await gradproof(["validate", "--module", module]);
    expect(code).toBe(0);
    expect(stdout).toContain("SANE");
  });
});

describe("an adapter to mend", () => {
  const onRelu = (action: string): Parts => ({
    run: `message.case.network.layers.some(({ activation }) => activation.name === "relu") ? ${action} : answer(message)`,
  });
  const noSpecial = `{ activations: ["identity", "relu"], losses: ["squared-error"], regularizers: [], observes: ["loss", "outputs"] }`;

  it.concurrent.for<[string, Parts, readonly string[], string, string]>([
    [
      "greets on stdout",
      { first: `console.log("Using CPU");` },
      ["handshake"],
      "the line was: Using CPU",
      "belong on standard error",
    ],
    ["ends at once", { first: "process.exit(2);" }, ["start"], "exit code 2", "The program must stay"],
    [
      "misspells a field",
      { hello: `{ protocol: 1, implementaton: {} }` },
      ["handshake"],
      "'implementaton'",
      "field names",
    ],
    [
      "claims what nobody knows",
      { supports: `{ activations: ["swish"], losses: ["squared-error"], regularizers: [], observes: ["loss"] }` },
      ["handshake"],
      '"swish"',
      "Use the names of",
    ],
    [
      "breaks off under relu",
      onRelu("process.exit(4)"),
      ["activation relu"],
      "exit code 4",
      "Catch what the implementation",
    ],
    [
      "fails under relu",
      onRelu(`say({ seq: message.seq, error: { message: "KeyError: relu" } })`),
      ["activation relu"],
      "an error reply: KeyError: relu",
      "take it out of supports.activations",
    ],
    [
      "declines relu",
      onRelu(`say({ seq: message.seq, skipped: { message: "no relu" } })`),
      ["activation relu"],
      "declined: no relu",
      "take it out of supports.activations",
    ],
    [
      "drops a dimension",
      onRelu("say({ seq: message.seq, answer: { loss: 1, outputs: [1] } })"),
      ["activation relu"],
      "outputs[0] must be of type array",
      "no row or dimension left out",
    ],
    [
      "forgets a quantity",
      onRelu("say({ seq: message.seq, answer: { loss: 1 } })"),
      ["activation relu"],
      "lacks 'outputs'",
      "take it out of supports.observes",
    ],
    [
      "prints six digits",
      { write: "Number.isFinite(value) ? Number(value.toPrecision(6)) : String(value)" },
      ["numbers"],
      "1.7976931348623157e+308: came back as ",
      "",
    ],
    [
      "computes in single precision",
      {
        write:
          "Number.isFinite(value) ? (Math.abs(value) > 1e38 || Math.abs(value) < 1e-38 ? value : Math.fround(value)) : String(value)",
      },
      ["numbers"],
      "0.1: came back as 0.10000000149011612",
      "declare the precision",
    ],
    [
      "flushes subnormals",
      { write: "Number.isFinite(value) ? (Math.abs(value) < 1e-300 ? 0 : value) : String(value)" },
      ["numbers"],
      "5e-324: came back as 0",
      "flushed to 0",
    ],
    [
      "writes null for NaN",
      { write: "value" },
      ["NaN and infinities", "a batch without examples"],
      "must be a JSON number",
      "null stands for none",
    ],
    [
      "answers an error for the empty batch",
      { reply: `outputs.length === 0 ? { error: { message: "empty" } } : { answer: { loss, outputs } }` },
      ["a batch without examples"],
      "an error reply: empty",
      "take specialValues out",
    ],
    [
      "remembers",
      { reply: "({ answer: { loss: asked, outputs } })" },
      ["the same question again", "two questions at once"],
      "another answer",
      "clear gradients",
    ],
    [
      "declines everything",
      { supports: noSpecial, run: `say({ seq: message.seq, skipped: { message: "not today" } })` },
      ["activation identity", "activation relu", "loss squared-error", "batches", "refusals"],
      "not today",
      "answer",
    ],
    [
      "does not stop",
      { first: "setInterval(() => 0, 1000);", stop: "0" },
      ["end"],
      "had to be ended by SIGTERM",
      "end what the program has started",
    ],
  ])("%s", async ([, parts, names, found, advice], { expect }) => {
    const { code, validation } = await validated(adapter(parts));
    expect(toMend(validation).map(({ check }) => check)).toEqual(names);
    expect([code, validation.verdict]).toEqual([3, "not sane"]);
    const [first] = toMend(validation);
    expect(first?.found).toContain(found);
    expect(first?.advice).toContain(advice);
  });

  it("keeps one request in mind", async () => {
    const run = `async (question) => {
      current = question;
      await new Promise((resolve) => setTimeout(resolve, 1));
      return { loss: JSON.stringify(current).length };
    }`;
    const module = fileOf("module.mjs", `let current; export default { ${introduction}, run: ${run} };`);
    const { code, stdout } = await gradproof(["validate", "--module", module, "--report", "json"]);
    const [fault, ...others] = toMend(JSON.parse(stdout) as Validation);
    expect([code, fault?.check, others]).toEqual([3, "two questions at once", []]);
    expect(fault?.found).toContain("other answers than when asked one after the other");
    expect(fault?.advice).toContain("let no two share a variable");
  });

  it("that never answers is not asked for ever", async () => {
    const { code, validation } = await validated(adapter({ run: "0" }), "--timeout", "50ms");
    expect(code).toBe(3);
    expect(toMend(validation)[0]?.advice).toContain("Flush after every reply");
    expect(named(validation, "numbers")?.found).toBe("not asked, after 5 questions that broke the subject");
  });

  it("is told in text what to change", async () => {
    const { code, stdout } = await gradproof(["validate", "--exec", adapter({ first: `console.log("Using CPU");` })]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/\nMEND {2}handshake {2}"/);
    expect(stdout.replace(/\s+/g, " ")).toContain("→ Write nothing but replies to standard output.");
    expect(stdout).toContain("NOT SANE: 1 of 2 checks ask for a change.\n");
  });
});

describe("usage errors of gradproof validate", () => {
  it.each([
    [[], "gradproof: exactly one of --exec CMD and --module FILE names the adapter to validate\n"],
    [["--exec", "a", "--module", "b"], "gradproof: exactly one of --exec CMD and --module FILE"],
    [["--exec", "a", "--report", "junit"], "Expected text or json, or either with =FILE."],
    [["--exec", "a", "--runs", "1"], "gradproof: unknown option '--runs'"],
  ])("%j", async (argv, message) => {
    const { code, stdout, stderr } = await gradproof(["validate", ...argv]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });
});
