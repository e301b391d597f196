/** Names one generated case for ever: which property, which run, and the way to the case. */
export interface ReplayToken {
  readonly property: string;
  /** The run's seed. */
  readonly seed: number;
  /** fast-check's path: the number of the case, then the choice at each step of making it smaller. */
  readonly path: string;
}

/** @example formatToken({ property: "backward/weights", seed: 42, path: "17:1:0" }) // "backward/weights@42:17:1:0" */
export function formatToken({ property, seed, path }: ReplayToken): string {
  return `${property}@${seed}:${path}`;
}

/** @returns undefined when the text is not a replay token. */
export function parseToken(text: string): ReplayToken | undefined {
  const parts = /^([^@\s]+)@(\d+):(\d+(?::\d+)*)$/.exec(text);
  if (parts === null) return undefined;
  const [, property, seed, path] = parts as unknown as [string, string, string, string];
  return { property, seed: Number(seed), path };
}
