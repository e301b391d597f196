/** What programs do to a gate, row by row, and what must become of it. */
import type { Case } from "../../model/index.js";
import type { ProcessOptions } from "../subprocess.js";
import { question } from "./cases.js";

export interface Row {
  readonly does: string;
  /** The body of a module; `serve`, `say`, `hello`, `answer` and `write` are at hand. */
  readonly body: string;
  readonly language?: "python";
  readonly options?: Partial<ProcessOptions>;
  /** Asked one after another unless `together`; one small question by default. */
  readonly questions?: readonly Case[];
  readonly together?: true;
  /** The request that the message names, and what it says that came; nothing where the program is understood. */
  readonly refused?: readonly [request: string, got: string];
}

const handshake = "the handshake";
const first = "request 1";
const twice = [question, question];
const text = (value: string): string => JSON.stringify(value);

/** For programs that only wait, and for those that do something first. */
const hasty = { timeoutMs: 300 };
const unhurried = { timeoutMs: 1000, graceMs: 500 };

/** A question whose answer is some two million characters long. */
const wide: Case = {
  ...question,
  network: {
    layers: [
      {
        weights: Array.from({ length: 300 }, () => Array.from({ length: 300 }, () => 0.5)),
        biases: Array.from({ length: 300 }, () => 0),
        activation: { name: "identity" },
      },
    ],
  },
};

const endless = "const piece = 'x'.repeat(2 ** 20); const pour = () => process.stdout.write(piece, pour);";
const onStart = (code: string): string => `serve({ start: () => { ${code} } })`;
const onRun = (code: string): string => `serve({ run: (m) => { ${code} } })`;
const child = `note(spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"], { stdio: "inherit" }).pid);`;
const nested = "'['.repeat(10_000) + ']'.repeat(10_000)";

const starting: readonly Row[] = [
  {
    does: "never shakes hands",
    body: onStart(""),
    options: { startTimeoutMs: 2000 },
    refused: [handshake, "nothing within the timeout of 2000 ms"],
  },
  { does: "starts slowly", body: onStart("setTimeout(say, 1500, hello)"), options: { timeoutMs: 1400 } },
  { does: "exits 0 at once", body: "process.exit(0)", refused: [handshake, "the end of the program with exit code 0"] },
  { does: "dies at once", body: "process.exit(3)", refused: [handshake, "the end of the program with exit code 3"] },
  {
    does: "greets on stdout",
    body: `console.log("Loading model..."); serve({})`,
    refused: [handshake, "this is not JSON; stdout carries the protocol alone"],
  },
  {
    does: "begins with a byte order mark",
    body: onStart("write('\\uFEFF'); say(hello)"),
    refused: [handshake, 'begins with a byte order mark; the protocol is UTF-8 without one; the line was: \\ufeff{"'],
  },
  {
    does: "writes UTF-16",
    body: onStart("write(Buffer.from(JSON.stringify(hello) + '\\n', 'utf16le'))"),
    refused: [handshake, "the line was: {\\u0000"],
  },
  {
    does: "writes Latin-1 within a text",
    body: onStart(`write(Buffer.from(JSON.stringify(hello).replace("sample", "s\\xE4") + "\\n", "latin1"))`),
  },
  {
    does: "nests its protocol version 10,000 deep",
    body: onStart(`write('{"protocol":' + ${nested} + '}\\n')`),
    refused: [handshake, "nested deeper than 16 levels"],
  },
  {
    does: "introduces itself with __proto__",
    body: onStart(`write(JSON.stringify(hello).replace("{", '{"__proto__":{"precision":"f16"},') + "\\n")`),
    refused: [handshake, "unknown field '__proto__' in the handshake"],
  },
  {
    does: "deviates by constructor",
    body: onStart(`say({ ...hello, conventions: { deviations: { constructor: { prototype: 1 } } } })`),
    refused: [handshake, "unknown field 'constructor' in conventions.deviations"],
  },
];

