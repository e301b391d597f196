/** A subject in a process of its own, in any language. The only file of this folder that touches the operating system. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { parseArgsStringToArgv } from "string-argv";
import type { Description } from "../model/index.js";
import { Conversation, type Channel, type Listener } from "./conversation.js";
import { LineSplitter, maxLineCharacters, quotedLines, Tail } from "./lines.js";
import { quoted, shorten } from "./schema.js";
import { SubjectError, type Subject } from "./subject.js";

export interface ProcessOptions {
  /** How long the program may take for one case. */
  readonly timeoutMs: number;
  /** How long it may take for the handshake, which includes starting up. Default: timeoutMs. */
  readonly startTimeoutMs?: number;
  /** Ends the program, should it be aborted before the handshake is done. */
  readonly signal?: AbortSignal | undefined;
  /** How long it may take to end after the stop message, and again after SIGTERM, before SIGKILL. */
  readonly graceMs?: number;
  /** Told what it took to end the program, once it was to end. */
  readonly onEnd?: (ending: Ending) => void;
}

/** The stop message, or the signal that was needed in the end. */
export type Ending = "stop" | "SIGTERM" | "SIGKILL";

/** Long enough for an interpreter to print its traceback and leave; the wait is felt only when a program hangs. */
const defaultGraceMs = 1000;

/** Windows has no process groups: there the program alone is ended, not what it has started. */
const hasGroups = process.platform !== "win32";

/** The programs now running. None outlives this process, even when nobody has closed the subject. */
const running = new Set<number>();
process.on("exit", killAllPrograms);

/** Kills every program that is still running, at once and without a word. For the end of this process. */
export function killAllPrograms(): void {
  for (const pid of running) signalGroup(pid, "SIGKILL");
}

/**
 * Starts a program and shakes hands with it.
 *
 * @param command - the program and its arguments; quotes group words. No shell reads it: no variables, pipes or globs.
 * @throws SubjectError when the program does not start, ends, or does not answer in time.
 * @throws ProtocolError when its handshake is not of protocol 1. Nothing of the program is left running in either case.
 * `run` of the subject throws the same two; after that the subject is of no more use, and every `run` throws that same error.
 */
export async function startProcess(command: string, options: ProcessOptions): Promise<Subject> {
  const channel = new ProcessChannel(await spawned(command), options);
  const conversation = new Conversation(shorten(command), channel);
  channel.listen(conversation);
  const description = await unlessAborted(conversation, options);
  return {
    description,
    inProcess: false,
    run: (question) => conversation.run(question, description, options.timeoutMs),
    close: () => conversation.close(),
  };
}

async function unlessAborted(conversation: Conversation, options: ProcessOptions): Promise<Description> {
  const { signal, timeoutMs, startTimeoutMs = timeoutMs } = options;
  const stop = (): void => void conversation.close();
  signal?.addEventListener("abort", stop);
  const description = conversation.start(startTimeoutMs);
  if (signal?.aborted === true) stop();
  return description.finally(() => signal?.removeEventListener("abort", stop));
}

async function spawned(command: string): Promise<ChildProcessWithoutNullStreams> {
  const [program, ...args] = parseArgsStringToArgv(command);
  if (program === undefined)
    throw new SubjectError("the command of the subject is empty; expected a program and its arguments");
  try {
    const child = spawn(program, args, { detached: hasGroups, stdio: "pipe" });
    await new Promise((resolve, reject) => child.once("spawn", () => resolve(undefined)).on("error", reject));
    return child;
  } catch (error) {
    throw new SubjectError(`could not start '${shorten(program)}': ${whyNot(error as NodeJS.ErrnoException)}`);
  }
}

function whyNot(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT")
    return "no such program (no shell reads the command: name a program, then its arguments)";
  if (error.code === "EACCES") return "permission denied (is the file executable?)";
  return error.message;
}

