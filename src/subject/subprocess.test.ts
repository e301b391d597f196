import { describe, expect, it } from "vitest";
import { description, fullAnswer, question } from "./testing/cases.js";
import { plainFile, program, type Program } from "./testing/programs.js";
import { killAllPrograms, startProcess, type ProcessOptions } from "./subprocess.js";
import { SubjectError, type Subject } from "./subject.js";
import { transpose } from "./translate.js";

/** No test waits for these: they only end a test that would hang. */
const patient: ProcessOptions = { timeoutMs: 30_000, startTimeoutMs: 30_000, graceMs: 100 };

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

/** The error of the first request; every later request must meet the same one. */
async function firstRun(subject: Program, options?: ProcessOptions): Promise<Error> {
  const running = await start(subject, options);
  const error = await failureOf(subject, running.run(question));
  await expect(running.run(question)).rejects.toBe(error);
  await running.close();
  return error;
}

const firstExpected = 'request 1: expected one line {"seq":1,"answer":…}';

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

  it("gets its arguments as they are written, since no shell reads them", async () => {
    const words = [
      "*",
      "$HOME",
      "`id`",
      "$(id)",
      "a;b",
      "a|b",
      "a&&b",
      ">out",
      "~",
      "{a,b}",
      "#",
      "%PATH%",
      "'",
      "two words",
    ];
    const said =
      "serve({ start: () => say({ ...hello, implementation: { name: JSON.stringify(process.argv.slice(2)) } }) })";
    const running = await startProcess(
      `${program(said).command} * $HOME ; ${words.map((word) => `"${word}"`).join(" ")}`,
      patient,
    );
    expect(JSON.parse(running.description.implementation.name)).toEqual(["*", "$HOME", ";", ...words]);
    await running.close();
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

  it("before it is closed: the request is rejected and the program ended", async () => {
    const subject = program("serve({ run: () => 0 })");
    const running = await start(subject);
    const error = failureOf(subject, running.run(question));
    await running.close();
    expect((await error).message).toContain("request 1: the subject has been closed");
  });
});

describe("a program that breaks the protocol (and see hostile.test.ts)", () => {
  it("and then tells why on stderr: that is heard", async () => {
    const late = 'setTimeout(() => { console.error("so sorry"); process.exit(1); }, 30)';
    const sorry = program(`serve({ run: () => { console.log("?"); ${late}; }, stop: () => 0 })`);
    const error = await firstRun(sorry, { ...patient, graceMs: 30_000 });
    expect(error.message).toMatch(/the line was: \?\nits stderr \(at most 20 lines of it\):\n {2}so sorry$/);
  });
});
