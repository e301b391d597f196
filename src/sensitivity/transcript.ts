/**
 * A law's questions to a correct implementation, kept so that mistakes can be compared with it. A law sees nothing of the subject but
 * its answers: whoever answers each question with the same bits gets the same verdict, and no range has to be derived again.
 */
import type { Bench, Memo, Property, Verdict } from "../gate/index.js";
import { copyOfCase, type Case } from "../model/index.js";
import type { Reply, Subject } from "../subject/index.js";

interface Exchange {
  readonly question: Case;
  readonly reply: Reply;
}

export interface Transcript {
  readonly input: unknown;
  readonly exchanges: readonly Exchange[];
  readonly verdict: Verdict;
}

/** Asks the law about the input and keeps what is said. */
export async function recorded(law: Property, subject: Subject, input: unknown, memo?: Memo): Promise<Transcript> {
  const exchanges: Exchange[] = [];
  const verdict = await law.check(
    input,
    benchOf(subject, memo, async (question) => {
      const kept = copyOfCase(question);
      const reply = await subject.run(question);
      exchanges.push({ question: kept, reply: structuredClone(reply) });
      return reply;
    }),
  );
  return { input, exchanges, verdict };
}

/**
 * The law's verdict on the subject for the transcript's input.
 *
 * The subject hears each question once, in the order in which the law asks: as long as the answers are those of the transcript the law
 * goes on as it did then. From the first other answer on it is the law itself that asks.
 */
export async function verdictBy(
  { input, exchanges, verdict }: Transcript,
  law: Property,
  subject: Subject,
  memo?: Memo,
): Promise<Verdict> {
  const given: Reply[] = [];
  for (const { question, reply } of exchanges) {
    const other = await subject.run(copyOfCase(question));
    if (sameBits(reply, other)) {
      given.push(reply);
      continue;
    }
    // The subject may use its buffers again for the next answer.
    given.push(structuredClone(other));
    let asked = 0;
    return law.check(
      input,
      benchOf(subject, memo, async (next) => given[asked++] ?? subject.run(next)),
    );
  }
  return verdict;
}

export function benchOf(subject: Subject, memo?: Memo, ask: Bench["ask"] = (question) => subject.run(question)): Bench {
  const { description, inProcess } = subject;
  return { description, inProcess, ask, ...(memo === undefined ? {} : { memo }) };
}

/** Same structure, same doubles: NaN equals NaN, 0 differs from -0. */
export function sameBits(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return Object.is(a, b);
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length || Array.isArray(a) !== Array.isArray(b)) return false;
  return keys.every((key) => sameBits((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