const answering: readonly Row[] = [
  { does: "never answers", body: onRun(""), options: hasty, refused: [first, "nothing within the timeout of 300 ms"] },
  { does: "dies before its line", body: onRun("process.exit(7)"), refused: [first, "with exit code 7"] },
  {
    does: "dies within its line",
    body: onRun(`process.stdout.write('{"seq":1,', () => process.exit(7))`),
    refused: [first, 'with exit code 7 after the unfinished line: {"seq":1,'],
  },
  {
    does: "dies after its line",
    body: onRun("process.stdout.write(JSON.stringify({ seq: 1, answer }) + '\\n', () => process.exit(7))"),
    questions: twice,
    refused: ["request 2", "with exit code 7"],
  },
  { does: "exits 0 early", body: onRun("process.exit(0)"), refused: [first, "with exit code 0"] },
  {
    does: "is ended by a signal",
    body: onRun(`process.kill(process.pid, "SIGSEGV")`),
    refused: [first, "the end of the program by SIGSEGV"],
  },
  {
    does: "answers in another order",
    body: onRun("if (m.seq === 2) [2, 1].forEach((seq) => say({ seq, answer }))"),
    questions: twice,
    together: true,
  },
  {
    does: "answers twice",
    body: onRun("write((JSON.stringify({ seq: m.seq, answer }) + '\\n').repeat(2))"),
    questions: twice,
    refused: ["after request 1", "this line was not asked for"],
  },
  {
    does: "answers with another seq",
    body: onRun("say({ seq: 99, answer })"),
    refused: [first, "no request with seq 99 is pending"],
  },
  {
    does: "answers without seq",
    body: onRun("say({ answer })"),
    refused: [first, "the reply must have seq and exactly one of"],
  },
  {
    does: "logs on stdout",
    body: onRun("console.log('epoch 1: loss 0.5'); reply(m)"),
    refused: [first, "this is not JSON; stdout carries the protocol alone"],
  },
  {
    does: "moves the cursor of the terminal",
    body: onRun("write('\\x1b[2J\\x1b]0;owned\\x07\\u202e\\n')"),
    refused: [first, "the line was: \\u001b[2J\\u001b]0;owned\\u0007\\u202e"],
  },
  {
    does: "never ends its line",
    body: `${endless} serve({ run: pour })`,
    refused: [first, "a line longer than 4194304 characters: xxx"],
  },
  {
    does: "writes invalid JSON",
    body: onRun(`write('{"seq":1,"answer":{"loss":1,}}\\n')`),
    refused: [first, "this is not JSON"],
  },
  { does: "prints a Python dict", body: onRun(`write("{'seq': 1}\\n")`), refused: [first, "this is not JSON"] },
  {
    does: "opens a string of two million escaped quotes",
    body: onRun(`write('{"' + '\\\\"'.repeat(2e6) + '\\n')`),
    refused: [first, "this is not JSON"],
  },
  {
    does: "writes bare NaN and Infinity",
    body: onRun(
      `write(JSON.stringify({ seq: 1, answer: { ...answer, loss: 8128 } }).replace("8128", "-Infinity") + "\\n")`,
    ),
  },
  {
    does: "writes numbers as strings",
    body: onRun(`say({ seq: 1, answer: { ...answer, loss: "0.5" } })`),
    refused: [first, 'answer.loss must be a JSON number (only NaN, Infinity and -Infinity may be strings), got "0.5"'],
  },
  {
    does: "forgets a quantity",
    body: onRun("say({ seq: 1, answer: { loss: 1 } })"),
    refused: [first, "the answer lacks 'gradients.weights', which supports.observes promises"],
  },
  {
    does: "answers in another shape",
    body: onRun("say({ seq: 1, answer: { ...answer, outputs: [[1, 2]] } })"),
    refused: [first, "outputs must have shape [2][1], got [1][2]"],
  },
  {
    does: "answers in ragged rows",
    body: onRun("say({ seq: 1, answer: { ...answer, outputs: [[1], [2, 3]] } })"),
    refused: [first, "outputs must have shape [2][1], got [2] of ragged rows ([1], [2])"],
  },
  {
    does: "answers in rows of 500 lengths",
    body: onRun(
      "say({ seq: 1, answer: { ...answer, outputs: Array.from({ length: 500 }, (_, i) => Array(i).fill(0)) } })",
    ),
    refused: [first, "got [500] of ragged rows ([0], [1], "],
  },
  {
    does: "adds a field",
    body: onRun("say({ seq: 1, answer: { ...answer, time: 1 } })"),
    refused: [first, "unknown field 'time' in answer"],
  },
  {
    does: "adds 100,000 fields",
    body: onRun("say({ seq: 1, ...Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => ['field ' + i, 0])) })"),
    refused: [first, "unknown field 'field 0' in the reply"],
  },
  {
    does: "nests its loss 10,000 deep",
    body: onRun(`write('{"seq":1,"answer":{"loss":' + ${nested} + '}}\\n')`),
    refused: [first, "nested deeper than 16 levels"],
  },
  {
    does: "opens four million lists",
    body: onRun(`write("[".repeat(4e6) + "\\n")`),
    refused: [first, "nested deeper than 16 levels"],
  },
  {
    does: "fills a line with empty objects",
    body: onRun(`write('{"seq":1,"answer":[' + "{},".repeat(1e6) + "{}]}\\n")`),
    refused: [first, "holds more than 262144 values"],
  },
  {
    does: "answers with __proto__",
    body: onRun(`write('{"seq":1,"__proto__":{"answer":{"loss":1}}}\\n')`),
    refused: [first, "unknown field '__proto__' in the reply"],
  },
  {
    does: "hides __proto__ in the gradients",
    body: onRun(`write('{"seq":1,"answer":{"loss":1,"gradients":{"__proto__":{"weights":[]}}}}\\n')`),
    refused: [first, "unknown field '__proto__' in answer.gradients"],
  },
  {
    does: "answers with constructor",
    body: onRun(`say({ seq: 1, answer: { constructor: {} } })`),
    refused: [first, "unknown field 'constructor' in answer"],
  },
];

