import { afterAll, describe, expect, it } from "vitest";
import { description, fullAnswer, question } from "./testing/cases.js";
import { plainFile, program, removePrograms, type Program } from "./testing/programs.js";
import { killAllPrograms, startProcess, type ProcessOptions } from "./subprocess.js";
import { ProtocolError, SubjectError, type Subject } from "./subject.js";
import { transpose } from "./translate.js";
import { maxLineCharacters } from "./lines.js";

/** No test waits for these: they only end a test that would hang. */
const patient: ProcessOptions = { timeoutMs: 30_000, startTimeoutMs: 30_000, graceMs: 100 };
/** For programs that never answer, nor do anything else. */
const hasty: ProcessOptions = { ...patient, timeoutMs: 300 };
/** For programs that never answer, but do something else first. */
const unhurried: ProcessOptions = { ...patient, timeoutMs: 1000, graceMs: 500 };

const start = (subject: Program, options: ProcessOptions = patient): Promise<Subject> =>
  startProcess(subject.command, options);

/** The error, after a look that nothing of the program is left. */
async function failureOf(subject: Program, action: Promise<unknown>): Promise<Error> {
  const error = await action.then(
    () => new Error("nothing was thrown"),
    (thrown: unknown) => thrown as Error,
  );
  expect(error).toBeInstanceOf(SubjectError);
  expect(error.message).toContain(subject.command);
  await expect.poll(() => subject.leftovers()).toEqual([]);
  return error;
}

/** The error of the handshake. */
const refusal = (subject: Program, options?: ProcessOptions): Promise<Error> =>
  failureOf(subject, start(subject, options));

/** The error of the first request; every later request must meet the same one. */
async function firstRun(subject: Program, options?: ProcessOptions): Promise<Error> {
  const running = await start(subject, options);
  const error = await failureOf(subject, running.run(question));
  await expect(running.run(question)).rejects.toBe(error);
  await running.close();
  return error;
}

const handshakeExpected = 'the handshake: expected one line {"protocol":1,"implementation":…}';
const firstExpected = 'request 1: expected one line {"seq":1,"answer":…}';

afterAll(removePrograms);

describe("a polite program", () => {
  it("introduces itself, answers case by case, and ends when told", async () => {
    const subject = program(`let n = 0;
      serve({ run: (m) => m.seq === ++n && m.case.network.layers.length === 2 ? reply(m) : process.exit(9) })`);
    const running = await start(subject);
    expect(running.description).toEqual(description);
    expect(running.inProcess).toBe(false);
    expect(subject.leftovers()).toHaveLength(1);
    for (let request = 1; request <= 3; request++)
      expect(await running.run(question)).toEqual({ answer: fullAnswer() });
    await running.close();
    await running.close();
    expect(subject.leftovers()).toEqual([]);
    await expect(running.run(question)).rejects.toThrow("after request 3: the subject has been closed");
  });

  it("may answer NaN, decline, or fail in words, and write blank lines", async () => {
    const answer = { ...fullAnswer(), loss: "NaN" };
    const replies = [{ answer }, { skipped: { message: "later" } }, { error: { message: "NaN" } }];
    const subject = program(`const replies = ${JSON.stringify(replies)};
      serve({ run: (m) => { process.stdout.write("\\r\\n"); say({ seq: m.seq, ...replies[m.seq - 1] }); } })`);
    const running = await start(subject);
    expect(await running.run(question)).toEqual({ answer: { ...fullAnswer(), loss: NaN } });
    expect(await running.run(question)).toEqual(replies[1]);
    expect(await running.run(question)).toEqual(replies[2]);
    await running.close();
  });

  it("is asked, and answers, in the layout that it declares", async () => {
    const subject = program(`
      const transpose = (matrix) => matrix[0].map((_, column) => matrix.map((row) => row[column]));
      serve({
        start: () => say({ ...hello, conventions: { weights: "in-out" } }),
        run: (m) => say({ seq: m.seq, answer: { loss: m.case.network.layers[0].weights.length,
          gradients: { weights: answer.gradients.weights.map(transpose) } } }),
      })`);
    const running = await start(subject);
    const weights = fullAnswer().gradients?.weights;
    expect(await running.run(question)).toEqual({ answer: { loss: 2, gradients: { weights } } });
    expect(weights?.[0]).not.toEqual(transpose(weights?.[0] ?? []));
    await running.close();
  });

  it("may take its characters apart", async () => {
    const subject = program(`
      const bytes = Buffer.from(JSON.stringify({ ...hello, implementation: { name: "∇𝛁ü" } }) + "\\n");
      const at = bytes.indexOf(Buffer.from("𝛁")) + 2;
      const write = (from, to) => process.stdout.write(bytes.subarray(from, to));
      serve({ start: () => { write(0, at); setTimeout(write, 50, at); } })`);
    const running = await start(subject);
    expect(running.description.implementation.name).toBe("∇𝛁ü");
    await running.close();
  });

  it("may flood stderr", async () => {
    const flood = '("x".repeat(79) + "\\n").repeat(50_000)';
    const subject = program(`serve({ run: (m) => process.stderr.write(${flood}, () => reply(m)) })`);
    const running = await start(subject);
    expect(await running.run(question)).toEqual({ answer: fullAnswer() });
    await running.close();
  });
});

