import type { Answer, Case, Description } from "../model/index.js";

/** What comes back for one case. A wrong number is an Answer; only a subject that cannot be run throws. */
export type Reply =
  | { readonly answer: Answer }
  /** The subject says that it does not do such a case. */
  | { readonly skipped: { readonly message: string } }
  /** The subject failed on this case, in its own words. */
  | { readonly error: { readonly message: string } };

/** The implementation under test. Cases and answers are in the model's layout, whatever the subject declares. */
export interface Subject {
  readonly description: Description;
  /** In-process subjects share memory with the gate, so that mutation and aliasing can be observed. */
  readonly inProcess: boolean;
  /** @throws SubjectError when the process died, timed out or broke the protocol. */
  run(question: Case): Promise<Reply>;
  /**
   * Makes the subject fit for the next question where one has failed, and does nothing otherwise. Absent where what has failed stays so.
   *
   * @throws SubjectError when it can no more.
   */
  recover?(): Promise<void>;
  close(): Promise<void>;
}

/** The subject could not be run, or broke the protocol. Speaks to the author of the adapter. */
export class SubjectError extends Error {
  override readonly name: string = "SubjectError";
}

/** A message that is not of protocol 1. */
export class ProtocolError extends SubjectError {
  override readonly name = "ProtocolError";
}
