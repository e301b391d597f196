/** Text in chunks, as pipes deliver it, into lines. */
import { quoted } from "./schema.js";

/**
 * The longest line a subject may write: 4 Mi characters, some 200,000 entries of 20 characters. Beyond it a program that never ends its
 * line would fill the memory.
 */
export const maxLineCharacters = 4 * 2 ** 20;

/** How much of stderr an error message quotes. */
export const quotedLines = 20;
const keptCharacters = quotedLines * 1000;

/** Cuts chunks into lines; what follows the last newline waits for the next chunk. */
export class LineSplitter {
  #unfinished = "";

  /** @returns the lines that this chunk completes, without their newlines. */
  push(chunk: string): string[] {
    if (!chunk.includes("\n")) {
      this.#unfinished += chunk;
      return [];
    }
    const lines = (this.#unfinished + chunk).split("\n");
    this.#unfinished = lines.pop() as string;
    return lines;
  }

  /** What came after the last newline. */
  get unfinished(): string {
    return this.#unfinished;
  }
}

/** The end of a text of any length, in bounded memory. */
export class Tail {
  #text = "";

  push(chunk: string): void {
    this.#text = (this.#text + chunk).slice(-keptCharacters);
  }

  /** The last lines that are not blank, each shortened. */
  get lines(): string[] {
    return this.#text
      .split("\n")
      .map((line) => line.trimEnd())
      .filter((line) => line !== "")
      .slice(-quotedLines)
      .map((line) => quoted(line));
  }
}
