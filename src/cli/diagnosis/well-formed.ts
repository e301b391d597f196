import { checkCase, ShapeError, type Case } from "../../model/index.js";

/** Whether the question has an answer: a law may ask for what has none, in order to see it refused. */
export function isWellFormed(question: Case): boolean {
  try {
    checkCase(question);
    return true;
  } catch (error) {
    if (error instanceof RangeError || error instanceof ShapeError) return false;
    throw error;
  }
}
