import type { Progress } from "../gate/index.js";
import type { Io } from "./io.js";

/** Milliseconds between two states of the line on a terminal: more often than people can read would only cost time. */
const redrawInterval = 50;
/** Milliseconds between two notices elsewhere, so that a log shows that a slow run is alive, and a fast run is silent. */
const noticeInterval = 10_000;

/** Back to the start of the line, and erase to its end (ECMA-48). */
const emptyLine = "\r\u001b[K";

export interface StatusLine {
  /** Shows the text, unless the last one is too recent. */
  tell(text: string): void;
  /** Leaves nothing of the line on a terminal. */
  clear(): void;
}

/** Tells on stderr how far long work has come: one line, redrawn, on a terminal; a rare notice elsewhere. */
export function statusLine({ stderr, now }: Io): StatusLine {
  const interval = stderr.isTerminal ? redrawInterval : noticeInterval;
  let due = now() + interval;
  return {
    tell(text) {
      if (now() < due) return;
      due = now() + interval;
      stderr.write(stderr.isTerminal ? `${emptyLine}${text.slice(0, stderr.columns - 1)}` : `gradproof: ${text}\n`);
    },
    clear() {
      if (stderr.isTerminal) stderr.write(emptyLine);
    },
  };
}

export interface ProgressLine {
  tell(progress: Progress): void;
  /** Leaves nothing of the line on a terminal. */
  clear(): void;
}

/** The same of a run of the gate. */
export function progressLine(io: Io): ProgressLine {
  const status = statusLine(io);
  let where = "";
  let runs = 0;
  return {
    tell(progress) {
      if (progress.kind === "start") {
        where = `[${progress.position}/${progress.total}] ${progress.property.id}`;
        runs = progress.runs;
      }
      if (progress.kind === "case") status.tell(`${where}, case ${progress.number} of ${runs}`);
    },
    clear: () => status.clear(),
  };
}