describe("a program that does not start", () => {
  it.each([
    ["gradproof-has-no-such-program --flag", "could not start 'gradproof-has-no-such-program': no such program"],
    [`"${plainFile()}"`, `could not start '${plainFile()}': permission denied`],
    ["  ", "the command of the subject is empty"],
    ['"a\0b"', "could not start 'a\0b': "],
  ])("is told from one that fails: %j", async (command, message) => {
    const error = await startProcess(command, patient).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SubjectError);
    expect((error as Error).message).toContain(message);
  });
});

describe("a program that ends too early", () => {
  it("before the handshake: its exit code and its last words are quoted", async () => {
    const error = await refusal(
      program('console.error("Traceback:\\n  no module named numpy"); process.exitCode = 3;'),
    );
    expect(error.message).toContain(`: ${handshakeExpected}, got `);
    expect(error.message).toContain(
      "got the end of the program with exit code 3\nits stderr (at most 20 lines of it):\n",
    );
    expect(error.message).toContain(":\n  Traceback:\n    no module named numpy");
  });

  it("by a signal: the signal is named", async () => {
    const error = await firstRun(program('serve({ run: () => process.kill(process.pid, "SIGKILL") })'));
    expect(error.message).toContain(`${firstExpected}, got the end of the program by SIGKILL; its stderr is empty`);
  });

  it("in the middle of a line: the piece is quoted", async () => {
    const error = await firstRun(
      program("serve({ run: () => process.stdout.write('{\"seq\":1,', () => process.exit(0)) })"),
    );
    expect(error.message).toContain('got the end of the program with exit code 0 after the unfinished line: {"seq":1,');
  });

  it("between two requests: the next request tells", async () => {
    const subject = program("serve({ run: (m) => { reply(m); setTimeout(() => process.exit(4), 20); } })");
    const running = await start(subject);
    await running.run(question);
    await expect.poll(() => subject.leftovers()).toEqual([]);
    await expect(running.run(question)).rejects.toThrow(/got the end of the program with exit code 4/);
    await running.close();
  });

  it("and leaves another program behind: that one is ended too", async () => {
    const child = 'note(spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"], { stdio: "inherit" }).pid);';
    const error = await firstRun(program(`${child} serve({ run: () => process.exit(5) })`));
    expect(error.message).toContain("exit code 5");
    const subject = program(`${child} serve({})`);
    const running = await start(subject);
    expect(subject.leftovers()).toHaveLength(2);
    await running.close();
    await expect.poll(() => subject.leftovers()).toEqual([]);
  });

  it("and leaves one behind that escaped its group: its hold on the pipes is not waited for", async () => {
    const escape =
      'spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"], { stdio: "inherit", detached: true })';
    const subject = program(
      `const child = ${escape}; note(child.pid); child.unref(); serve({ run: () => process.exit(6) })`,
    );
    const running = await start(subject);
    await expect(running.run(question)).rejects.toThrow("exit code 6");
    const [escaped, ...others] = subject.leftovers();
    expect(others).toEqual([]);
    process.kill(escaped as number, "SIGKILL");
  });
});

describe("a program that does not answer", () => {
  it("to the handshake: the timeout is named, and what is often forgotten", async () => {
    const error = await refusal(program("serve({ start: () => 0 })"), { ...hasty, startTimeoutMs: 300 });
    expect(error.message).toContain(`${handshakeExpected}, got nothing within the timeout of 300 ms; `);
    expect(error.message).toContain("does the program flush stdout after every line");
  });

  it("has the same time for the handshake as for a case unless told otherwise", async () => {
    const subject = program("setInterval(() => 0, 1000)");
    const error = await failureOf(subject, startProcess(subject.command, { timeoutMs: 301, graceMs: 100 }));
    expect(error.message).toContain("within the timeout of 301 ms");
  });

  it("before this process ends: it is killed", async () => {
    const subject = program("serve({ run: () => 0, stop: () => 0 })");
    const running = await start(subject);
    expect(process.listeners("exit")).toContain(killAllPrograms);
    const error = failureOf(subject, running.run(question));
    killAllPrograms();
    expect((await error).message).toContain(`${firstExpected}, got the end of the program by SIGKILL`);
  });

  it("to a case, but for a line without its end: the piece is quoted", async () => {
    const error = await firstRun(program("serve({ run: () => process.stdout.write('{\"seq\":1') })"), unhurried);
    expect(error.message).toContain(
      `${firstExpected}, got the unfinished line: {"seq":1 within the timeout of 1000 ms`,
    );
  });

  it("and does not end either: it is killed", async () => {
    const deaf = 'process.on("SIGTERM", () => console.error("not me")); setInterval(() => 0, 1000);';
    const error = await firstRun(program(`${deaf} serve({ run: () => 0, stop: () => 0 })`), unhurried);
    expect(error.message).toContain("its stderr (at most 20 lines of it):\n  not me");
  });

  it("since it has closed its stdout: that is told", async () => {
    const closing = 'import { closeSync } from "node:fs"; serve({ run: () => closeSync(1) })';
    const error = await firstRun(program(closing), unhurried);
    expect(error.message).toContain("got nothing, it has closed its stdout within the timeout");
  });

  it("since it has closed its stdin: that is told", async () => {
    const closing = `import { closeSync } from "node:fs";
      process.on("SIGTERM", () => process.exit());
      process.stdin.once("data", () => { process.stdin.destroy(); try { closeSync(0); } catch {} say(hello); });
      setInterval(() => 0, 1000);`;
    const error = await firstRun(program(closing), unhurried);
    expect(error.message).toContain("got nothing, it has closed its stdin within the timeout");
  });

  it("before it is closed: the request is rejected and the program ended", async () => {
    const subject = program("serve({ run: () => 0 })");
    const running = await start(subject);
    const error = failureOf(subject, running.run(question));
    await running.close();
    expect((await error).message).toContain("request 1: the subject has been closed");
  });
});

