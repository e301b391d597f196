import { beyondSupports, type Answer, type Case, type Description } from "../model/index.js";
import { acceptReply } from "./answer.js";
import { checkOwn } from "./own.js";
import { checkReply, protocolVersion, readHandshake } from "./protocol.js";
import { ProtocolError, type Reply, type Subject } from "./subject.js";
import { caseForSubject } from "./translate.js";

/** What an implementation in this process returns: its answer, or why there is none. */
export type Outcome = Answer | Exclude<Reply, { readonly answer: Answer }>;

/** An implementation in this process. Cases come, and answers go, in the layout that its conventions declare. */
export interface InProcess {
  readonly description: Description;
  run(question: Case): Outcome | Promise<Outcome>;
}

/**
 * A subject out of a function. Where its layout is the model's, it gets the gate's own case and the gate gets its own
 * answer, neither copied, so that mutation and aliasing can be observed.
 *
 * @throws ProtocolError when the description is not what a handshake may say, or its own functions are not. `run` of the subject throws it when the
 * answer has an unknown field, lacks a promised quantity or has a wrong shape; what `implementation.run` throws becomes an
 * error reply.
 */
export function inProcessSubject(implementation: InProcess): Subject {
  const { description } = implementation;
  // The handshake is about what can be written down.
  const { own = {}, ...declared } = description;
  const { name } = description.implementation;
  explained(name, () => readHandshake({ protocol: protocolVersion, ...declared }));
  explained(name, () => {
    checkOwn(own);
  });
  return {
    description,
    inProcess: true,
    async run(question) {
      const beyond = beyondSupports(question, description.supports);
      if (beyond !== undefined) return { skipped: { message: beyond } };
      const outcome = await ask(implementation, caseForSubject(question, description.conventions));
      return explained(name, () => acceptReply(question, description, checkReply({ seq: 0, ...outcome })));
    },
    close: () => Promise.resolve(),
  };
}

async function ask(implementation: InProcess, question: Case): Promise<Reply> {
  try {
    const outcome = await implementation.run(question);
    return isReply(outcome) ? outcome : { answer: outcome ?? null };
  } catch (thrown) {
    return { error: { message: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown) } };
  }
}

function isReply(outcome: Outcome): outcome is Exclude<Outcome, Answer> {
  return typeof outcome === "object" && outcome !== null && ("skipped" in outcome || "error" in outcome);
}

function explained<T>(name: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw new ProtocolError(`${name}: ${(error as Error).message}`);
  }
}
