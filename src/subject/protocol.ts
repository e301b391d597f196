/** Protocol 1, as text: what gradproof writes, and how it reads what a subject writes (spec/protocol.md). */
import { json, type Answer, type Case, type Description, type Supports } from "../model/index.js";
import { isWorthParsing } from "./guard.js";
import { checkMessage, valueText } from "./schema.js";
import { ProtocolError, type Reply } from "./subject.js";

export const protocolVersion = 1;

/** The first line to a subject, without its newline, like the others. */
export const startLine = json.stringify({ cmd: "start", protocol: protocolVersion });

/** The last line to a subject. */
export const stopLine = json.stringify({ cmd: "stop" });

/** One question. `question` is in the subject's layout. */
export function runLine(seq: number, question: Case): string {
  return json.stringify({ cmd: "run", seq, case: question });
}

/**
 * One line from a subject. Doubles that JSON cannot write are still strings in it.
 *
 * @throws ProtocolError when the line is not JSON, or nested deeper or longer than anything in the protocol.
 */
export function readLine(line: string): unknown {
  if (line.startsWith(byteOrderMark))
    throw new ProtocolError("this begins with a byte order mark; the protocol is UTF-8 without one");
  if (!isWorthParsing(line)) throw notJson(line);
  try {
    return json.parse(line);
  } catch {
    throw notJson(line);
  }
}

const byteOrderMark = "\uFEFF";
/** What a decoder puts in the place of bytes that are not UTF-8. */
const replacement = "\uFFFD";

function notJson(line: string): ProtocolError {
  const what = line.includes(replacement) ? "this is not JSON, and not UTF-8 either" : "this is not JSON";
  return new ProtocolError(`${what}; stdout carries the protocol alone, any other output belongs on stderr`);
}

/**
 * How the subject introduces itself.
 *
 * @throws ProtocolError when it speaks another version, or a field is missing, unknown or not of its type.
 */
export function readHandshake(message: unknown): Description {
  const spoken = fieldOf(message, "protocol");
  if (spoken !== undefined && spoken !== protocolVersion) {
    throw new ProtocolError(
      `the subject speaks protocol ${valueText(spoken)}, this gradproof speaks protocol ${protocolVersion}`,
    );
  }
  checkMessage("handshake", message);
  checkLayers((message as Description).supports.layers);
  const { protocol: _, ...description } = message as Description & { protocol: number };
  return description;
}

function checkLayers({ min = 1, max = Infinity }: NonNullable<Supports["layers"]> = {}): void {
  if (min > max) throw new ProtocolError(`supports.layers takes no network: min is ${min} and max is ${max}`);
}

/**
 * The reply to a case, out of a message that came as text.
 *
 * @throws ProtocolError when a field is missing, unknown or not of its type.
 */
export function readReply(message: unknown): Reply {
  const reply = checkReply(message);
  return "answer" in reply ? { answer: json.decode(reply.answer) as Answer } : reply;
}

/**
 * The reply to a case, its answer being the same object as in the message.
 *
 * @throws ProtocolError when a field is missing, unknown or not of its type.
 */
export function checkReply(message: unknown): Reply {
  checkMessage("reply", message);
  const { seq: _, ...reply } = message as Reply & { seq: number };
  return reply;
}

/** The number of the request that a message answers; undefined when it names none. */
export function seqOf(message: unknown): number | undefined {
  const seq = fieldOf(message, "seq");
  return typeof seq === "number" ? seq : undefined;
}

function fieldOf(message: unknown, field: string): unknown {
  return typeof message === "object" && message !== null ? (message as Record<string, unknown>)[field] : undefined;
}
