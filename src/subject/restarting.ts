/** A subject that is started anew after a failure, so that one crash costs one finding and not the run. */
import { json } from "../model/index.js";
import { SubjectError, type Subject } from "./subject.js";

/**
 * How often in a run unless told otherwise. Ten crashes tell their author enough, and where each of them is a timeout, ten cost minutes
 * already.
 */
export const defaultRestarts = 10;

/**
 * Starts the subject; its `recover` starts it again where a question has failed.
 *
 * @param start - called for every life. The description is that of the first.
 * @param restarts - how many lives may follow the first.
 * @throws SubjectError when the first start fails. `recover` throws it when the restarts are used up, a later start fails, or the
 * subject then introduces itself otherwise; the next `recover` tries once more if it may.
 */
export async function restarting(start: () => Promise<Subject>, restarts: number = defaultRestarts): Promise<Subject> {
  let current = await start();
  let failed = false;
  let left = restarts;
  let closed = false;
  const { description, inProcess } = current;
  return {
    description,
    inProcess,
    async run(question) {
      const asked = current;
      try {
        return await asked.run(question);
      } catch (error) {
        // Of several questions under way at once, one may fail late.
        if (asked === current) failed = true;
        throw error;
      }
    },
    async recover() {
      if (!failed) return;
      if (closed) throw new SubjectError("the subject has been closed");
      if (left === 0) throw new SubjectError(`it was given ${restarts} restarts (--restarts), and they are used up`);
      left -= 1;
      await current.close();
      const next = await start();
      if (closed) {
        await next.close();
        throw new SubjectError("the subject has been closed");
      }
      if (json.stringify(next.description) !== json.stringify(description)) {
        await next.close();
        throw new SubjectError("started again, it introduces itself otherwise");
      }
      [current, failed] = [next, false];
    },
    async close() {
      closed = true;
      await current.close();
    },
  };
}