describe("a program that breaks the protocol", () => {
  it.each<[string, string, string]>([
    [
      "rubbish",
      "console.log('loading model'); serve({})",
      "any other output belongs on stderr; the line was: loading model",
    ],
    [
      "a list",
      "serve({ start: () => say([1]) })",
      "must be of type object, got a value of type Array; the line was: [1]",
    ],
    [
      "another version",
      "serve({ start: () => say({ ...hello, protocol: 2 }) })",
      "the subject speaks protocol 2, this",
    ],
    [
      "an unknown field",
      "serve({ start: () => say({ ...hello, batch: 1 }) })",
      "unknown field 'batch' in the handshake; ",
    ],
  ])("in the handshake, by %s", async (_, body, message) => {
    const error = await refusal(program(body));
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error.message).toContain(`: ${handshakeExpected}: `);
    expect(error.message).toContain(message);
  });

  it.each<[string, string, string]>([
    [
      "rubbish",
      "process.stdout.write('x'.repeat(1000) + '\\n')",
      `the line was: ${"x".repeat(200)}… (1000 characters)`,
    ],
    ["another seq", "say({ seq: m.seq + 1, answer })", 'no request with seq 2 is pending; the line was: {"seq":2,'],
    ["no seq", "say({ answer, error: {} })", "the reply lacks the field 'seq'"],
    [
      "an unknown field",
      "say({ seq: 1, answer: { gradient: 1 } })",
      "unknown field 'gradient' in answer; known: loss, ",
    ],
    ["a number in a string", 'say({ seq: 1, answer: { loss: "0.5" } })', "answer.loss must be a JSON number"],
    [
      "a missing quantity",
      "say({ seq: 1, answer: { gradients: answer.gradients } })",
      "the answer lacks 'loss', which ",
    ],
    [
      "a wrong shape",
      "say({ seq: 1, answer: { ...answer, outputs: [[1, 2]] } })",
      "outputs must have shape [2][1], got [1][2]",
    ],
  ])("in a reply, by %s", async (_, action, message) => {
    const error = await firstRun(program(`serve({ run: (m) => ${action} })`));
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error.message).toContain(`: ${firstExpected}: `);
    expect(error.message).toContain(message);
  });

  it("by a line that nobody asked for", async () => {
    const twice = "process.stdout.write((JSON.stringify({ seq: m.seq, answer }) + '\\n').repeat(2))";
    const running = await start(program(`serve({ run: (m) => ${twice} })`));
    await running.run(question);
    await expect(running.run(question)).rejects.toThrow(
      /: after request 1: expected nothing, no request being pending: this line was not asked for; the line was: \{"seq":1,/,
    );
    await running.close();
  });

  it("by a line without end", async () => {
    const endless = `const piece = "x".repeat(2 ** 20); const pour = () => process.stdout.write(piece, pour);`;
    const error = await firstRun(program(`${endless} serve({ run: pour })`));
    expect(error.message).toContain(`got a line longer than ${maxLineCharacters} characters: xxx`);
    expect(error.message.length).toBeLessThan(1000);
  });

  it("and then tells why on stderr: that is heard", async () => {
    const late = 'setTimeout(() => { console.error("so sorry"); process.exit(1); }, 30)';
    const sorry = program(`serve({ run: () => { console.log("?"); ${late}; }, stop: () => 0 })`);
    const error = await firstRun(sorry, { ...patient, graceMs: 30_000 });
    expect(error.message).toMatch(/the line was: \?\nits stderr \(at most 20 lines of it\):\n {2}so sorry$/);
  });
});
