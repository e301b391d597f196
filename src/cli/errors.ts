/** The command line cannot be obeyed. Speaks, in one line, to the person at the terminal. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The contract with shells and continuous integration. */
export const exitCodes = {
  pass: 0,
  /** A property is violated. */
  fail: 1,
  usage: 2,
  /** The subject could not be run or broke the protocol. */
  error: 3,
  /** Nothing, or too little, was decided. */
  inconclusive: 4,
} as const;