const piping: readonly Row[] = [
  {
    does: "takes its characters apart",
    body: `const bytes = Buffer.from(JSON.stringify({ ...hello, implementation: { name: "𝛁" } }) + "\\n");
      const at = bytes.indexOf(Buffer.from("𝛁")) + 2;
      serve({ start: () => { write(bytes.subarray(0, at)); setTimeout(write, 50, bytes.subarray(at)); } })`,
  },
  {
    does: "writes bytes that are not UTF-8",
    body: onRun("write(Buffer.from([0x7b, 0xff, 0xfe, 0x0a]))"),
    refused: [first, "this is not JSON, and not UTF-8 either"],
  },
  { does: "ends its lines with CRLF", body: onRun(`write(JSON.stringify({ seq: 1, answer }) + "\\r\\n")`) },
  { does: "writes empty lines", body: onRun(`write("\\n\\r\\n  \\n"); reply(m); write("\\n")`) },
  {
    does: "writes empty lines without end",
    body: `const pour = () => process.stdout.write("\\n".repeat(1000), pour); serve({ run: pour })`,
    options: unhurried,
    refused: [first, "nothing within the timeout"],
  },
  {
    does: "answers without end",
    body: `const line = JSON.stringify({ seq: 1, answer }) + "\\n"; const pour = () => process.stdout.write(line, pour);
      serve({ run: pour, stop: () => 0 })`,
    questions: twice,
    // The second request may be under way already.
    refused: ["request", 'the line was: {"seq":1,'],
  },
  {
    does: "answers at length",
    body: onRun(`const weights = m.case.network.layers.map((layer) => layer.weights.map((row) => row.map(() => -1.2345678901234567e-300)));
      say({ seq: 1, answer: { loss: 1, gradients: { weights } } })`),
    questions: [wide],
  },
  {
    does: "floods stderr, then answers",
    body: onRun(`process.stderr.write(("x".repeat(79) + "\\n").repeat(100_000) + "last words\\n", () => reply(m))`),
  },
  {
    does: "floods stderr without end",
    body: `const line = "last words\\n".repeat(6000); const pour = () => process.stderr.write(line, pour); serve({ run: pour })`,
    options: unhurried,
    refused: [first, "nothing within the timeout of 1000 ms"],
  },
  {
    does: "ignores SIGTERM and the stop message",
    body: `process.on("SIGTERM", () => 0); setInterval(() => 0, 1000); serve({ run: () => 0, stop: () => 0 })`,
    options: hasty,
    refused: [first, "nothing within the timeout of 300 ms"],
  },
  {
    does: "leaves grandchildren and dies",
    body: `${child} serve({ run: () => process.exit(5) })`,
    refused: [first, "with exit code 5"],
  },
  { does: "leaves grandchildren in the end", body: `${child} serve({})` },
  {
    does: "closes its stdin",
    body: `import { closeSync } from "node:fs"; process.on("SIGTERM", () => process.exit());
      process.stdin.once("data", () => { process.stdin.destroy(); try { closeSync(0); } catch {} say(hello); });
      setInterval(() => 0, 1000);`,
    options: unhurried,
    refused: [first, "nothing, it has closed its stdin within the timeout"],
  },
  {
    does: "closes its stdout and lives on",
    body: `import { closeSync } from "node:fs"; ${onRun("closeSync(1)")}`,
    options: unhurried,
    refused: [first, "nothing, it has closed its stdout within the timeout"],
  },
  {
    does: "keeps its output in a buffer",
    language: "python",
    body: `print("last words", file=sys.stderr, flush=True)
sys.stdout = os.fdopen(1, "w", 8192)
for line in sys.stdin:
    message = json.loads(line)
    if message["cmd"] == "stop": break
    print(json.dumps(hello if message["cmd"] == "start" else {"seq": message["seq"], "answer": answer}))
`,
    options: { startTimeoutMs: 2000 },
    refused: [handshake, "nothing within the timeout of 2000 ms; does the program flush stdout after every line"],
  },
];

export const rows: readonly Row[] = [...starting, ...answering, ...piping];

/** What every program here has at hand beside what all programs have, and says before it does anything. */
export const opening = `const write = (bytes) => process.stdout.write(bytes); process.stderr.write(${text("last words\n")});\n`;
