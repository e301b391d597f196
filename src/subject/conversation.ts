/**
 * The protocol's state: what has been asked and not yet answered, and why the other side is of no more use. It knows
 * nothing of processes, so that any channel for lines can carry it.
 */
import { beyondSupports, type Case, type Description } from "../model/index.js";
import { acceptReply } from "./answer.js";
import { readHandshake, readLine, readReply, runLine, seqOf, startLine, stopLine } from "./protocol.js";
import { quoted } from "./schema.js";
import { ProtocolError, SubjectError, type Reply } from "./subject.js";
import { caseForSubject } from "./translate.js";

/** Carries lines to a subject. */
export interface Channel {
  send(line: string): void;
  /** Ends the other side, by this last line if it heeds it. Resolves when nothing of it is left; never rejects. */
  end(lastLine: string): Promise<void>;
  /** What has come since the last complete line, in words. */
  meanwhile(): string;
  /** What the other side said elsewhere than in its answers, for error messages. Complete once `end` has resolved. */
  lastWords(): string;
}

/** Hears a subject. */
export interface Listener {
  line(text: string): void;
  /** No answer can come any more. `why` fits after "got". */
  broken(why: string): void;
}

interface Request {
  /** "the handshake" or "request 7". */
  readonly name: string;
  /** What the answer must look like. */
  readonly expected: string;
  /** Makes the result out of the message. Throws ProtocolError. */
  readonly read: (message: unknown) => unknown;
  readonly resolve: (result: never) => void;
  readonly reject: (error: SubjectError) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** The handshake has no seq of its own; cases count from 1. */
const handshakeSeq = 0;

/** Every request has a number and may be answered in any order, so that several can be under way at once. */
export class Conversation implements Listener {
  readonly #program: string;
  readonly #channel: Channel;
  /** By seq, the oldest first. */
  readonly #pending = new Map<number, Request>();
  #lastAnswered = "the start";
  #seq = handshakeSeq;
  /** Resolves, when the other side has been ended, with the error for every request from then on. */
  #failure: Promise<SubjectError> | undefined;

  /** @param program - names the other side in error messages. */
  constructor(program: string, channel: Channel) {
    this.#program = program;
    this.#channel = channel;
  }

  /** @throws SubjectError, and ProtocolError when the handshake is not of protocol 1; nothing of the other side is left then. */
  start(timeoutMs: number): Promise<Description> {
    const request = { name: "the handshake", expected: '{"protocol":1,"implementation":…}', read: readHandshake };
    return this.#ask(handshakeSeq, request, startLine, timeoutMs);
  }

  /** @throws SubjectError, the same one for every call once the other side has failed. */
  async run(question: Case, description: Description, timeoutMs: number): Promise<Reply> {
    if (this.#failure !== undefined) throw await this.#failure;
    const beyond = beyondSupports(question, description.supports);
    if (beyond !== undefined) return { skipped: { message: beyond } };
    const seq = ++this.#seq;
    const read = (message: unknown): Reply => acceptReply(question, description, readReply(message));
    const line = runLine(seq, caseForSubject(question, description.conventions));
    return this.#ask(seq, { name: `request ${seq}`, expected: `{"seq":${seq},"answer":…}`, read }, line, timeoutMs);
  }

  /** Ends the other side. Requests still pending are rejected. */
  async close(): Promise<void> {
    this.#fail(this.#where(), "the subject has been closed", SubjectError);
    await this.#failure;
  }

  line(text: string): void {
    if (this.#failure !== undefined || text.trim() === "") return;
    try {
      this.#deliver(readLine(text));
    } catch (error) {
      const problem = `${this.#expected()}: ${(error as Error).message}; the line was: ${quoted(text)}`;
      this.#fail(this.#where(), problem, ProtocolError);
    }
  }

  broken(why: string): void {
    this.#fail(this.#where(), `${this.#expected()}, got ${why}`, SubjectError);
  }

  #ask<T>(
    seq: number,
    request: Pick<Request, "name" | "expected" | "read">,
    line: string,
    timeoutMs: number,
  ): Promise<T> {
    return new Promise((resolve: (result: T) => void, reject) => {
      const timer = setTimeout(() => this.#timedOut(request, timeoutMs), timeoutMs);
      this.#pending.set(seq, { ...request, resolve, reject, timer });
      this.#channel.send(line);
    });
  }

  #deliver(message: unknown): void {
    const [oldest] = this.#pending.keys();
    if (oldest === undefined) throw new ProtocolError("this line was not asked for");
    const seq = this.#pending.has(handshakeSeq) ? handshakeSeq : (seqOf(message) ?? oldest);
    const request = this.#pending.get(seq);
    if (request === undefined) throw new ProtocolError(`no request with seq ${seq} is pending`);
    const result = request.read(message);
    this.#pending.delete(seq);
    this.#lastAnswered = request.name;
    clearTimeout(request.timer);
    request.resolve(result as never);
  }

  #timedOut(request: Pick<Request, "name" | "expected">, timeoutMs: number): void {
    const hint = "does the program flush stdout after every line, and end every line with a newline?";
    const got = `${this.#channel.meanwhile()} within the timeout of ${timeoutMs} ms`;
    this.#fail(request.name, `expected one line ${request.expected}, got ${got}; ${hint}`, SubjectError);
  }

  #fail(where: string, problem: string, Kind: typeof SubjectError): void {
    if (this.#failure !== undefined) return;
    const asked = [...this.#pending.values()];
    this.#pending.clear();
    for (const request of asked) clearTimeout(request.timer);
    this.#failure = this.#channel.end(stopLine).then(() => {
      const error = new Kind(`${this.#program}: ${where}: ${problem}${this.#channel.lastWords()}`);
      for (const request of asked) request.reject(error);
      return error;
    });
  }

  /** The request that the next line should answer. */
  #oldest(): Request | undefined {
    return [...this.#pending.values()][0];
  }

  #where(): string {
    return this.#oldest()?.name ?? `after ${this.#lastAnswered}`;
  }

  #expected(): string {
    const oldest = this.#oldest();
    return oldest === undefined ? "expected nothing, no request being pending" : `expected one line ${oldest.expected}`;
  }
}
