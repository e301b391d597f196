/** Where the program's text goes, so that tests can read it. */
export interface Sink {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Columns of the terminal. */
  readonly columns: number;
}

export interface Io {
  /** Results. */
  readonly stdout: Sink;
  /** Progress and complaints. */
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since some moment in the past. */
  now(): number;
  /** The day in UTC, as "YYYY-MM-DD". */
  today(): string;
}

/** Columns of a terminal that does not tell. */
const usualColumns = 80;

export function processIo(): Io {
  return {
    stdout: sinkTo(process.stdout),
    stderr: sinkTo(process.stderr),
    env: process.env,
    now: () => performance.now(),
    today: () => new Date().toISOString().slice(0, "YYYY-MM-DD".length),
  };
}

function sinkTo(stream: NodeJS.WriteStream): Sink {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.columns ?? usualColumns;
    },
  };
}

/** On a terminal only, and not where NO_COLOR is set to anything (https://no-color.org). */
export function wantsColour({ stdout, env }: Io): boolean {
  return stdout.isTerminal && (env["NO_COLOR"] ?? "") === "";
}
