/** Ctrl-C, and the signal by which continuous integration ends what takes too long. */
import { SubjectError } from "../subject/subject.js";

/** What a shell tells of a program that a signal has ended: 128 and the number of the signal. */
const codes = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Lets work end in an orderly way: the first signal aborts it, a second one ends this process at once.
 *
 * @param work - to end soon after its signal is aborted, with whatever it has to tell until then.
 * @returns its exit code, or that of the signal. A SubjectError after a signal comes of the signal and is not told.
 */
export async function interruptible(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const controller = new AbortController();
  let code: number | undefined;
  const interrupt = (name: NodeJS.Signals): void => {
    if (code !== undefined) process.exit(code);
    code = codes[name as keyof typeof codes];
    controller.abort();
  };
  for (const name of Object.keys(codes)) process.on(name, interrupt);
  try {
    const result = await work(controller.signal);
    return code ?? result;
  } catch (error) {
    if (code !== undefined && error instanceof SubjectError) return code;
    throw error;
  } finally {
    for (const name of Object.keys(codes)) process.off(name, interrupt);
  }
}