/** Sends a signal to the program and all that it has started. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(hasGroups ? -pid : pid, signal);
  } catch {
    // Nothing of it is left, which is what the signal was for.
  }
}

class ProcessChannel implements Channel {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #pid: number;
  readonly #graceMs: number;
  readonly #onEnd: ProcessOptions["onEnd"];
  readonly #stdout = new LineSplitter();
  readonly #stderr = new Tail();
  /** What the program has closed on its side. */
  readonly #closed: string[] = [];
  /** Resolves when the program and its group have ended and its output has been read to the end. */
  readonly #gone: Promise<void>;
  #deaf = false;
  #ending: Promise<void> | undefined;

  constructor(child: ChildProcessWithoutNullStreams, { graceMs = defaultGraceMs, onEnd }: ProcessOptions) {
    this.#child = child;
    this.#pid = child.pid as number;
    this.#graceMs = graceMs;
    this.#onEnd = onEnd;
    this.#gone = new Promise((resolve) => child.once("close", () => resolve()));
    running.add(this.#pid);
  }

  listen(listener: Listener): void {
    const { stdin, stdout, stderr } = this.#child;
    stdout.setEncoding("utf8").on("data", (chunk: string) => this.#hear(chunk, listener));
    stderr.setEncoding("utf8").on("data", (chunk: string) => this.#stderr.push(chunk));
    stdout.on("end", () => this.#closed.push("it has closed its stdout"));
    stdin.on("error", () => this.#closed.push("it has closed its stdin"));
    this.#child.once("exit", () => this.#leaderEnded());
    this.#child.once("close", (code, signal) => listener.broken(this.#ended(code, signal)));
  }

  send(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  end(lastLine: string): Promise<void> {
    this.#deaf = true;
    this.#ending ??= this.#end(lastLine).then((ending) => this.#onEnd?.(ending));
    return this.#ending;
  }

  meanwhile(): string {
    const { unfinished } = this.#stdout;
    return [unfinished === "" ? "nothing" : `the unfinished line: ${quoted(unfinished)}`, ...this.#closed].join(", ");
  }

  lastWords(): string {
    const { lines } = this.#stderr;
    if (lines.length === 0) return "; its stderr is empty";
    return `\nits stderr (at most ${quotedLines} lines of it):\n${lines.map((line) => `  ${line}`).join("\n")}`;
  }

  #hear(chunk: string, listener: Listener): void {
    if (this.#deaf) return;
    for (const line of this.#stdout.push(chunk)) listener.line(line);
    if (this.#stdout.unfinished.length <= maxLineCharacters) return;
    listener.broken(`a line longer than ${maxLineCharacters} characters: ${quoted(this.#stdout.unfinished)}`);
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): string {
    const how = code === null ? `the end of the program by ${signal}` : `the end of the program with exit code ${code}`;
    return this.#stdout.unfinished === ""
      ? how
      : `${how} after the unfinished line: ${quoted(this.#stdout.unfinished)}`;
  }

  /** What the program has started must end with it; what escaped into another group may still hold the pipes open. */
  #leaderEnded(): void {
    signalGroup(this.#pid, "SIGKILL");
    running.delete(this.#pid);
    const { stdout, stderr } = this.#child;
    const timer = setTimeout(() => [stdout, stderr].forEach((stream) => stream.destroy()), this.#graceMs);
    void this.#gone.then(() => clearTimeout(timer));
  }

  async #end(lastLine: string): Promise<Ending> {
    this.#child.stdin.end(`${lastLine}\n`);
    if (await this.#goneInTime()) return "stop";
    signalGroup(this.#pid, "SIGTERM");
    if (await this.#goneInTime()) return "SIGTERM";
    signalGroup(this.#pid, "SIGKILL");
    await this.#gone;
    return "SIGKILL";
  }

  async #goneInTime(): Promise<boolean> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, this.#graceMs, false);
    });
    const inTime = await Promise.race([this.#gone.then(() => true), late]);
    clearTimeout(timer);
    return inTime;
  }
}
