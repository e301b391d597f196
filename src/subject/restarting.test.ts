import { describe, expect, it } from "vitest";
import { description, fullAnswer, question } from "./testing/cases.js";
import { restarting } from "./restarting.js";
import { SubjectError, type Subject } from "./subject.js";

/** Lives that answer so many questions each, and what became of them. */
function lives(...spans: readonly number[]): {
  start: () => Promise<Subject>;
  started: () => number;
  closed: number[];
} {
  let count = 0;
  const closed: number[] = [];
  const start = (): Promise<Subject> => {
    const life = ++count;
    let left = spans[life - 1] ?? 0;
    return Promise.resolve({
      description,
      inProcess: false,
      run: () =>
        left-- > 0 ? Promise.resolve({ answer: fullAnswer() }) : Promise.reject(new SubjectError(`end of ${life}`)),
      close: () => Promise.resolve(void closed.push(life)),
    });
  };
  return { start, started: () => count, closed };
}

describe("a subject that is started again", () => {
  it("answers on after a failure, but not before it is told to recover", async () => {
    const { start, started, closed } = lives(1, 1);
    const subject = await restarting(start);
    await subject.recover?.();
    expect(started()).toBe(1);
    await subject.run(question);
    await expect(subject.run(question)).rejects.toThrow("end of 1");
    await expect(subject.run(question)).rejects.toThrow("end of 1");
    await subject.recover?.();
    await subject.recover?.();
    expect(await subject.run(question)).toEqual({ answer: fullAnswer() });
    expect([started(), closed]).toEqual([2, [1]]);
    await subject.close();
    expect(closed).toEqual([1, 2]);
  });

  it("is so as often as it may and no more", async () => {
    const { start, started } = lives();
    const subject = await restarting(start, 2);
    for (const life of [1, 2, 3]) {
      await expect(subject.run(question)).rejects.toThrow(`end of ${life}`);
      if (life < 3) await subject.recover?.();
    }
    await expect(subject.recover?.()).rejects.toThrow("it was given 2 restarts (--restarts), and they are used up");
    expect(started()).toBe(3);
  });

  it("must stay what it was", async () => {
    const { start, closed } = lives();
    let precision: "f64" | "f32" = "f64";
    const changing = async (): Promise<Subject> => ({ ...(await start()), description: { ...description, precision } });
    const subject = await restarting(changing);
    precision = "f32";
    await expect(subject.run(question)).rejects.toThrow("end of 1");
    await expect(subject.recover?.()).rejects.toThrow("introduces itself otherwise");
    expect(closed).toEqual([1, 2]);
    expect(subject.description.precision).toBe("f64");
  });

  it("that never starts is no subject, and one that does not start again can be tried once more", async () => {
    await expect(restarting(() => Promise.reject(new SubjectError("no")))).rejects.toThrow("no");
    const { start } = lives(0, 1);
    let refusals = 0;
    const hesitant = (): Promise<Subject> => (refusals-- === 1 ? Promise.reject(new SubjectError("not now")) : start());
    const subject = await restarting(hesitant);
    await expect(subject.run(question)).rejects.toThrow("end of 1");
    refusals = 1;
    await expect(subject.recover?.()).rejects.toThrow("not now");
    await subject.recover?.();
    expect(await subject.run(question)).toEqual({ answer: fullAnswer() });
  });

  it("ends with the life that starts while it is closed", async () => {
    const { start, closed } = lives();
    const subject = await restarting(start);
    await expect(subject.run(question)).rejects.toThrow("end of 1");
    const recovered = subject.recover?.();
    await subject.close();
    await expect(recovered).rejects.toThrow("closed");
    await expect(subject.recover?.()).rejects.toThrow("closed");
    expect([...closed].sort()).toEqual([1, 1, 2]);
  });

  it("keeps its new life where an old question fails late", async () => {
    const late: ((error: Error) => void)[] = [];
    const { start } = lives(0, 1);
    let first = true;
    const subject = await restarting(async () => {
      const life = await start();
      if (!first) return life;
      first = false;
      return { ...life, run: () => new Promise((_, reject) => void late.push(reject)) };
    });
    const questions = [subject.run(question), subject.run(question)].map((asked) => asked.catch(String));
    late[0]?.(new SubjectError("early"));
    expect(await questions[0]).toContain("early");
    await subject.recover?.();
    late[1]?.(new SubjectError("late"));
    expect(await questions[1]).toContain("late");
    await subject.recover?.();
    expect(await subject.run(question)).toEqual({ answer: fullAnswer() });
  });
});
