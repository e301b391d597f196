/** Whether a program ends when it is told to. */
import { SubjectError } from "../../subject/index.js";
import { startProcess, type Ending, type ProcessOptions } from "../../subject/subprocess.js";
import { adviceOn } from "./advice.js";
import { mend, ok, type Check } from "./check.js";

const name = "end";
const advice =
  'Leave the loop on {"cmd":"stop"} and at the end of input, and end what the program has started: threads, workers, other programs.';

/** Starts the program once more and stops it. */
export async function checkEnding(command: string, options: ProcessOptions): Promise<Check> {
  let ending: Ending | undefined;
  try {
    const subject = await startProcess(command, { ...options, onEnd: (how) => (ending = how) });
    await subject.close();
  } catch (error) {
    if (!(error instanceof SubjectError)) throw error;
    return mend(name, `started once more, it fails: ${error.message}`, adviceOn(error.message));
  }
  if (ending === "stop") return ok(name, "it ends when it is told to stop");
  return mend(name, `it did not end soon after the stop message, and had to be ended by ${ending}`, advice);
}
